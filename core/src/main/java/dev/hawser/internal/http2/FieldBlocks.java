package dev.hawser.internal.http2;

import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Fields to blocks and blocks to fields on one connection (RFC 7541), for the test server, which uses nothing else of this
 * room but this. Blocks are sent in the order in which they are encoded, and decoded in the order in which they come; one
 * thread encodes at a time and one decodes, which may be two.
 */
public final class FieldBlocks {
    private final HpackEncoder encoder = new HpackEncoder();
    private final WireBuffer out = new WireBuffer(512);
    private final HpackDecoder decoder;

    /** The blocks of a new connection; of a list above that size (RFC 9113, section 6.5.2) not all fields are handed out. */
    public FieldBlocks(long maxListSize) {
        decoder = new HpackDecoder(HpackDecoder.DEFAULT_TABLE_SIZE, maxListSize, new WireStrings());
    }

    /** Encodes a block; names may have any case. */
    public byte[] encode(Iterable<Map.Entry<String, String>> fields) {
        out.clear(1 << 16);
        encoder.begin(out);
        for (Map.Entry<String, String> field : fields) {
            encoder.encode(field.getKey(), field.getValue(), out);
        }
        return Arrays.copyOf(out.array(), out.length());
    }

    /** Takes in the peer's SETTINGS_HEADER_TABLE_SIZE, which is unsigned. */
    public void limitEncoder(int tableSize) {
        encoder.limitTable(tableSize);
    }

    /** Takes in that the peer has acknowledged a SETTINGS_HEADER_TABLE_SIZE of ours, which is at least 0. */
    public void limitDecoder(int tableSize) {
        decoder.limitTable(tableSize);
    }

    /**
     * Decodes a whole block, whose names are handed out as they came.
     *
     * @return the size of the list; above the limit not all fields were handed out
     */
    public long decode(byte[] block, BiConsumer<String, String> fields) throws Http2Exception {
        return decoder.decode(block, 0, block.length, (name, value, neverIndexed) -> fields.accept(name, value));
    }
}
