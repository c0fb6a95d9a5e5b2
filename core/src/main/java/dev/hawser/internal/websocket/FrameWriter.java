package dev.hawser.internal.websocket;

import dev.hawser.internal.bytes.Buffers;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What is sent to frames, each a whole message, masked (RFC 6455, section 5.2), gathered until {@link #flush}. */
final class FrameWriter {
    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int MASKED = 0x80;
    private static final int MOST_HEADER_BYTES = 14;

    private final OutputStream out;
    private final IntSupplier keys;
    private final @Nullable MessageDeflater deflater;
    private final long minToCompress;
    private final byte[] buffer;
    private int length;

    /**
     * A writer.
     *
     * @param keys gives the mask of each frame, which nobody can foresee (section 10.3)
     * @param deflater compresses messages; null if that was not agreed on
     * @param minToCompress the shortest message that is compressed
     * @param buffer of {@link Buffers#SIZE} bytes; the writer's until it is not used any more
     */
    FrameWriter(
            OutputStream out, IntSupplier keys, @Nullable MessageDeflater deflater, long minToCompress, byte[] buffer) {
        this.out = out;
        this.keys = keys;
        this.deflater = deflater;
        this.minToCompress = minToCompress;
        this.buffer = buffer;
    }

    void write(Outgoing outgoing) throws IOException {
        byte[] payload = outgoing.payload();
        int first = FIN | outgoing.opcode().number();
        if (deflater != null && !outgoing.opcode().isControl() && payload.length >= minToCompress) {
            payload = deflater.deflate(payload);
            first |= RSV1;
        }
        int key = keys.getAsInt();
        writeHeader(first, payload.length, key);
        int from = 0;
        while (from < payload.length) {
            if (length == buffer.length) {
                flush();
            }
            int count = Math.min(payload.length - from, buffer.length - length);
            System.arraycopy(payload, from, buffer, length, count);
            Masking.mask(buffer, length, length + count, key, from);
            length += count;
            from += count;
        }
    }

    private void writeHeader(int first, int payloadLength, int key) throws IOException {
        if (buffer.length - length < MOST_HEADER_BYTES) {
            flush();
        }
        buffer[length++] = (byte) first;
        if (payloadLength <= 125) {
            buffer[length++] = (byte) (MASKED | payloadLength);
        } else if (payloadLength < 1 << 16) {
            buffer[length++] = (byte) (MASKED | 126);
            writeNumber(payloadLength, 2);
        } else {
            buffer[length++] = (byte) (MASKED | 127);
            writeNumber(payloadLength, 8);
        }
        writeNumber(key, 4);
    }

    private void writeNumber(long number, int bytes) {
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
            buffer[length++] = (byte) (number >>> shift);
        }
    }

    /** Whether so much is gathered that it should be sent. */
    boolean isFull() {
        return length >= buffer.length / 2;
    }

    /** Sends what is gathered. */
    void flush() throws IOException {
        if (length > 0) {
            int count = length;
            length = 0;
            out.write(buffer, 0, count);
        }
    }
}
