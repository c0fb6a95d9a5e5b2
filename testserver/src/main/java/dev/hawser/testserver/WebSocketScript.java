package dev.hawser.testserver;

import java.io.IOException;

/** What a server does on a WebSocket: {@link MockResponse.Builder#webSocket}. */
@FunctionalInterface
public interface WebSocketScript {
    /**
     * Plays until it returns or throws; the connection is then closed. Called on the connection's thread, which is interrupted when the
     * server is shut down.
     */
    void play(WebSocketWire wire) throws IOException, InterruptedException;
}
