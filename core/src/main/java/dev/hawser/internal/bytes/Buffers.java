package dev.hawser.internal.bytes;

import java.nio.ByteBuffer;

/**
 * Buffers that are lent and come back. What is lent and not given back is left to the garbage collector. At
 * most {@value #KEPT} buffers of each kind are kept. Safe for use by many threads.
 */
public final class Buffers {
    /** The size of each buffer in bytes: a TLS record (RFC 8446, section 5.2) with room to spare. */
    public static final int SIZE = 16 * 1024 + 1024;

    private static final int KEPT = 64;

    private final Rack<byte[]> arrays = new Rack<>(KEPT);
    private final Rack<ByteBuffer> heaps = new Rack<>(KEPT);
    private final Rack<ByteBuffer> directs = new Rack<>(KEPT);

    /** Lends an array of {@link #SIZE} bytes with unknown content. */
    public byte[] array() {
        byte[] kept = arrays.take();
        return kept != null ? kept : new byte[SIZE];
    }

    /** Takes an array back, which the caller must not use any more. */
    public void give(byte[] array) {
        if (array.length == SIZE) {
            arrays.put(array);
        }
    }

    /** Lends an empty buffer over an array of {@link #SIZE} bytes, to be filled, with unknown content. */
    public ByteBuffer heap() {
        ByteBuffer kept = heaps.take();
        return kept != null ? kept.clear() : ByteBuffer.allocate(SIZE);
    }

    /** Lends an empty direct buffer of {@link #SIZE} bytes, to be filled, with unknown content. */
    public ByteBuffer direct() {
        ByteBuffer kept = directs.take();
        return kept != null ? kept.clear() : ByteBuffer.allocateDirect(SIZE);
    }

    /** Takes a buffer back, which the caller must not use any more; one of another size is dropped. */
    public void give(ByteBuffer buffer) {
        if (buffer.capacity() == SIZE) {
            (buffer.isDirect() ? directs : heaps).put(buffer);
        }
    }
}
