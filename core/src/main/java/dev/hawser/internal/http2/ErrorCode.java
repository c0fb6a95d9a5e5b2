package dev.hawser.internal.http2;

/** Why a stream or a connection ended (RFC 9113, section 7). */
public enum ErrorCode {
    NO_ERROR(0),
    PROTOCOL_ERROR(1),
    INTERNAL_ERROR(2),
    FLOW_CONTROL_ERROR(3),
    SETTINGS_TIMEOUT(4),
    STREAM_CLOSED(5),
    FRAME_SIZE_ERROR(6),
    REFUSED_STREAM(7),
    CANCEL(8),
    COMPRESSION_ERROR(9),
    CONNECT_ERROR(10),
    ENHANCE_YOUR_CALM(11),
    INADEQUATE_SECURITY(12),
    HTTP_1_1_REQUIRED(13);

    private static final ErrorCode[] BY_NUMBER = values();

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    /** The code on the wire. */
    public int number() {
        return number;
    }

    /** The code of a number; one that nobody has registered is as {@link #INTERNAL_ERROR}. */
    static ErrorCode of(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : INTERNAL_ERROR;
    }
}
