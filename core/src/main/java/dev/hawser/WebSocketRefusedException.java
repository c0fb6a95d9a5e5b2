package dev.hawser;

import java.net.ProtocolException;

/** A server did not accept a WebSocket: its response is not the one of RFC 6455, section 4.1. The message says what is wrong. */
public final class WebSocketRefusedException extends ProtocolException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // a response is not for other JVMs
    private final transient Response response;

    /** The refusal that a response is. */
    public WebSocketRefusedException(String message, Response response) {
        super(message);
        this.response = response;
    }

    /** The server's answer; its body is closed once {@link WebSocketListener#onFailure} has returned, or {@link HawserClient#openWebSocket} has thrown. */
    public Response response() {
        return response;
    }
}
