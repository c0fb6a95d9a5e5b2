package dev.hawser.internal.websocket;

/** One who takes what a server has said. What it is handed is its own. */
interface MessageHandler {
    void text(String text);

    void binary(byte[] bytes);

    void ping(byte[] payload);

    void pong(byte[] payload);

    /** Nothing follows; the code is {@link CloseCode#NONE} if there was none. */
    void close(int code, String reason);
}
