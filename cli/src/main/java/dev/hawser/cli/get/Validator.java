package dev.hawser.cli.get;

import dev.hawser.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** What tells whether a representation is still, byte for byte, the one that was sent. */
final class Validator {
    private Validator() {}

    /**
     * The value for an {@code If-Range} field (RFC 9110, section 13.1.5): the response's strong entity tag, or its
     * date of modification if that lies a second at least before the response, or null if it has neither.
     */
    static @Nullable String of(Response response) {
        String tag = response.header("ETag");
        if (tag != null && tag.startsWith("\"")) {
            return tag;
        }
        String modified = response.header("Last-Modified");
        Instant then = instant(modified);
        Instant now = instant(response.header("Date"));
        return then != null && now != null && then.plusSeconds(1).compareTo(now) <= 0 ? modified : null;
    }

    private static @Nullable Instant instant(@Nullable String date) {
        try {
            return date == null ? null : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
