package dev.hawser.testserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The bytes that a client sends, by lines and by runs. */
final class WireInput {
    static final int MAX_LINE = 1 << 20;

    private final InputStream in;
    private final InputStream raw;
    private final byte[] buffer = new byte[16 * 1024];
    private int position;
    private int limit;

    /**
     * The bytes of {@code in}.
     *
     * @param raw the bytes below it, encrypted if the connection is; the same without TLS
     */
    WireInput(InputStream in, InputStream raw) {
        this.in = in;
        this.raw = raw;
    }

    /** Whether bytes came that were not asked for yet. */
    boolean hasUnread() {
        return position < limit;
    }

    /** The next byte, or -1 at the end. */
    int read() throws IOException {
        return position < limit || fill() ? buffer[position++] & 0xff : -1;
    }

    /** Some bytes, at least one, or -1 at the end. */
    int read(byte[] target, int count) throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        int length = Math.min(count, limit - position);
        System.arraycopy(buffer, position, target, 0, length);
        position += length;
        return length;
    }

    /** Whether there are bytes of the client's that were not asked for yet, as far as is known without waiting. */
    boolean hasArrived() throws IOException {
        return hasUnread() || raw.available() > 0;
    }

    /** Whether the first bytes of all are those of a text; waits for as many as it takes to know, and takes none away. */
    boolean startsWith(String ascii) throws IOException {
        for (int i = 0; i < ascii.length(); i++) {
            if (i == limit) {
                int count = in.read(buffer, limit, buffer.length - limit);
                if (count <= 0) {
                    return false;
                }
                limit += count;
            }
            if (buffer[i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Waits until a byte is there, and says whether one will be. */
    boolean awaitByte() throws IOException {
        return position < limit || fill();
    }

    /**
     * The next line without its end, one char per byte, or null if the bytes end before it does. What is wrong
     * with its end (RFC 9112, section 2.2) is told.
     */
    @Nullable
    String readLine(Consumer<String> errors) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        int previous = -1;
        for (int next = read(); next != -1; next = read()) {
            if (next == '\n') {
                if (previous != '\r') {
                    errors.accept("a line ends with a bare LF: " + Quoted.of(line.toByteArray()));
                }
                return line.toString(StandardCharsets.ISO_8859_1);
            }
            if (previous == '\r') {
                errors.accept("a bare CR within a line: " + Quoted.of(line.toByteArray()));
                line.write('\r');
            }
            if (next != '\r') {
                line.write(next);
            }
            if (line.size() > MAX_LINE) {
                throw new IOException("A line of more than " + MAX_LINE + " bytes");
            }
            previous = next;
        }
        return null;
    }

    /** All bytes that were not asked for yet. */
    InputStream rest() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return WireInput.this.read();
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                if (position == limit && !fill()) {
                    return -1;
                }
                int count = Math.min(length, limit - position);
                System.arraycopy(buffer, position, target, offset, count);
                position += count;
                return count;
            }
        };
    }

    /** Reads to the end, and forgets. */
    void drain() throws IOException {
        do {
            position = limit;
        } while (fill());
    }

    private boolean fill() throws IOException {
        int count = in.read(buffer, 0, buffer.length);
        position = 0;
        limit = Math.max(count, 0);
        return count > 0;
    }
}
