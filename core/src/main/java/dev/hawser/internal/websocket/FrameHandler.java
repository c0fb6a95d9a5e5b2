package dev.hawser.internal.websocket;

import java.net.ProtocolException;

/** One who takes what a {@link FrameReader} has read. */
interface FrameHandler {
    /** A message begins. */
    void messageBegins(boolean isText, boolean compressed) throws ProtocolException;

    /** A frame of the message begins, with a payload of so many bytes. */
    void messageFrame(long length) throws ProtocolException;

    /** More of the message's payload: {@code bytes[from, to)}, not empty. */
    void messagePayload(byte[] bytes, int from, int to) throws ProtocolException;

    /** The message is whole. */
    void messageEnds() throws ProtocolException;

    /** The payload is the handler's. */
    void ping(byte[] payload);

    /** The payload is the handler's. */
    void pong(byte[] payload);

    /** Nothing follows. */
    void close(int code, String reason);
}
