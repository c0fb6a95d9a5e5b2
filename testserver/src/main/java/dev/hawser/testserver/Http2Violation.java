package dev.hawser.testserver;

import java.io.IOException;

/** What a client did that the protocol forbids: it ends its stream, or the connection if that is 0. */
final class Http2Violation extends IOException {
    private static final long serialVersionUID = 1;

    private final int streamId;
    private final Http2ErrorCode code;

    private Http2Violation(int streamId, Http2ErrorCode code, String what) {
        super(what);
        this.streamId = streamId;
        this.code = code;
    }

    /** One that ends a stream (RFC 9113, section 5.4.2). */
    static Http2Violation ofStream(int streamId, Http2ErrorCode code, String what) {
        return new Http2Violation(streamId, code, what + " on stream " + streamId);
    }

    /** One that ends the connection (RFC 9113, section 5.4.1). */
    static Http2Violation ofConnection(Http2ErrorCode code, String what) {
        return new Http2Violation(0, code, what);
    }

    int streamId() {
        return streamId;
    }

    Http2ErrorCode code() {
        return code;
    }
}
