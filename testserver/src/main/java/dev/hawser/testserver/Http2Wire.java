package dev.hawser.testserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection of a {@link TestServer}, to send frames on that no response would hold, and to see what the client
 * sends. It is had in a {@link Http2Script}, or by {@link TestServer#http2}. Safe for use by many threads.
 */
public final class Http2Wire {
    private final Http2Connection connection;
    private final Http2FrameLog received;

    Http2Wire(Http2Connection connection, Http2FrameLog received) {
        this.connection = connection;
        this.received = received;
    }

    /**
     * Sends frames, right or wrong, in one piece, which nothing of other streams interrupts. The server takes note of what it
     * has said: after RST_STREAM, or a frame with END_STREAM, it sends no more on that stream; after GOAWAY it leaves
     * streams above the last id without an answer; settings and windows hold as told.
     *
     * @throws IOException if the connection has ended, or the server's side of it
     */
    public void send(Http2Frame... frames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Http2Frame frame : frames) {
            bytes.writeBytes(frame.bytes());
        }
        connection.output().write(bytes.toByteArray(), () -> List.of(frames).forEach(connection::note));
    }

    /**
     * Sends bytes that may be anything, in one piece; the server takes no note of what they say.
     *
     * @throws IOException if the connection has ended, or the server's side of it
     */
    public void send(byte[] bytes) throws IOException {
        connection.output().write(bytes);
    }

    /** Has the server send nothing more on that stream by itself, as if it had forgotten it. */
    public void abandon(int streamId) {
        connection.abandon(streamId);
    }

    /** Lets a delay pass, unless the server is shut down. */
    public void pause(Duration delay) throws InterruptedException, IOException {
        connection.pause(delay);
    }

    /** Closes the connection in good order. */
    public void close() throws IOException {
        connection.end(SocketPolicy.Effect.CLOSE);
    }

    /** Closes the connection by a reset of TCP. */
    public void reset() throws IOException {
        connection.end(SocketPolicy.Effect.RESET);
    }

    /** The frames that the client sent so far, at most the first 10,000; those of type DATA are left out. */
    public List<Http2Frame> received() {
        return received.all();
    }

    /** Waits until the client has sent a frame that is not DATA and of which this is true; the first such, or null if none comes in time. */
    public @Nullable Http2Frame await(Predicate<Http2Frame> condition, Duration timeout) throws InterruptedException {
        return received.await(condition, timeout.toNanos());
    }
}
