package dev.hawser.internal.call;

import dev.hawser.NoResponseException;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.internal.http.Http11RequiredException;
import dev.hawser.internal.http.ServerFaultException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.Set;

/**
 * How far a request got that failed, and so whether it may be sent again without asking (RFC 9110, section
 * 9.2.2, and RFC 9112, section 9.3.1).
 *
 * @param onConnection whether it was its connection that failed: if not, it had none, as every route to the
 *     server was tried, or a part of the caller's own failed, such as the request's body
 * @param reused whether that connection had carried exchanges before
 * @param requestStarted whether a byte of it may have left
 * @param bodyStarted whether its body was asked for its bytes
 * @param responseStarted whether a byte of the response came
 * @param connectionAgeNanos the connection's age when it was leased
 * @param connectionIdleNanos how long the connection had been idle then
 * @param connectionUses the exchanges it had carried before
 */
record SendOutcome(
        boolean onConnection,
        boolean reused,
        boolean requestStarted,
        boolean bodyStarted,
        boolean responseStarted,
        long connectionAgeNanos,
        long connectionIdleNanos,
        int connectionUses) {
    /** Methods whose effect is the same if the server handles them twice. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY");

    /** The outcome of a request that no connection failed. */
    static final SendOutcome NO_CONNECTION = new SendOutcome(false, false, false, false, false, 0, 0, 0);

    /** Whether the request may be sent once more: on a fresh connection, or over HTTP/1.1 where the server wants that. */
    boolean allowsAgain(Request request, IOException failure) {
        if (!onConnection || isOfThisExchange(failure) || failure instanceof InterruptedIOException) {
            return false;
        }
        if (responseStarted || !isReplayable(request)) {
            return false;
        }
        boolean again = reused || failure instanceof Http11RequiredException;
        return !requestStarted || again && isIdempotent(request);
    }

    /** Whether the server broke the protocol in this very exchange, and might do so again. */
    private static boolean isOfThisExchange(IOException failure) {
        return failure instanceof ProtocolException && !(failure instanceof ServerFaultException);
    }

    private boolean isReplayable(Request request) {
        RequestBody body = request.body();
        return body == null || !bodyStarted || !body.isOneShot() && !body.isDuplex();
    }

    private static boolean isIdempotent(Request request) {
        return IDEMPOTENT.contains(request.method()) || request.header("Idempotency-Key") != null;
    }

    /** Whether the request was written on a reused connection that ended without a byte of a response. */
    boolean isUnansweredReuse(IOException failure) {
        return reused
                && requestStarted
                && !responseStarted
                && !(failure instanceof Http11RequiredException)
                && !(failure instanceof ProtocolException)
                && !(failure instanceof InterruptedIOException);
    }

    /** The error that says so. */
    NoResponseException noResponse(Request request, IOException cause) {
        return new NoResponseException(
                request,
                Duration.ofNanos(connectionAgeNanos),
                Duration.ofNanos(connectionIdleNanos),
                connectionUses,
                cause);
    }
}
