package dev.hawser;

import org.jspecify.annotations.Nullable;

/**
 * One who is told what happens to a {@link WebSocket}. Its methods are called one at a time, in order, on a thread of the WebSocket's own, which
 * reads nothing meanwhile: a listener that takes its time slows the server down. After {@link #onClosed} or {@link #onFailure}
 * nothing more is called. If one of them throws, the WebSocket has failed with that.
 */
public abstract class WebSocketListener {
    /** A listener that does nothing. */
    protected WebSocketListener() {}

    /** The server has accepted the WebSocket; {@code response} is its answer, of status 101, which needs not be closed. */
    public void onOpen(WebSocket webSocket, Response response) {}

    /** A text has come. */
    public void onMessage(WebSocket webSocket, String text) {}

    /** Bytes have come; the array is the listener's. */
    public void onMessage(WebSocket webSocket, byte[] bytes) {}

    /**
     * The server closes, or answers that this side does: it will send nothing more. If {@link WebSocket#close} is not called until this
     * returns, the same code is answered then, after what is queued.
     *
     * @param code what the server gave; 1005 if it gave none
     * @param reason what the server gave; empty if it gave none
     */
    public void onClosing(WebSocket webSocket, int code, String reason) {}

    /** Both sides have closed, and the connection is gone; code and reason are the server's. */
    public void onClosed(WebSocket webSocket, int code, String reason) {}

    /**
     * The WebSocket has failed, or was cancelled; what is queued, and perhaps what was sent last, has not arrived.
     *
     * @param response the server's answer if that is what is wrong, its body still to be read while this runs; after the opening null
     */
    public void onFailure(WebSocket webSocket, Throwable failure, @Nullable Response response) {}
}
