package dev.hawser.logging;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A body as it is logged.
 *
 * @param text its content, or null if that is left out or empty
 * @param note what is said about it at its end
 */
record LoggedBody(@Nullable String text, String note) {

    static LoggedBody omitted(String why) {
        return new LoggedBody(null, why);
    }

    /**
     * A body that begins so.
     *
     * @param length its length in bytes, or -1 if it is not known
     * @param encoding its content encoding, or null
     * @param bound the most bytes of text
     */
    static LoggedBody of(Beginning beginning, long length, @Nullable String encoding, int bound) {
        byte[] bytes = beginning.bytes();
        IOException failure = beginning.failure();
        String size;
        if (failure != null) {
            size = "first " + bytes.length + " bytes, then " + failure;
        } else if (beginning.whole()) {
            size = bytes.length + "-byte body";
        } else {
            size = "first " + bytes.length + (length < 0 ? " bytes" : " of " + length + " bytes");
        }
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return ofText(bytes, beginning.whole(), size);
        }
        if (!encoding.equalsIgnoreCase("gzip") || !beginning.whole()) {
            return omitted("encoded " + size + " omitted");
        }
        try (InputStream decoded = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] plain = decoded.readNBytes(bound);
            boolean whole = decoded.read() < 0;
            String plainSize = whole ? plain.length + "-byte" : "first " + plain.length + " bytes";
            return ofText(plain, whole, plainSize + ", " + bytes.length + "-gzipped-byte body");
        } catch (IOException e) {
            return omitted("encoded " + size + " omitted");
        }
    }

    private static LoggedBody ofText(byte[] bytes, boolean whole, String size) {
        String text = text(bytes, whole);
        return text == null
                ? omitted("binary " + size + " omitted")
                : new LoggedBody(text.isEmpty() ? null : text, size);
    }

    /** The text that the bytes are, or null; if they are not the whole, the last character may be cut off. */
    private static @Nullable String text(byte[] bytes, boolean whole) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, whole);
        if (result.isError()) {
            return null;
        }
        String decoded = text.flip().toString();
        return decoded.chars().allMatch(LoggedBody::isText) ? decoded : null;
    }

    private static boolean isText(int c) {
        return c == '\t' || c == '\n' || c == '\r' || !Character.isISOControl(c);
    }
}
