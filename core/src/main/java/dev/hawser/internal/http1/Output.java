package dev.hawser.internal.http1;

import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.transport.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The bytes that are to go to the peer, gathered in a buffer lent while an exchange lasts. */
final class Output {
    private static final byte[] NONE = new byte[0];

    private final Transport transport;
    private final Buffers buffers;
    private byte[] buffer = NONE;
    private int length;
    private boolean started;

    Output(Transport transport, Buffers buffers) {
        this.transport = transport;
        this.buffers = buffers;
    }

    /** Forgets the last request. */
    void reset() {
        started = false;
        length = 0;
    }

    /** True if a byte of the request may have left. */
    boolean started() {
        return started;
    }

    void write(int b) throws IOException {
        if (length == buffer.length) {
            makeRoom();
        }
        buffer[length++] = (byte) b;
    }

    void write(byte[] from, int offset, int count) throws IOException {
        if (count > buffer.length - length) {
            makeRoom();
            if (count >= buffer.length) {
                send(from, offset, count);
                return;
            }
        }
        System.arraycopy(from, offset, buffer, length, count);
        length += count;
    }

    /** Writes a text: one byte a character if all are ASCII, else UTF-8. */
    void write(String text) throws IOException {
        write(text, 0, text.length());
    }

    /** Writes the part of a text from {@code start} to {@code end}. */
    @SuppressWarnings("deprecation") // the one conversion that copies the low bytes without an object between
    void write(String text, int start, int end) throws IOException {
        int count = end - start;
        if (count > buffer.length - length) {
            makeRoom();
        }
        if (count > buffer.length || !isAscii(text, start, end)) {
            byte[] bytes = text.substring(start, end).getBytes(StandardCharsets.UTF_8);
            write(bytes, 0, bytes.length);
            return;
        }
        text.getBytes(start, end, buffer, length);
        length += count;
    }

    private static boolean isAscii(String text, int start, int end) {
        int all = 0;
        for (int i = start; i < end; i++) {
            all |= text.charAt(i);
        }
        return all < 0x80;
    }

    void lineBreak() throws IOException {
        write('\r');
        write('\n');
    }

    /** Sends what is gathered, in one write. */
    void flush() throws IOException {
        if (length > 0) {
            int count = length;
            length = 0;
            send(buffer, 0, count);
        }
    }

    private void send(byte[] from, int offset, int count) throws IOException {
        long before = transport.bytesSent();
        try {
            transport.write(from, offset, count);
        } finally {
            started |= transport.bytesSent() != before;
        }
    }

    private void makeRoom() throws IOException {
        if (buffer.length == 0) {
            buffer = buffers.array();
        } else {
            flush();
        }
    }

    /** Forgets what was not sent, and gives the buffer back. */
    void park() {
        length = 0;
        if (buffer.length > 0) {
            buffers.give(buffer);
            buffer = NONE;
        }
    }
}
