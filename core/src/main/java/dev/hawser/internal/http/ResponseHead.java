package dev.hawser.internal.http;

import dev.hawser.Headers;
import dev.hawser.Protocol;

/** Status line and fields of one response, an interim one too. */
public record ResponseHead(Protocol protocol, int code, String message, Headers headers) {
    /** Whether another head follows before the response: all of 1xx but 101 (RFC 9110, section 15.2). */
    public boolean isInterim() {
        return code < 200 && code != 101;
    }
}
