package dev.hawser.internal.http2;

import java.util.ArrayList;
import java.util.List;

/** The fields that a decoder handed out, as text: {@code name: value}, with a {@code !} before those never to be indexed. */
final class DecodedFields implements FieldSink {
    final List<String> all = new ArrayList<>();

    @Override
    public void field(String name, String value, boolean neverIndexed) {
        all.add((neverIndexed ? "!" : "") + name + ": " + value);
    }

    /** Decodes a block. */
    static List<String> of(HpackDecoder decoder, byte[] block) throws Http2Exception {
        DecodedFields fields = new DecodedFields();
        decoder.decode(block, 0, block.length, fields);
        return fields.all;
    }

    static List<String> of(HpackDecoder decoder, String hex) throws Http2Exception {
        return of(decoder, Hex.bytes(hex));
    }
}
