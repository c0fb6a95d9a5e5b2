package dev.hawser.testserver;

import dev.hawser.Headers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request, and what it promises of the body.
 *
 * @param contentLength how many bytes of body follow, or {@link #CHUNKED} if it is not told
 * @param authority the host and port that are asked, or null if none is named
 */
record RequestHead(
        String method,
        String target,
        String version,
        Headers headers,
        long contentLength,
        @Nullable String authority) {
    static final long CHUNKED = -1;

    boolean hasBody() {
        return contentLength != 0;
    }

    /** Whether the client will wait for {@code 100 Continue} (RFC 9110, section 10.1.1). */
    boolean expectsContinue() {
        return hasBody() && "100-continue".equalsIgnoreCase(headers.get("Expect"));
    }

    /** Whether the client lets the connection be used again (RFC 9112, section 9.3). */
    boolean keepsAlive() {
        return version.equals("HTTP/1.0") ? hasToken(headers, "keep-alive") : !hasToken(headers, "close");
    }

    /** Whether a {@code Connection} header names the option. */
    static boolean hasToken(Headers headers, String option) {
        return headers.values("Connection").stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .anyMatch(token -> token.strip().equalsIgnoreCase(option));
    }
}
