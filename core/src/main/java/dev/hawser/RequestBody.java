package dev.hawser;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content that a request carries. A body may be written more than once, as when a call is redirected,
 * asked for credentials or tried again, unless it {@linkplain #isOneShot() says that it cannot}.
 *
 * <p>Bodies made by {@code create} may be shared by many calls at once, but for those of a stream.
 */
public abstract class RequestBody {
    /** A body of no bytes and no media type. */
    public static final RequestBody EMPTY = new RequestBody() {
        @Override
        public @Nullable MediaType contentType() {
            return null;
        }

        @Override
        public long contentLength() {
            return 0;
        }

        @Override
        public void writeTo(OutputStream sink) {}
    };

    /** A body; its subclass gives it content. */
    protected RequestBody() {}

    /** The media type for the {@code Content-Type} header, or null if none is to be sent. */
    public abstract @Nullable MediaType contentType();

    /**
     * The number of bytes that {@link #writeTo} writes, or -1 if it is not known beforehand, which is the
     * default.
     */
    public long contentLength() throws IOException {
        return -1;
    }

    /** Writes the content to {@code sink}, which the caller flushes and closes. */
    public abstract void writeTo(OutputStream sink) throws IOException;

    /**
     * Fields that are sent behind the content (RFC 9110, section 6.5); none by default. They are asked for when all of the content is
     * written, so they may tell what is known by then only, such as a checksum. A server may ignore them; the request's {@code
     * Trailer} header can announce them.
     *
     * <p>Over HTTP/1.1 they go with a body in chunks only: if {@link #contentLength} is known, the call fails with a {@link
     * java.net.ProtocolException}, as it does for fields that cannot come behind the content, such as {@code Content-Length}.
     */
    public Headers trailers() {
        return Headers.EMPTY;
    }

    /**
     * Whether this body is written while the response is read, which takes HTTP/2 and a server that is made for it; on HTTP/1.1 such a
     * call fails with a {@link java.net.ProtocolException}. The default is false.
     *
     * <p>Then {@link #writeTo} may keep its {@code sink} and return before all is written; the sink is used by one thread at a
     * time, on whichever thread, sends what is written when it is flushed, and is to be closed in the end: until then the call is not over, and
     * holds its place on the connection. To close the response's body before its end, or to cancel the call, gives up
     * the request as well: the sink then throws. The call timeout ends with the head of the response. Neither are redirects
     * and other follow-ups made for such a request, nor is it sent again once it was begun.
     */
    public boolean isDuplex() {
        return false;
    }

    /** Whether {@link #writeTo} can be called but once, so that a call with this body is never sent again. */
    public boolean isOneShot() {
        return false;
    }

    /** The same body, which tells the listener how far it is sent, at each write and at its end. */
    public final RequestBody withProgress(ProgressListener listener) {
        return new ProgressRequestBody(this, Objects.requireNonNull(listener, "listener"));
    }

    /**
     * A body of text. Its charset is that of {@code contentType}; if that names none, UTF-8, and a
     * {@code contentType} without a charset is given {@code charset=utf-8}.
     */
    public static RequestBody create(String content, @Nullable MediaType contentType) {
        MediaType type = MediaType.forText(contentType);
        return create(content.getBytes(MediaType.charsetOf(type)), type);
    }

    /** As {@link #create(String, MediaType)}. */
    public static RequestBody create(@Nullable MediaType contentType, String content) {
        return create(content, contentType);
    }

    /** A body of bytes, without media type. The array is not copied, and must not be changed. */
    public static RequestBody create(byte[] content) {
        return create(content, null, 0, content.length);
    }

    /** A body of bytes. The array is not copied, and must not be changed. */
    public static RequestBody create(byte[] content, @Nullable MediaType contentType) {
        return create(content, contentType, 0, content.length);
    }

    /**
     * A body of {@code byteCount} bytes from {@code offset}. The array is not copied, and must not be changed.
     *
     * @throws IndexOutOfBoundsException if the array has not so many
     */
    public static RequestBody create(byte[] content, @Nullable MediaType contentType, int offset, int byteCount) {
        Objects.checkFromIndexSize(offset, byteCount, content.length);
        return new BytesRequestBody(contentType, content, offset, byteCount);
    }

    /** A body of all bytes from {@code offset}, as {@link #create(byte[], MediaType, int, int)}. */
    public static RequestBody create(byte[] content, @Nullable MediaType contentType, int offset) {
        return create(content, contentType, offset, content.length - offset);
    }

    /** As {@link #create(byte[], MediaType, int)}. */
    public static RequestBody create(@Nullable MediaType contentType, byte[] content, int offset) {
        return create(content, contentType, offset);
    }

    /** As {@link #create(byte[], MediaType)}. */
    public static RequestBody create(@Nullable MediaType contentType, byte[] content) {
        return create(content, contentType, 0, content.length);
    }

    /** As {@link #create(byte[], MediaType, int, int)}. */
    public static RequestBody create(@Nullable MediaType contentType, byte[] content, int offset, int byteCount) {
        return create(content, contentType, offset, byteCount);
    }

    /** A body of what remains in a buffer, whose own position stays. It is not copied, and must not be changed. */
    public static RequestBody create(ByteBuffer content, @Nullable MediaType contentType) {
        return new BufferRequestBody(contentType, content.asReadOnlyBuffer());
    }

    /** As {@link #create(ByteBuffer, MediaType)}. */
    public static RequestBody create(@Nullable MediaType contentType, ByteBuffer content) {
        return create(content, contentType);
    }

    /** A body of a file's content, read each time that it is written. */
    public static RequestBody create(Path file, @Nullable MediaType contentType) {
        return new FileRequestBody(contentType, file);
    }

    /** As {@link #create(Path, MediaType)}. */
    public static RequestBody create(@Nullable MediaType contentType, Path file) {
        return create(file, contentType);
    }

    /** A body of a file's content, read each time that it is written. */
    public static RequestBody create(File file, @Nullable MediaType contentType) {
        return create(file.toPath(), contentType);
    }

    /** As {@link #create(File, MediaType)}. */
    public static RequestBody create(@Nullable MediaType contentType, File file) {
        return create(file.toPath(), contentType);
    }

    /** A {@linkplain #isOneShot() one-shot} body of what is left in a stream, which it closes when written. */
    public static RequestBody create(InputStream content, @Nullable MediaType contentType) {
        return new StreamRequestBody(contentType, content, -1);
    }

    /** As {@link #create(InputStream, MediaType)}. */
    public static RequestBody create(@Nullable MediaType contentType, InputStream content) {
        return create(content, contentType);
    }

    /**
     * A {@linkplain #isOneShot() one-shot} body of the next {@code contentLength} bytes of a stream, which it
     * closes when written. A stream that ends before fails the call.
     *
     * @param contentLength the number of bytes, or -1 for all that is left
     */
    public static RequestBody create(InputStream content, @Nullable MediaType contentType, long contentLength) {
        if (contentLength < -1) {
            throw new IllegalArgumentException("contentLength < -1: " + contentLength);
        }
        return new StreamRequestBody(contentType, content, contentLength);
    }

    /** As {@link #create(InputStream, MediaType, long)}. */
    public static RequestBody create(@Nullable MediaType contentType, InputStream content, long contentLength) {
        return create(content, contentType, contentLength);
    }
}
