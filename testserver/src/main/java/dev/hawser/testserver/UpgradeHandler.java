package dev.hawser.testserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** What speaks another protocol on a connection, once a response of 101 has handed it over. */
@FunctionalInterface
public interface UpgradeHandler {
    /**
     * Speaks until it returns or throws; the connection is then closed. Called on the connection's thread, which is interrupted when the
     * server is shut down.
     *
     * @param in what the client sends, from what came behind its request on
     * @param out what the client is sent, behind the response
     */
    void speak(InputStream in, OutputStream out) throws IOException, InterruptedException;
}
