package dev.hawser;

import dev.hawser.internal.text.ByteOrderMark;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content that a response carries: a stream from the connection, to be read once and closed. A body that
 * is not closed keeps its connection from everyone else. These close it: {@link #close()}, {@link #bytes()},
 * {@link #string()}, closing what {@link #byteStream()} or {@link #charStream()} gave, and
 * {@link Response#close()}.
 *
 * <p>Not safe for use by many threads at once.
 */
public abstract class ResponseBody implements Closeable {
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    /** Up to this length an announcement is trusted with an array before the bytes have come. */
    private static final int ONE_PIECE = 1 << 20;

    private @Nullable Reader reader;
    private boolean closed;

    /** A body; its subclass gives it content. */
    protected ResponseBody() {}

    /** The media type that the {@code Content-Type} header names, or null if there is none that can be read. */
    public abstract @Nullable MediaType contentType();

    /** The number of bytes as announced by the server, or -1 if it is not known. */
    public abstract long contentLength();

    /** The content as a stream of bytes; each call gives the same stream. */
    public abstract InputStream byteStream();

    /**
     * All that is left of the content. Closes the body.
     *
     * @throws IOException if it cannot be read, is 2 GiB or more, or is not as long as announced
     * @throws IllegalStateException if {@link #close} was called, or the body was read as a whole before
     */
    public final byte[] bytes() throws IOException {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        try {
            return contentLength() < 0 ? bytesOfUnknownCount() : bytes(contentLength());
        } finally {
            close();
        }
    }

    /**
     * All that is left of the content as text. Its charset is that of its byte order mark, which is left out;
     * without one, that of its media type; without that, UTF-8. Closes the body.
     *
     * @throws IOException as {@link #bytes()} does
     * @throws IllegalStateException as {@link #bytes()} does
     */
    public final String string() throws IOException {
        byte[] bytes = bytes();
        ByteOrderMark mark = ByteOrderMark.of(bytes, bytes.length);
        if (mark != null) {
            return new String(bytes, mark.length(), bytes.length - mark.length(), mark.charset());
        }
        return new String(bytes, MediaType.charsetOf(contentType()));
    }

    /**
     * The content as a stream of characters, in the charset that {@link #string()} has; each call gives the
     * same. Nothing is read before its first use.
     */
    public final Reader charStream() {
        Reader result = reader;
        if (result == null) {
            result = new MarkedReader(byteStream(), MediaType.charsetOf(contentType()));
            reader = result;
        }
        return result;
    }

    /** Closes the content's stream, whatever is left in it. An I/O error on the way is of no consequence. */
    @Override
    public void close() {
        closed = true;
        try {
            byteStream().close();
        } catch (IOException e) {
            // The content is done with, so there is nobody to whom this would matter.
        }
    }

    /**
     * The same body, which tells the listener how far it is read, at each read and at its end. To be called before anything is read,
     * and then in place of this body:
     *
     * <pre>{@code
     * response.newBuilder().body(response.body().withProgress(listener)).build()
     * }</pre>
     */
    public final ResponseBody withProgress(ProgressListener listener) {
        return create(
                new ProgressInputStream(byteStream(), contentLength(), Objects.requireNonNull(listener, "listener")),
                contentType(),
                contentLength());
    }

    /** A body of text, as {@link RequestBody#create(String, MediaType)} has it. */
    public static ResponseBody create(String content, @Nullable MediaType contentType) {
        MediaType type = MediaType.forText(contentType);
        return create(content.getBytes(MediaType.charsetOf(type)), type);
    }

    /** As {@link #create(String, MediaType)}. */
    public static ResponseBody create(@Nullable MediaType contentType, String content) {
        return create(content, contentType);
    }

    /** A body of bytes. The array is not copied, and must not be changed. */
    public static ResponseBody create(byte[] content, @Nullable MediaType contentType) {
        return new StreamResponseBody(contentType, content.length, new ByteArrayInputStream(content)) {
            @Override
            public void close() {
                // There is nothing to release, so what is left may be read after this, too.
            }
        };
    }

    /** As {@link #create(byte[], MediaType)}. */
    public static ResponseBody create(@Nullable MediaType contentType, byte[] content) {
        return create(content, contentType);
    }

    /**
     * A body of a stream.
     *
     * @param contentLength the number of bytes in it, or -1 if it is not known
     */
    public static ResponseBody create(InputStream content, @Nullable MediaType contentType, long contentLength) {
        return new StreamResponseBody(contentType, contentLength, content);
    }

    /** As {@link #create(InputStream, MediaType, long)}. */
    public static ResponseBody create(@Nullable MediaType contentType, long contentLength, InputStream content) {
        return create(content, contentType, contentLength);
    }

    private byte[] bytesOfUnknownCount() throws IOException {
        InputStream in = byteStream();
        byte[] bytes = in.readNBytes(MAX_ARRAY);
        if (bytes.length == MAX_ARRAY && in.read() >= 0) {
            throw new IOException("Cannot buffer entire body: it is longer than " + MAX_ARRAY + " bytes");
        }
        return bytes;
    }

    private byte[] bytes(long announced) throws IOException {
        if (announced > MAX_ARRAY) {
            throw new IOException("Cannot buffer entire body for content length: " + announced);
        }
        InputStream in = byteStream();
        byte[] bytes = announced <= ONE_PIECE ? fill(in, (int) announced) : in.readNBytes((int) announced);
        boolean more = in.read() >= 0;
        if (more || bytes.length != announced) {
            throw new IOException("Content-Length (" + announced + ") and stream length ("
                    + (more ? "more" : String.valueOf(bytes.length)) + ") disagree");
        }
        return bytes;
    }

    private static byte[] fill(InputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        int count = in.readNBytes(bytes, 0, length);
        return count == length ? bytes : Arrays.copyOf(bytes, count);
    }
}
