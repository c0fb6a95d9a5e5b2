package dev.hawser.benchmarks.clients;

import java.io.IOException;
import java.net.URI;

/**
 * A client that makes GETs over connections that it keeps. Used by several threads, each with a {@link Getter} of
 * its own.
 */
public interface Contender extends AutoCloseable {
    /** A getter of one URL, for one thread. What can be prepared once for all requests is prepared. */
    Getter getter(URI url) throws Exception;

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
