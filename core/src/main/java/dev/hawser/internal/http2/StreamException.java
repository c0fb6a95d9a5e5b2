package dev.hawser.internal.http2;

/** What ends one stream and leaves the connection whole (RFC 9113, section 5.4.2). It stays within this room. */
final class StreamException extends Exception {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    /**
     * An error of a stream.
     *
     * @param code what the peer is told by RST_STREAM
     * @param what what the peer did, with its numbers
     */
    StreamException(ErrorCode code, String what) {
        super(what, null, false, false);
        this.code = code;
    }

    ErrorCode code() {
        return code;
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
