package dev.hawser.internal.http2;

/**
 * Why a stream ended before its end.
 *
 * @param code the error code that one side told the other, or {@link ErrorCode#NO_ERROR}
 * @param what what happened, with its numbers
 */
public record StreamFailure(ErrorCode code, Kind kind, String what) {
    /** What follows for the request. */
    public enum Kind {
        /** The server did nothing of it, so that it may be sent again whatever its method (RFC 9113, section 8.7). */
        UNPROCESSED,
        /** The server broke the protocol in its answer, and might do so again (RFC 9113, section 5.4.2). */
        BROKEN,
        /** One side gave the stream up, or the connection has ended. */
        GIVEN_UP
    }
}
