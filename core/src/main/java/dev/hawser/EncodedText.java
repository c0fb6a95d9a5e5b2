package dev.hawser;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Text as the content of a body. Its charset is that of its media type; if that names none, UTF-8, and a media
 * type without a charset is given {@code charset=utf-8}.
 *
 * @param bytes the text in its charset
 * @param contentType the media type, or null if none was given
 */
record EncodedText(byte[] bytes, @Nullable MediaType contentType) {
    static EncodedText of(String text, @Nullable MediaType contentType) {
        if (contentType == null) {
            return new EncodedText(text.getBytes(StandardCharsets.UTF_8), null);
        }
        Charset charset = contentType.charset();
        return charset != null
                ? new EncodedText(text.getBytes(charset), contentType)
                : new EncodedText(
                        text.getBytes(StandardCharsets.UTF_8), MediaType.get(contentType + "; charset=utf-8"));
    }
}
