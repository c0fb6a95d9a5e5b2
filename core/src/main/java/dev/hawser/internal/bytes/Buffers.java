package dev.hawser.internal.bytes;

import java.nio.ByteBuffer;
import java.util.function.Supplier;

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
    private final Supplier<byte[]> newArray = () -> new byte[SIZE];
    private final Supplier<ByteBuffer> newHeap = () -> ByteBuffer.allocate(SIZE);
    private final Supplier<ByteBuffer> newDirect = () -> ByteBuffer.allocateDirect(SIZE);

    /** Lends an array of {@link #SIZE} bytes with unknown content. */
    public byte[] array() {
        return arrays.take(newArray);
    }

    /** Takes an array back, which the caller must not use any more. */
    public void give(byte[] array) {
        if (array.length == SIZE) {
            arrays.put(array);
        }
    }

    /** Lends an empty buffer over an array of {@link #SIZE} bytes, to be filled, with unknown content. */
    public ByteBuffer heap() {
        return heaps.take(newHeap).clear();
    }

    /** Lends an empty direct buffer of {@link #SIZE} bytes, to be filled, with unknown content. */
    public ByteBuffer direct() {
        return directs.take(newDirect).clear();
    }

    /** Takes a buffer back, which the caller must not use any more; one of another size is dropped. */
    public void give(ByteBuffer buffer) {
        if (buffer.capacity() == SIZE) {
            (buffer.isDirect() ? directs : heaps).put(buffer);
        }
    }
}
