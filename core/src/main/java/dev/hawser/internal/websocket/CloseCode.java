package dev.hawser.internal.websocket;

/** Why a side closes (RFC 6455, section 7.4, with IANA's registry). */
final class CloseCode {
    static final int NORMAL = 1000;
    static final int GOING_AWAY = 1001;
    static final int PROTOCOL_ERROR = 1002;

    /** Said of a Close frame without a code; never sent. */
    static final int NONE = 1005;

    static final int BAD_DATA = 1007;
    static final int TOO_BIG = 1009;

    /** The longest reason in bytes, as it stands in a control frame behind the code. */
    static final int MOST_REASON_BYTES = Opcode.MOST_CONTROL_BYTES - 2;

    private CloseCode() {}

    /** Whether a code may stand in a Close frame. */
    static boolean mayBeSent(int code) {
        return code >= 1000 && code <= 1003 || code >= 1007 && code <= 1014 || code >= 3000 && code <= 4999;
    }
}
