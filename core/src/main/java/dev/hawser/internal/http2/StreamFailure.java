package dev.hawser.internal.http2;

/**
 * Why a stream ended before its end.
 *
 * @param code the error code that one side told the other, or {@link ErrorCode#NO_ERROR}
 * @param unprocessed whether the server did nothing of the request, so that it may be sent again whatever its method
 *     (RFC 9113, section 8.7)
 * @param what what happened, with its numbers
 */
public record StreamFailure(ErrorCode code, boolean unprocessed, String what) {}
