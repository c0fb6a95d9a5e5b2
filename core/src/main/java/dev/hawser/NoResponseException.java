package dev.hawser;

import java.io.IOException;
import java.time.Duration;

/**
 * The failure of a request that was written on a kept connection which then ended before one byte of a
 * response. The server may have closed the connection just before the request arrived, or may have handled
 * the request and gone: it is unknown whether the request had an effect. Requests that are safe to repeat are
 * sent again on a fresh connection without asking, so this is seen for the others, such as POST without an
 * {@code Idempotency-Key}, and where {@link HawserClient.Builder#retryOnConnectionFailure(boolean)} is off.
 */
public final class NoResponseException extends IOException {
    private static final long serialVersionUID = 1;

    private final Duration connectionAge;
    private final Duration connectionIdleTime;
    private final int connectionUses;

    /** The failure of {@code request} on a connection with this age, idle time and number of earlier exchanges. */
    public NoResponseException(
            Request request,
            Duration connectionAge,
            Duration connectionIdleTime,
            int connectionUses,
            IOException cause) {
        super(
                "no response: " + request.method() + " " + request.url().redact()
                        + " was written, but the connection ended before a byte of the response; it was "
                        + connectionAge.toMillis() + " ms old, had carried " + connectionUses
                        + " exchanges, and was idle for " + connectionIdleTime.toMillis() + " ms before this one",
                cause);
        this.connectionAge = connectionAge;
        this.connectionIdleTime = connectionIdleTime;
        this.connectionUses = connectionUses;
    }

    /** The connection's age when it was leased for the request. */
    public Duration connectionAge() {
        return connectionAge;
    }

    /** How long the connection had been idle when it was leased for the request. */
    public Duration connectionIdleTime() {
        return connectionIdleTime;
    }

    /** How many exchanges the connection had carried before. */
    public int connectionUses() {
        return connectionUses;
    }
}
