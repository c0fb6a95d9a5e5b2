package dev.hawser.internal.cache;

import dev.hawser.Headers;
import dev.hawser.HttpUrl;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.internal.text.HttpDates;
import java.time.Duration;
import java.time.Instant;

/** Stored responses and requests in few words; header lines are {@code Name: value}. */
final class Stored {
    /** When responses were sent and received, unless it is said otherwise. */
    static final long THEN = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

    static final HttpUrl URL = HttpUrl.get("http://example.com/thing");

    private Stored() {}

    /** A 200 of that moment, with a date unless {@code lines} have one. */
    static StoredResponse response(String... lines) {
        return response(200, URL, Headers.of(), headers(lines));
    }

    static StoredResponse response(int code, HttpUrl url, Headers nominated, Headers headers) {
        Headers dated = headers.get("Date") != null
                ? headers
                : headers.newBuilder().set("Date", date(0)).build();
        return new StoredResponse(url, nominated, Protocol.HTTP_1_1, code, "OK", dated, THEN, THEN, null);
    }

    /** The same without a date. */
    static StoredResponse undated(String... lines) {
        return new StoredResponse(URL, Headers.of(), Protocol.HTTP_1_1, 200, "OK", headers(lines), THEN, THEN, null);
    }

    static Headers headers(String... lines) {
        Headers.Builder headers = new Headers.Builder();
        for (String line : lines) {
            headers.add(line);
        }
        return headers.build();
    }

    static Request get(String... lines) {
        return new Request.Builder().url(URL).headers(headers(lines)).build();
    }

    /** So many seconds after {@link #THEN}. */
    static long after(long seconds) {
        return THEN + Duration.ofSeconds(seconds).toMillis();
    }

    static String date(long seconds) {
        return HttpDates.format(Instant.ofEpochMilli(after(seconds)));
    }
}
