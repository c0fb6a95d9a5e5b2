package dev.hawser.internal.http2;

import java.util.Arrays;

/** Bytes in the order in which they are to be sent; grows with what is put in. */
public final class WireBuffer {
    private byte[] bytes;
    private int length;

    /** An empty buffer with room for so many bytes at first. */
    public WireBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    /** The array that holds the bytes from 0 to {@link #length()}; another one after each growth. */
    public byte[] array() {
        return bytes;
    }

    /** How many bytes it holds. */
    public int length() {
        return length;
    }

    /** Forgets all bytes, and an array of more than {@code most}. */
    public void clear(int most) {
        length = 0;
        if (bytes.length > most) {
            bytes = new byte[most];
        }
    }

    void put(int b) {
        room(1);
        bytes[length++] = (byte) b;
    }

    void putShort(int value) {
        room(2);
        bytes[length++] = (byte) (value >>> 8);
        bytes[length++] = (byte) value;
    }

    void putMedium(int value) {
        put(value >>> 16);
        putShort(value);
    }

    void putInt(int value) {
        putShort(value >>> 16);
        putShort(value);
    }

    void put(byte[] from, int offset, int count) {
        room(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    /** Puts characters that are all ASCII. */
    @SuppressWarnings("deprecation") // the one conversion of a part of a string that allocates nothing
    void putAscii(String text) {
        int count = text.length();
        room(count);
        text.getBytes(0, count, bytes, length);
        length += count;
    }

    /** Overwrites three bytes that are there. */
    void setMedium(int at, int value) {
        bytes[at] = (byte) (value >>> 16);
        bytes[at + 1] = (byte) (value >>> 8);
        bytes[at + 2] = (byte) value;
    }

    /** Drops all bytes from {@code newLength} on. */
    void cut(int newLength) {
        length = newLength;
    }

    /** Makes a gap of {@code count} bytes at {@code at}, whose content is unknown. */
    void open(int at, int count) {
        room(count);
        System.arraycopy(bytes, at, bytes, at + count, length - at);
        length += count;
    }

    /** Overwrites a byte that is there. */
    void set(int at, int b) {
        bytes[at] = (byte) b;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
