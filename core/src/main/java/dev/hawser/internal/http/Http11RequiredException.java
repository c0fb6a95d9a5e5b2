package dev.hawser.internal.http;

import java.io.IOException;

/** The server has ended an exchange of HTTP/2, before it responded, as it wants HTTP/1.1 for it: HTTP_1_1_REQUIRED (RFC 9113, section 7). */
public final class Http11RequiredException extends IOException {
    private static final long serialVersionUID = 1;

    public Http11RequiredException(String message) {
        super(message);
    }
}
