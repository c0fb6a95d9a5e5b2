package dev.hawser;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response of several parts (RFC 2046, section 5.1) as it comes, one part after the other; what stands before the first
 * and behind the last is left out.
 *
 * <pre>{@code
 * try (MultipartReader parts = new MultipartReader(response.body())) {
 *     for (MultipartReader.Part part = parts.nextPart(); part != null; part = parts.nextPart()) {
 *         System.out.println(part.headers().get("Content-Type"));
 *         part.body().transferTo(System.out);
 *     }
 * }
 * }</pre>
 *
 * <p>For one thread. Closing it closes the response's body.
 */
public final class MultipartReader implements Closeable {
    /** How long the headers of one part may be, in bytes without their line breaks. */
    private static final int MOST_HEADER_BYTES = 64 << 10;

    private static final int MOST_HEADERS = 1_000;

    private final BoundaryReader content;
    private final String boundary;
    private boolean begun;
    private boolean ended;
    private boolean closed;
    private @Nullable PartStream current;

    /**
     * A reader of a response's body.
     *
     * @throws ProtocolException if its media type is not multipart, or names no boundary
     */
    public MultipartReader(ResponseBody response) throws IOException {
        this(response.byteStream(), boundaryOf(response.contentType()));
    }

    /**
     * A reader of a stream whose parts have that boundary between them.
     *
     * @throws IllegalArgumentException if the boundary is empty
     */
    public MultipartReader(InputStream content, String boundary) {
        if (boundary.isEmpty()) {
            throw new IllegalArgumentException("an empty boundary");
        }
        this.boundary = boundary;
        this.content = new BoundaryReader(content, boundary);
    }

    private static String boundaryOf(@Nullable MediaType type) throws ProtocolException {
        String boundary = type == null || !type.type().equals("multipart") ? null : type.parameter("boundary");
        if (boundary == null || boundary.isEmpty()) {
            throw new ProtocolException("expected a multipart Content-Type with a boundary, but it is " + type);
        }
        return boundary;
    }

    /** What stands between the parts. */
    public String boundary() {
        return boundary;
    }

    /**
     * The next part; what is left of the one before is skipped. Null behind the last.
     *
     * @throws EOFException if the content ends without the last boundary
     * @throws ProtocolException if a part's headers cannot be read, are more than 1,000, have more than 64 KiB, or one has more than
     *     8 KiB
     * @throws IllegalStateException if this reader is closed
     */
    public @Nullable Part nextPart() throws IOException {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        if (ended) {
            return null;
        }
        skipToBoundary();
        if (content.skipDashes()) {
            ended = true;
            return null;
        }
        String padding = content.line();
        if (!padding.isBlank()) {
            throw new ProtocolException("unexpected characters behind the boundary " + boundary + ": " + padding);
        }
        Headers headers = headers();
        PartStream body = new PartStream(content);
        current = body;
        return new Part(headers, body);
    }

    private void skipToBoundary() throws IOException {
        if (!begun) {
            begun = true;
            content.skipContent();
        } else if (current != null) {
            PartStream passed = current;
            current = null;
            passed.close();
        }
    }

    private Headers headers() throws IOException {
        Headers.Builder headers = new Headers.Builder();
        int bytes = 0;
        int count = 0;
        for (String line = content.line(); !line.isEmpty(); line = content.line()) {
            bytes += line.length();
            count++;
            if (bytes > MOST_HEADER_BYTES || count > MOST_HEADERS) {
                throw new ProtocolException(
                        "a part has more than " + MOST_HEADERS + " headers or " + MOST_HEADER_BYTES + " bytes of them");
            }
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new ProtocolException("not a header of a part: " + line);
            }
            try {
                headers.addUnsafeNonAscii(line.substring(0, colon), line.substring(colon + 1));
            } catch (IllegalArgumentException e) {
                throw (ProtocolException) new ProtocolException("not a header of a part: " + line).initCause(e);
            }
        }
        return headers.build();
    }

    /** Closes the content, whatever is left in it. */
    @Override
    public void close() throws IOException {
        closed = true;
        content.close();
    }

    /**
     * One part.
     *
     * @param headers its headers
     * @param body its content, which can be read until the next part is asked for; closing it skips what is left
     */
    public record Part(Headers headers, InputStream body) {}

    private static final class PartStream extends InputStream {
        private final BoundaryReader content;
        private boolean over;
        private boolean closed;

        PartStream(BoundaryReader content) {
            this.content = content;
            content.beginContent();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            if (closed) {
                throw new IOException("the part is closed");
            }
            if (over) {
                return -1;
            }
            int taken = content.read(into, offset, count);
            over = taken < 0;
            return taken;
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                if (!over) {
                    content.skipContent();
                }
            }
        }
    }
}
