package dev.hawser.internal.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes at the start of a text that tell its charset.
 *
 * @param charset the charset of the text behind the mark
 * @param length the number of bytes of the mark itself
 */
public record ByteOrderMark(Charset charset, int length) {
    /** The most bytes that a mark has. */
    public static final int MAX_LENGTH = 4;

    /** The mark at the start of the first {@code count} bytes, or null if there is none. */
    public static @Nullable ByteOrderMark of(byte[] bytes, int count) {
        for (Known known : KNOWN) {
            if (known.startsIn(bytes, count)) {
                return known.mark;
            }
        }
        return null;
    }

    /** In this order, because the mark of UTF-32LE starts with that of UTF-16LE. */
    private static final List<Known> KNOWN = List.of(
            new Known(StandardCharsets.UTF_8, 0xef, 0xbb, 0xbf),
            new Known(Charset.forName("UTF-32BE"), 0x00, 0x00, 0xfe, 0xff),
            new Known(Charset.forName("UTF-32LE"), 0xff, 0xfe, 0x00, 0x00),
            new Known(StandardCharsets.UTF_16BE, 0xfe, 0xff),
            new Known(StandardCharsets.UTF_16LE, 0xff, 0xfe));

    private static final class Known {
        private final ByteOrderMark mark;
        private final int[] start;

        Known(Charset charset, int... start) {
            this.mark = new ByteOrderMark(charset, start.length);
            this.start = start;
        }

        boolean startsIn(byte[] bytes, int count) {
            if (count < start.length) {
                return false;
            }
            for (int i = 0; i < start.length; i++) {
                if ((bytes[i] & 0xff) != start[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
