package dev.hawser.internal.cache;

import dev.hawser.Headers;
import dev.hawser.Request;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a whole stored body that a request asks for by {@code Range} (RFC 9110, section 14).
 *
 * @param first the index of its first byte
 * @param length how many bytes it has; 0 if it begins behind the end, so that it cannot be satisfied
 */
public record ByteRange(long first, long length) {
    /** One range, as {@code bytes=0-499}, {@code bytes=500-} or {@code bytes=-500}; more than one is the server's. */
    private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})", Pattern.CASE_INSENSITIVE);

    /** Whether the range is one that can be cut out of the stored response, and the condition on it holds. */
    static boolean isWithin(Request request, StoredResponse stored) {
        Matcher form = matched(request);
        return form != null
                && request.method().equals("GET")
                && stored.code() == 200
                && stored.headers().get("Content-Encoding") == null
                && !(form.group(1).isEmpty() && form.group(2).isEmpty())
                && conditionHolds(request, stored);
    }

    /** The part that a request asks for, of so many bytes; null if it asks for all. */
    public static @Nullable ByteRange of(Request request, long bodyLength) {
        Matcher form = matched(request);
        if (form == null) {
            return null;
        }
        if (form.group(1).isEmpty()) {
            long count = Math.min(Long.parseLong(form.group(2)), bodyLength);
            return new ByteRange(bodyLength - count, count);
        }
        long first = Long.parseLong(form.group(1));
        long last = form.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(form.group(2));
        if (last < first) {
            return null; // not a range, and so as if it were not there (section 14.1.1)
        }
        return new ByteRange(first, Math.max(0, Math.min(last, bodyLength - 1) - first + 1));
    }

    /** The fields of the 206, or of the 416, made of those of the stored response. */
    public Headers fields(Headers stored, long bodyLength) {
        Headers.Builder fields = stored.newBuilder();
        if (length == 0) {
            fields.removeAll("Content-Type").set("Content-Range", "bytes */" + bodyLength);
        } else {
            fields.set("Content-Range", "bytes " + first + "-" + (first + length - 1) + "/" + bodyLength);
        }
        return fields.set("Content-Length", Long.toString(length)).build();
    }

    private static @Nullable Matcher matched(Request request) {
        String range = request.header("Range");
        if (range == null) {
            return null;
        }
        Matcher form = FORM.matcher(range.trim());
        return form.matches() ? form : null;
    }

    /** {@code If-Range} (section 13.1.5): the same entity tag, a strong one, or the very date of the last change. */
    private static boolean conditionHolds(Request request, StoredResponse stored) {
        String condition = request.header("If-Range");
        if (condition == null) {
            return true;
        }
        if (condition.startsWith("\"")) {
            return condition.equals(stored.etag());
        }
        return !condition.startsWith("W/") && condition.equals(stored.lastModified());
    }
}
