package dev.hawser.testserver;

import java.io.IOException;

/**
 * What a server does on an HTTP/2 connection beside, or in place of, what the protocol asks of it. It runs on the thread of
 * the stream that it belongs to, may block, and is interrupted when that stream or the connection ends.
 */
@FunctionalInterface
public interface Http2Script {
    /**
     * Plays the script.
     *
     * @param wire the connection
     * @param streamId the stream that is being answered; 0 where there is none
     * @throws IOException if the connection or the stream has ended; what is left of the response is not sent
     */
    void play(Http2Wire wire, int streamId) throws IOException, InterruptedException;
}
