package dev.hawser;

import dev.hawser.internal.text.ByteOrderMark;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

    private @Nullable Reader reader;

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
     */
    public final byte[] bytes() throws IOException {
        try (ResponseBody closing = this) {
            long announced = contentLength();
            if (announced > MAX_ARRAY) {
                throw new IOException("Cannot buffer entire body for content length: " + announced);
            }
            InputStream in = byteStream();
            byte[] bytes = readAtMost(in, announced < 0 ? MAX_ARRAY : (int) announced);
            boolean more = in.read() >= 0;
            if (more && announced < 0) {
                throw new IOException("Cannot buffer entire body: it is longer than " + MAX_ARRAY + " bytes");
            }
            if (announced >= 0 && (more || bytes.length != announced)) {
                throw new IOException("Content-Length (" + announced + ") and stream length ("
                        + (more ? "more" : String.valueOf(bytes.length)) + ") disagree");
            }
            return bytes;
        }
    }

    /**
     * All that is left of the content as text. Its charset is that of its byte order mark, which is left out;
     * without one, that of its media type; without that, UTF-8. Closes the body.
     *
     * @throws IOException as {@link #bytes()} does
     */
    public final String string() throws IOException {
        byte[] bytes = bytes();
        ByteOrderMark mark = ByteOrderMark.of(bytes, bytes.length);
        if (mark != null) {
            return new String(bytes, mark.length(), bytes.length - mark.length(), mark.charset());
        }
        return new String(bytes, declaredCharset());
    }

    /**
     * The content as a stream of characters, in the charset that {@link #string()} has; each call gives the
     * same. Nothing is read before its first use.
     */
    public final Reader charStream() {
        Reader result = reader;
        if (result == null) {
            result = new MarkedReader(byteStream(), declaredCharset());
            reader = result;
        }
        return result;
    }

    /** Closes the content's stream, whatever is left in it. An I/O error on the way is of no consequence. */
    @Override
    public void close() {
        try {
            byteStream().close();
        } catch (IOException e) {
            // The content is done with, so there is nobody to whom this would matter.
        }
    }

    /** A body of text, as {@link RequestBody#create(String, MediaType)} has it. */
    public static ResponseBody create(String content, @Nullable MediaType contentType) {
        EncodedText text = EncodedText.of(content, contentType);
        return create(text.bytes(), text.contentType());
    }

    /** As {@link #create(String, MediaType)}. */
    public static ResponseBody create(@Nullable MediaType contentType, String content) {
        return create(content, contentType);
    }

    /** A body of bytes. The array is not copied, and must not be changed. */
    public static ResponseBody create(byte[] content, @Nullable MediaType contentType) {
        return create(new ByteArrayInputStream(content), contentType, content.length);
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

    private Charset declaredCharset() {
        MediaType type = contentType();
        return type == null ? StandardCharsets.UTF_8 : type.charset(StandardCharsets.UTF_8);
    }

    /** A stream that announced its length fills one array of that length. */
    private static byte[] readAtMost(InputStream in, int limit) throws IOException {
        if (limit > 1 << 20) {
            return in.readNBytes(limit);
        }
        byte[] bytes = new byte[limit];
        int count = in.readNBytes(bytes, 0, limit);
        return count == limit ? bytes : Arrays.copyOf(bytes, count);
    }
}
