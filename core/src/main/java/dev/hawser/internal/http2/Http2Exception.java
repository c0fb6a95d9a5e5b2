package dev.hawser.internal.http2;

import java.io.IOException;

/** What ends a whole connection: the peer broke the protocol, or went past a bound (RFC 9113, section 5.4.1). */
public final class Http2Exception extends IOException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    /**
     * An error of the connection.
     *
     * @param code what the peer is told by GOAWAY
     * @param what what the peer did, with its numbers
     */
    Http2Exception(ErrorCode code, String what) {
        super(what + " (" + code + ")");
        this.code = code;
    }

    /** What the peer is told by GOAWAY. */
    public ErrorCode code() {
        return code;
    }
}
