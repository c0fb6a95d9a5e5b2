package dev.hawser.testserver;

/** Why a stream or an HTTP/2 connection ends (RFC 9113, section 7). */
public enum Http2ErrorCode {
    /** No error: a graceful end. */
    NO_ERROR,
    /** The peer broke the protocol. */
    PROTOCOL_ERROR,
    /** Something unexpected happened here. */
    INTERNAL_ERROR,
    /** The peer sent more than its window allows. */
    FLOW_CONTROL_ERROR,
    /** Settings were not acknowledged in time. */
    SETTINGS_TIMEOUT,
    /** A frame came on a stream that had ended. */
    STREAM_CLOSED,
    /** A frame has a size that it may not have. */
    FRAME_SIZE_ERROR,
    /** The stream was not looked at; its request may be sent again. */
    REFUSED_STREAM,
    /** The stream is not needed any more. */
    CANCEL,
    /** A field block cannot be decoded. */
    COMPRESSION_ERROR,
    /** The connection behind a CONNECT ended. */
    CONNECT_ERROR,
    /** The peer costs too much. */
    ENHANCE_YOUR_CALM,
    /** TLS is not good enough. */
    INADEQUATE_SECURITY,
    /** The request is to be sent over HTTP/1.1. */
    HTTP_1_1_REQUIRED;

    /** The code on the wire. */
    public int code() {
        return ordinal();
    }
}
