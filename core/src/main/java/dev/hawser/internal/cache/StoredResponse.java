package dev.hawser.internal.cache;

import dev.hawser.CacheControl;
import dev.hawser.Handshake;
import dev.hawser.Headers;
import dev.hawser.HttpUrl;
import dev.hawser.Protocol;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A response as it is stored, its body left out.
 *
 * @param url what was asked for
 * @param nominated the request's fields that {@code Vary} names, as {@link Vary#nominated} has them
 * @param sentAt when the request was sent, in milliseconds since 1970
 * @param receivedAt when the response was received, in milliseconds since 1970
 */
record StoredResponse(
        HttpUrl url,
        Headers nominated,
        Protocol protocol,
        int code,
        String message,
        Headers headers,
        long sentAt,
        long receivedAt,
        @Nullable Handshake handshake) {
    /** What a reader of UTF-8 puts in place of what is none. */
    private static final char REPLACEMENT = '\uFFFD';

    CacheControl cacheControl() {
        return CacheControl.parse(headers);
    }

    /**
     * The entity tag, or null; a weak one serves as well for a GET (RFC 9110, section 13.1.2). One that is not in UTF-8 is none, as it
     * cannot be sent as it came.
     */
    @Nullable
    String etag() {
        String etag = headers.get("ETag");
        return etag == null || etag.indexOf(REPLACEMENT) >= 0 ? null : etag;
    }

    @Nullable
    String lastModified() {
        return headers.getInstant("Last-Modified") == null ? null : headers.get("Last-Modified");
    }

    boolean hasValidator() {
        return etag() != null || lastModified() != null;
    }

    /** When the server made it, as far as is known: without a date, when it was received (RFC 9110, section 6.6.1). */
    long dateMillis() {
        return millisOr(headers.getInstant("Date"), receivedAt);
    }

    /** Whether it may be given to anyone (RFC 9111, section 3.5): it says so, and does not say the opposite. */
    boolean isForAnyone() {
        CacheControl control = cacheControl();
        return (control.isPublic() || control.sMaxAgeSeconds() >= 0) && !control.isPrivate();
    }

    /** The names that {@code Vary} lists; empty without one. */
    List<String> varyNames() {
        return Vary.names(headers);
    }

    StoredResponse with(Headers changed, long sent, long received) {
        return new StoredResponse(url, nominated, protocol, code, message, changed, sent, received, handshake);
    }

    static long millisOr(@Nullable Instant instant, long otherwise) {
        return instant == null ? otherwise : instant.toEpochMilli();
    }
}
