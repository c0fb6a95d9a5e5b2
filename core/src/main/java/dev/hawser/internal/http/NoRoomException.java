package dev.hawser.internal.http;

import java.io.IOException;

/**
 * An exchange had no room on a connection that carries as many as its server allows by now. The server has done nothing of it, and
 * the connection is as good as before: the exchange may begin again later, or elsewhere.
 */
public final class NoRoomException extends IOException {
    private static final long serialVersionUID = 1;

    public NoRoomException(String message) {
        super(message);
    }
}
