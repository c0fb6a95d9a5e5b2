package dev.hawser;

import org.jspecify.annotations.Nullable;

/**
 * A WebSocket (RFC 6455): messages both ways over one connection. What happens to it is told to its {@link WebSocketListener}; what is sent
 * goes into a queue, so no method here blocks. {@link BlockingWebSocket} is for a thread that rather waits.
 *
 * <p>It may be used as soon as it is made: messages wait until the server has accepted it. It ends in one of three ways:
 *
 * <ul>
 *   <li>one side closes it, the other answers, and {@link WebSocketListener#onClosed} is called;
 *   <li>it is cancelled, and {@link WebSocketListener#onFailure} is called with an {@link java.io.IOException} that says "Canceled";
 *   <li>something goes wrong, and {@link WebSocketListener#onFailure} says what.
 * </ul>
 *
 * <p>Its connection is its own, counts in the pool's limits as long as it is open, and is closed with it. An open WebSocket
 * keeps the JVM alive. Safe for use by many threads.
 */
public interface WebSocket {
    /** The request that it was made for. */
    Request request();

    /**
     * The bytes of messages that are queued and were not yet handed to the network, as they are before compression; frames' headers, pings
     * and closing do not count. 0 once it has failed or is closed.
     */
    long queueSize();

    /**
     * Queues a text to be sent as one message; each unpaired surrogate becomes a question mark.
     *
     * @return whether it was queued; not if the WebSocket was closed, cancelled or has failed, or if the queue would have grown beyond
     *     {@link WebSocketSettings#maxQueueBytes()}: then the WebSocket is closed with code 1001 after what is queued
     */
    boolean send(String text);

    /**
     * Queues bytes to be sent as one message; the array is the WebSocket's from here on, and must not be changed.
     *
     * @return as {@link #send(String)} does
     */
    boolean send(byte[] bytes);

    /**
     * Begins to close the WebSocket: what is queued is sent, then a Close frame, and nothing after that. If the server has not answered
     * with one of its own within {@link WebSocketSettings#closeTimeout()} of that, the WebSocket has failed.
     *
     * @param code why, by RFC 6455, section 7.4: 1000 says that all is done
     * @param reason text for who looks at it, at most 123 bytes in UTF-8, or null for none
     * @return whether this call began it; not if it was begun before, or the WebSocket was cancelled or has failed
     * @throws IllegalArgumentException if the code is not for applications, or the reason too long
     */
    boolean close(int code, @Nullable String reason);

    /** Ends the WebSocket at once, whatever is queued. Has no effect on one that has ended. */
    void cancel();

    /** A maker of WebSockets; the client is one. */
    interface Factory {
        /**
         * Makes a WebSocket, and begins to connect it.
         *
         * @throws IllegalArgumentException if the request is not a GET
         */
        WebSocket newWebSocket(Request request, WebSocketListener listener);
    }
}
