package dev.hawser.internal.http2;

import java.nio.charset.StandardCharsets;

/**
 * Field blocks to fields (RFC 7541). A block is decoded to its end whatever it holds, as the next one builds on it; but
 * past the limit of the list no field is handed out. Each error is one of the connection: COMPRESSION_ERROR. The
 * work for a block is linear in its length, and what it makes is bounded by that and the table.
 */
final class HpackDecoder {
    /** The size of the dynamic table if no setting says otherwise (RFC 9113, section 6.5.2). */
    static final int DEFAULT_TABLE_SIZE = 4096;

    private static final byte[] NONE = {};

    private final WireStrings strings;
    private final long maxListSize;
    private final DecodingTable table;

    /** The most that the encoder may set the table's capacity to. */
    private int tableLimit;

    /** Whether the next block must begin with a size update, as the limit fell below the capacity (RFC 9113, section 4.3.1). */
    private boolean updateDue;

    private byte[] block = NONE;
    private int position;
    private int end;
    private byte[] scratch = NONE;

    /** The octets of the string that was read last. */
    private int octets;

    /** Whether the string that was read last is ASCII, if it was not known. */
    private boolean ascii;

    /** The size of the list so far (RFC 9113, section 6.5.2). */
    private long listSize;

    /**
     * A decoder of a new connection.
     *
     * @param tableLimit what we announce as SETTINGS_HEADER_TABLE_SIZE
     * @param maxListSize the size from which on fields are not handed out
     * @param strings what is repeated, shared with other connections
     */
    HpackDecoder(int tableLimit, long maxListSize, WireStrings strings) {
        this.table = new DecodingTable(DEFAULT_TABLE_SIZE);
        this.tableLimit = DEFAULT_TABLE_SIZE;
        this.maxListSize = maxListSize;
        this.strings = strings;
        limitTable(tableLimit);
    }

    /** Takes in that the peer knows a new limit of the table. */
    void limitTable(int limit) {
        tableLimit = limit;
        updateDue = limit < table.capacity();
    }

    /**
     * Decodes a whole block, {@code bytes[from, to)}.
     *
     * @return the size of the list as RFC 9113, section 6.5.2 counts it; if it is above the limit, not all fields were handed out
     */
    long decode(byte[] bytes, int from, int to, FieldSink sink) throws Http2Exception {
        block = bytes;
        position = from;
        end = to;
        listSize = 0;
        boolean mayResize = true;
        while (position < end) {
            int b = block[position];
            if ((b & 0xe0) == 0x20) {
                resize(mayResize);
                continue;
            }
            mayResize = false;
            if (updateDue) {
                throw broken("its table is larger than the " + tableLimit + " bytes it was limited to");
            }
            if (b < 0) {
                indexed(sink);
            } else {
                literal(sink);
            }
        }
        block = NONE;
        return listSize;
    }

    /** A size update (RFC 7541, section 6.3). */
    private void resize(boolean mayResize) throws Http2Exception {
        int size = integer(0x1f);
        if (!mayResize) {
            throw broken("a table size update that does not begin its block");
        }
        if (size > tableLimit) {
            throw broken("a table size of " + size + "; the limit is " + tableLimit);
        }
        table.resize(size);
        updateDue = false;
    }

    /** An indexed field (RFC 7541, section 6.1). */
    private void indexed(FieldSink sink) throws Http2Exception {
        int index = integer(0x7f);
        if (index == 0) {
            throw broken("index 0");
        }
        if (index <= StaticTable.LENGTH) {
            String name = StaticTable.name(index);
            String value = StaticTable.value(index);
            hand(sink, name, value, DecodingTable.ENTRY_OVERHEAD + name.length() + value.length(), false);
        } else {
            int age = age(index);
            hand(sink, table.name(age), table.value(age), table.size(age), false);
        }
    }

    /** A literal field, which is put into the table or not (RFC 7541, section 6.2). */
    private void literal(FieldSink sink) throws Http2Exception {
        int b = block[position];
        boolean indexing = (b & 0x40) != 0;
        boolean neverIndexed = (b & 0xf0) == 0x10;
        int index = integer(indexing ? 0x3f : 0x0f);
        String name;
        if (index == 0) {
            name = string(true, false);
        } else {
            name = index <= StaticTable.LENGTH ? StaticTable.name(index) : table.name(age(index));
        }
        String value = string(false, neverIndexed || name.equals("set-cookie"));
        int size = DecodingTable.ENTRY_OVERHEAD + name.length() + octets;
        if (indexing) {
            table.add(name, value, size);
        }
        hand(sink, name, value, size, neverIndexed);
    }

    private void hand(FieldSink sink, String name, String value, int size, boolean neverIndexed) {
        listSize += size;
        if (listSize <= maxListSize) {
            sink.field(name, value, neverIndexed);
        }
    }

    private int age(int index) throws Http2Exception {
        int age = index - StaticTable.LENGTH - 1;
        if (age >= table.count()) {
            throw broken("index " + index + "; the tables hold " + (StaticTable.LENGTH + table.count()) + " entries");
        }
        return age;
    }

    /** An integer whose first bits are those of {@code mask} in the next byte (RFC 7541, section 5.1). */
    private int integer(int mask) throws Http2Exception {
        int first = block[position++] & mask;
        if (first < mask) {
            return first;
        }
        long value = mask;
        for (int shift = 0; position < end; shift += 7) {
            int b = block[position++];
            value += (long) (b & 0x7f) << shift;
            if (value > Integer.MAX_VALUE || shift > 28) {
                throw broken("an integer of more than 31 bits");
            }
            if (b >= 0) {
                return (int) value;
            }
        }
        throw broken("it ends within an integer");
    }

    /**
     * A string (RFC 7541, section 5.2). A name has a character for each octet, so that one beyond ASCII can be told;
     * a value that is not ASCII is taken for UTF-8.
     */
    private String string(boolean isName, boolean secret) throws Http2Exception {
        if (position == end) {
            throw broken("it ends before a string");
        }
        boolean huffman = block[position] < 0;
        int length = integer(0x7f);
        if (length > end - position) {
            throw broken("a string of " + length + " bytes where " + (end - position) + " are left");
        }
        int from = position;
        position += length;
        String known = secret ? null : strings.find(block, from, position, huffman);
        if (known != null) {
            octets = known.length();
            return known;
        }
        String text = huffman ? decoded(from, isName) : text(block, from, length, isName);
        if (!secret && ascii) {
            strings.saw(block, from, position, huffman, text);
        }
        return text;
    }

    private String decoded(int from, boolean isName) throws Http2Exception {
        int most = Huffman.mostDecoded(position - from);
        if (scratch.length < most) {
            scratch = new byte[Math.max(most, 256)];
        }
        int length = Huffman.decode(block, from, position, scratch);
        return text(scratch, 0, length, isName);
    }

    @SuppressWarnings("deprecation") // the one conversion of ASCII that neither checks nor copies twice
    private String text(byte[] bytes, int from, int length, boolean isName) {
        octets = length;
        int all = 0;
        for (int i = from; i < from + length; i++) {
            all |= bytes[i];
        }
        ascii = all >= 0;
        if (ascii) {
            return new String(bytes, 0, from, length);
        }
        return new String(bytes, from, length, isName ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    private static Http2Exception broken(String what) {
        return new Http2Exception(ErrorCode.COMPRESSION_ERROR, "bad field block: " + what);
    }
}
