package dev.hawser.benchmarks.clients;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/**
 * A client that makes GETs over connections that it keeps. Used by several threads, each with a {@link Getter} of
 * its own.
 */
public interface Contender extends AutoCloseable {
    /** A getter of one URL, for one thread. What can be prepared once for all requests is prepared. */
    Getter getter(URI url) throws Exception;

    /**
     * Makes one request; the body is read as it comes.
     *
     * @throws UnsupportedOperationException if this is not compared by it
     */
    default InputStream open(URI url) throws Exception {
        throw new UnsupportedOperationException("no stream of a body: " + this);
    }

    @Override
    void close() throws IOException;

    /** GETs of one URL. */
    @FunctionalInterface
    interface Getter {
        /**
         * Makes one request, and reads the whole body.
         *
         * @return the body's length in bytes
         */
        int get() throws Exception;
    }
}
