package dev.hawser.testserver;

/** Why a stream or an HTTP/2 connection ends (RFC 9113, section 7). */
public enum Http2ErrorCode {
    /** No error: a graceful end. */
    NO_ERROR(0),
    /** The peer broke the protocol. */
    PROTOCOL_ERROR(1),
    /** Something unexpected happened here. */
    INTERNAL_ERROR(2),
    /** The peer sent more than its window allows. */
    FLOW_CONTROL_ERROR(3),
    /** Settings were not acknowledged in time. */
    SETTINGS_TIMEOUT(4),
    /** A frame came on a stream that had ended. */
    STREAM_CLOSED(5),
    /** A frame has a size that it may not have. */
    FRAME_SIZE_ERROR(6),
    /** The stream was not looked at; its request may be sent again. */
    REFUSED_STREAM(7),
    /** The stream is not needed any more. */
    CANCEL(8),
    /** A field block cannot be decoded. */
    COMPRESSION_ERROR(9),
    /** The connection behind a CONNECT ended. */
    CONNECT_ERROR(10),
    /** The peer costs too much. */
    ENHANCE_YOUR_CALM(11),
    /** TLS is not good enough. */
    INADEQUATE_SECURITY(12),
    /** The request is to be sent over HTTP/1.1. */
    HTTP_1_1_REQUIRED(13);

    private final int code;

    Http2ErrorCode(int code) {
        this.code = code;
    }

    /** The code on the wire. */
    public int code() {
        return code;
    }
}
