package dev.hawser.internal.text;

import java.nio.charset.StandardCharsets;

/**
 * Reads a table that is written as columns of numbers: each in groups of seven bits, the lowest first, with the
 * high bit set on all bytes but its last. Signed ones have their sign in the lowest bit.
 */
final class Columns {
    private final byte[] bytes;
    private int position;

    Columns(byte[] bytes) {
        this(bytes, 0);
    }

    Columns(byte[] bytes, int from) {
        this.bytes = bytes;
        this.position = from;
    }

    int oneByte() {
        return bytes[position++] & 0xff;
    }

    int unsigned() {
        int value = 0;
        int shift = 0;
        byte b;
        do {
            b = bytes[position++];
            value |= (b & 0x7f) << shift;
            shift += 7;
        } while (b < 0);
        return value;
    }

    int signed() {
        int value = unsigned();
        return value >>> 1 ^ -(value & 1);
    }

    /** So many numbers, each written as the difference to the one before. */
    int[] ascending(int count) {
        int[] values = new int[count];
        int last = 0;
        for (int i = 0; i < count; i++) {
            last += unsigned();
            values[i] = last;
        }
        return values;
    }

    /** A number of ranges, the differences of their starts, and their values, a byte each. */
    CodePointRanges ranges() {
        int count = unsigned();
        int[] starts = ascending(count);
        byte[] values = new byte[count];
        System.arraycopy(bytes, position, values, 0, count);
        position += count;
        return new CodePointRanges(starts, values);
    }

    /** A number of bytes, and a text of so many in UTF-8. */
    String text() {
        int length = unsigned();
        position += length;
        return new String(bytes, position - length, length, StandardCharsets.UTF_8);
    }

    /** The index of the next byte. */
    int position() {
        return position;
    }

    void skip(int count) {
        position += count;
    }

    boolean atEnd() {
        return position == bytes.length;
    }
}
