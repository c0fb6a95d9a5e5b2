package dev.hawser.internal.http2;

import java.nio.charset.StandardCharsets;

/**
 * Fields to field blocks (RFC 7541). A field is put into the table when it comes a second time, so what is new in each
 * request pushes nothing out. What carries credentials never is, and whoever passes it on is told so (section 7.1.3). A field
 * that the table holds is encoded without allocation. Blocks must be sent in the order in which they were encoded.
 */
final class HpackEncoder {
    /** How many fields that came once are remembered, by hash. */
    private static final int SEEN = 64;

    private static final int INDEXED = 0x80;
    private static final int INCREMENTAL = 0x40;
    private static final int SIZE_UPDATE = 0x20;
    private static final int NEVER_INDEXED = 0x10;
    private static final int WITHOUT_INDEXING = 0;

    private final EncodingTable table = new EncodingTable();
    private final RecentNames names = new RecentNames();
    private final int[] seenOnce = new int[SEEN];

    /** The least capacity since the last block, and the present one; the same as the table's if nothing changed. */
    private int leastCapacity = EncodingTable.MOST;

    private int newCapacity = EncodingTable.MOST;

    /** Takes in the peer's SETTINGS_HEADER_TABLE_SIZE, which is unsigned. */
    void limitTable(int limit) {
        newCapacity = limit < 0 ? EncodingTable.MOST : Math.min(limit, EncodingTable.MOST);
        leastCapacity = Math.min(leastCapacity, newCapacity);
    }

    /** Begins a block; tells of changes of the table's size (RFC 7541, section 4.2). */
    void begin(WireBuffer out) {
        if (leastCapacity < table.capacity()) {
            resize(leastCapacity, out);
        }
        if (newCapacity != table.capacity()) {
            resize(newCapacity, out);
        }
        leastCapacity = newCapacity;
    }

    private void resize(int capacity, WireBuffer out) {
        table.resize(capacity);
        integer(out, SIZE_UPDATE, 0x1f, capacity);
    }

    /** Encodes a field, whose name may have any case. */
    void encode(String anyCase, String value, WireBuffer out) {
        FieldName name = names.of(anyCase);
        int staticIndex = name.staticIndex();
        if (isSecret(staticIndex)) {
            literal(out, NEVER_INDEXED, 0x0f, staticIndex, name, value);
            return;
        }
        int index = staticIndex == 0 ? 0 : StaticTable.indexOf(staticIndex, value);
        int fieldHash = 31 * name.hash() + value.hashCode();
        if (index == 0) {
            index = table.indexOfField(name, value, fieldHash);
        }
        if (index != 0) {
            integer(out, INDEXED, 0x7f, index);
            return;
        }
        int nameIndex = staticIndex == 0 ? table.indexOfName(name) : staticIndex;
        int size = name.lowerCase().length() + octets(value) + DecodingTable.ENTRY_OVERHEAD;
        if (cameBefore(fieldHash) && size <= table.capacity()) {
            literal(out, INCREMENTAL, 0x3f, nameIndex, name, value);
            table.add(name, value, fieldHash, size);
        } else {
            literal(out, WITHOUT_INDEXING, 0x0f, nameIndex, name, value);
        }
    }

    /** Authorization, cookie, proxy-authorization, set-cookie: their first indices in the static table. */
    private static boolean isSecret(int staticIndex) {
        return staticIndex == 23 || staticIndex == 32 || staticIndex == 49 || staticIndex == 55;
    }

    private boolean cameBefore(int hash) {
        int slot = (hash ^ hash >>> 6 ^ hash >>> 12) & SEEN - 1;
        boolean same = seenOnce[slot] == hash;
        seenOnce[slot] = hash;
        return same;
    }

    private static void literal(WireBuffer out, int form, int mask, int nameIndex, FieldName name, String value) {
        integer(out, form, mask, nameIndex);
        if (nameIndex == 0) {
            string(out, name.lowerCase());
        }
        string(out, value);
    }

    /** A string in whichever form is shorter (RFC 7541, section 5.2); what is not ASCII travels as UTF-8. */
    private static void string(WireBuffer out, String text) {
        if (octets(text) != text.length()) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            integer(out, 0, 0x7f, utf8.length);
            out.put(utf8, 0, utf8.length);
            return;
        }
        int coded = Huffman.encodedLength(text);
        if (coded < text.length()) {
            integer(out, 0x80, 0x7f, coded);
            Huffman.encode(text, out);
        } else {
            integer(out, 0, 0x7f, text.length());
            out.putAscii(text);
        }
    }

    /** The length of a text in UTF-8. */
    private static int octets(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) >= 0x80) {
                return text.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return length;
    }

    /** The size of a field as a list counts it (RFC 9113, section 6.5.2). */
    static long size(String name, String value) {
        return (long) name.length() + octets(value) + DecodingTable.ENTRY_OVERHEAD;
    }

    /** An integer whose first bits stand below {@code form} in a byte (RFC 7541, section 5.1). */
    private static void integer(WireBuffer out, int form, int mask, int value) {
        if (value < mask) {
            out.put(form | value);
            return;
        }
        out.put(form | mask);
        int rest = value - mask;
        while (rest >= 0x80) {
            out.put(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.put(rest);
    }
}
