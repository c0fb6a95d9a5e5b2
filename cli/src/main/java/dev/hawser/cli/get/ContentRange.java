package dev.hawser.cli.get;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code Content-Range} field says of bytes (RFC 9110, section 14.4).
 *
 * @param first the first byte that is sent, or -1 if none is
 * @param last the last byte that is sent, or -1 if none is
 * @param total how many bytes there are in all, or -1 if that is not said
 */
record ContentRange(long first, long last, long total) {
    private static final Pattern SENT = Pattern.compile("bytes +(\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");
    private static final Pattern UNSENT = Pattern.compile("bytes +\\*/(\\d{1,18})");

    /** The range of that field, or null if it is missing, or none that makes sense. */
    static @Nullable ContentRange parse(@Nullable String field) {
        if (field == null) {
            return null;
        }
        Matcher sent = SENT.matcher(field.strip());
        if (sent.matches()) {
            long first = Long.parseLong(sent.group(1));
            long last = Long.parseLong(sent.group(2));
            long total = sent.group(3).equals("*") ? -1 : Long.parseLong(sent.group(3));
            boolean sensible = first <= last && (total < 0 || last < total);
            return sensible ? new ContentRange(first, last, total) : null;
        }
        Matcher unsent = UNSENT.matcher(field.strip());
        return unsent.matches() ? new ContentRange(-1, -1, Long.parseLong(unsent.group(1))) : null;
    }

    /** Whether it goes from that byte to the last one there is, as far as is said. */
    boolean isRestFrom(long byteNumber) {
        return first == byteNumber && (total < 0 || last == total - 1);
    }
}
