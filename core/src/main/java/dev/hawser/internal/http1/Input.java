package dev.hawser.internal.http1;

import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.transport.Transport;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/**
 * The bytes that have come from the peer and are not yet used, in a buffer lent while an exchange lasts.
 *
 * <p>{@code buffer[position, limit)} is what is there. Readers may look at the array directly; a call of
 * {@link #fill} may move it.
 */
final class Input {
    private static final byte[] NONE = new byte[0];

    private final Transport transport;
    private final Buffers buffers;
    private final Clock clock;
    byte[] buffer = NONE;
    int position;
    int limit;

    /** Whether all reading must end by {@code endNanos}, however often it brings something. */
    private boolean ends;

    private long endNanos;

    Input(Transport transport, Buffers buffers, Clock clock) {
        this.transport = transport;
        this.buffers = buffers;
        this.clock = clock;
    }

    /** True if no byte is at hand. */
    boolean isEmpty() {
        return position == limit;
    }

    /**
     * Reads once from the peer, behind what is there; makes room first by moving the unused bytes to the
     * front, or into a larger array.
     *
     * @param mostBytes how many unused bytes may be held, including those read now; more than are held
     * @return false at the end of the stream
     */
    boolean fill(int mostBytes) throws IOException {
        makeRoom(mostBytes);
        int count = receive(buffer, limit, Math.min(buffer.length - limit, mostBytes - (limit - position)));
        if (count < 0) {
            return false;
        }
        limit += count;
        return true;
    }

    private void makeRoom(int mostBytes) {
        if (buffer.length == 0) {
            buffer = buffers.array();
        }
        if (position == limit) {
            position = 0;
            limit = 0;
        } else if (limit == buffer.length && position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        } else if (limit == buffer.length) {
            byte[] larger = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, Math.max(mostBytes, limit + 1)));
            giveBack();
            buffer = larger;
        }
    }

    /**
     * Reads into the caller's array: what is at hand, else straight from the peer if much is asked for.
     *
     * @return the number of bytes, at least one, or -1 at the end of the stream
     */
    int read(byte[] into, int offset, int length) throws IOException {
        if (position == limit) {
            if (length >= Buffers.SIZE) {
                return receive(into, offset, length);
            }
            if (!fill(Buffers.SIZE)) {
                return -1;
            }
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, into, offset, count);
        position += count;
        return count;
    }

    /** Takes all that is at hand. */
    byte[] takeAll() {
        byte[] taken = Arrays.copyOfRange(buffer, position, limit);
        position = limit;
        return taken;
    }

    /** Sets the time that all reading until {@link #endWhenever} may take, in place of the limit of each read. */
    void endWithin(long nanos) {
        ends = true;
        endNanos = clock.nanoTime() + nanos;
    }

    /** Leaves the limits of reads to the transport again, which the next exchange sets. */
    void endWhenever() {
        ends = false;
    }

    private int receive(byte[] into, int offset, int length) throws IOException {
        if (ends) {
            long left = endNanos - clock.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException("the time to read what is left is over");
            }
            transport.timeouts(left, left);
        }
        return transport.read(into, offset, length);
    }

    /** Gives the buffer back; there must be no unused byte. */
    void park() {
        position = 0;
        limit = 0;
        giveBack();
    }

    private void giveBack() {
        buffers.give(buffer);
        buffer = NONE;
    }
}
