package dev.hawser.testserver;

import org.jspecify.annotations.Nullable;

/**
 * What decides on the answer to each request: a server's script where a queue of responses is not enough.
 *
 * <p>It is called on the thread of the connection that the request came on, or of its stream in HTTP/2, by many of them at once,
 * and may block: a handler that holds every request until six have arrived is a barrier. A handler that blocks is
 * interrupted when the server is shut down, and in HTTP/2 when its stream or connection ends. An exception that it throws
 * closes the connection without an answer, or resets the stream by INTERNAL_ERROR, and goes to the thread's handler of uncaught exceptions.
 */
@FunctionalInterface
public interface RequestHandler {
    /**
     * The answer to a request, whose body is read.
     *
     * @throws InterruptedException if the server is shut down meanwhile, or the stream ends; there is no answer
     */
    MockResponse handle(RecordedRequest request) throws InterruptedException;

    /**
     * The policy of a connection just accepted. Only one whose moment is {@link
     * SocketPolicy.Moment#CONNECTION_START} has an effect, and it ends what the server does for that connection.
     *
     * @param connectionIndex the number of the connection, from 0
     */
    default SocketPolicy onConnection(int connectionIndex) {
        return SocketPolicy.KEEP_OPEN;
    }

    /**
     * The answer to a request of which the head is read, or null to have the body read, as usual, and be asked
     * by {@link #handle}. What {@link MockResponse.Builder#noContinue}, {@link
     * MockResponse.Builder#answerBeforeBody} and {@link SocketPolicy.Moment#REQUEST_BODY} say is heeded in an
     * answer given here. It must not wait.
     *
     * @param head the request without its body
     */
    default @Nullable MockResponse onRequestHead(RecordedRequest head) {
        return null;
    }
}
