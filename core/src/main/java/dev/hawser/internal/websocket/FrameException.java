package dev.hawser.internal.websocket;

import java.net.ProtocolException;

/** What a server sent is against the protocol, or against a limit; the connection is to be closed for that. */
final class FrameException extends ProtocolException {
    private static final long serialVersionUID = 1;

    private final int closeCode;

    FrameException(int closeCode, String message) {
        super(message);
        this.closeCode = closeCode;
    }

    static FrameException protocolError(String message) {
        return new FrameException(CloseCode.PROTOCOL_ERROR, message);
    }

    static FrameException badData(String message) {
        return new FrameException(CloseCode.BAD_DATA, message);
    }

    /** What the server is told (RFC 6455, section 7.1.7). */
    int closeCode() {
        return closeCode;
    }
}
