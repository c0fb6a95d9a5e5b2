package dev.hawser;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WebSocket} for threads that wait, such as virtual ones: {@link HawserClient#openWebSocket}.
 *
 * <pre>{@code
 * try (BlockingWebSocket socket = client.openWebSocket(request)) {
 *     socket.send("hello");
 *     for (WebSocketMessage message = socket.receive(); message != null; message = socket.receive()) {
 *         System.out.println(message.text());
 *     }
 * }
 * }</pre>
 *
 * <p>Pings are answered, and messages taken in, on a thread of its own; it holds few messages ahead of {@link #receive}, and then lets the server wait. Safe
 * for use by many threads: some may send while others receive. An interrupt ends a wait with an
 * {@link java.io.InterruptedIOException}, and leaves the flag set and the WebSocket as good as before.
 *
 * <p>It should be closed. One that was dropped is closed with code 1001 once the garbage collector has found it, with a warning in the log
 * (System.Logger {@code dev.hawser.BlockingWebSocket}); one of whose methods waits is not dropped.
 */
public interface BlockingWebSocket extends Closeable {
    /** The request that it was made for. */
    Request request();

    /** The server's answer, of status 101; it says in {@code Sec-WebSocket-Protocol} which subprotocol it has chosen. */
    Response response();

    /**
     * Sends a text as one message, and waits until it was handed to the network.
     *
     * @throws IOException if the WebSocket has ended, or the text is longer than {@link WebSocketSettings#maxQueueBytes()}
     */
    void send(String text) throws IOException;

    /**
     * Sends bytes as one message, and waits until they were handed to the network; they must not be changed until then.
     *
     * @throws IOException as {@link #send(String)} does
     */
    void send(byte[] bytes) throws IOException;

    /**
     * Waits for the next message.
     *
     * @return null once the server has closed, and all it sent before was received
     * @throws IOException if the WebSocket has failed, or was cancelled
     */
    @Nullable
    WebSocketMessage receive() throws IOException;

    /**
     * Waits for the next message as {@link #receive()} does, for so long.
     *
     * @throws java.net.SocketTimeoutException if none came; the WebSocket is as good as before
     */
    @Nullable
    WebSocketMessage receive(Duration timeout) throws IOException;

    /** The code with which the server closed, 1005 if it gave none; 0 as long as {@link #receive} has not returned null. */
    int closeCode();

    /** The reason that the server gave with its {@link #closeCode()}; empty if it gave none. */
    String closeReason();

    /**
     * Closes, and waits until the server has answered; messages that were not received are dropped. Has no effect if it has ended.
     *
     * @param code as for {@link WebSocket#close}
     * @throws IOException if the server did not answer within {@link WebSocketSettings#closeTimeout()}, or the connection failed
     * @throws IllegalArgumentException if the code is not for applications, or the reason too long
     */
    void close(int code, @Nullable String reason) throws IOException;

    /** Closes with code 1000 as {@link #close(int, String)} does. */
    @Override
    void close() throws IOException;

    /** Ends the WebSocket at once: who sends or receives gets an {@link IOException} that says "Canceled". */
    void cancel();
}
