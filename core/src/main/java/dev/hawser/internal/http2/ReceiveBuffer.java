package dev.hawser.internal.http2;

import java.util.Arrays;

/** The bytes of a response that nobody has read yet: a ring that grows with them, up to the stream's window. */
final class ReceiveBuffer {
    private static final byte[] NONE = {};

    private byte[] ring = NONE;
    private int head;
    private int count;

    int count() {
        return count;
    }

    void put(byte[] from, int offset, int more) {
        if (ring.length - count < more) {
            grow(more);
        }
        int tail = head + count;
        if (tail >= ring.length) {
            tail -= ring.length;
        }
        int first = Math.min(more, ring.length - tail);
        System.arraycopy(from, offset, ring, tail, first);
        System.arraycopy(from, offset + first, ring, 0, more - first);
        count += more;
    }

    /** Hands out at most {@code most} bytes; returns how many. */
    int take(byte[] into, int offset, int most) {
        int taken = Math.min(most, count);
        int first = Math.min(taken, ring.length - head);
        System.arraycopy(ring, head, into, offset, first);
        System.arraycopy(ring, 0, into, offset + first, taken - first);
        count -= taken;
        head = count == 0 ? 0 : (head + taken) % ring.length;
        return taken;
    }

    /** Forgets all; returns how many bytes that were. */
    int clear() {
        int dropped = count;
        ring = NONE;
        head = 0;
        count = 0;
        return dropped;
    }

    private void grow(int more) {
        int length = ring.length;
        int newLength = (int) Math.max((long) count + more, Math.min(2L * length, Integer.MAX_VALUE - 8));
        byte[] old = ring;
        ring = Arrays.copyOfRange(old, head, head + newLength);
        if (head + count > length) {
            System.arraycopy(old, 0, ring, length - head, head + count - length);
        }
        head = 0;
    }
}
