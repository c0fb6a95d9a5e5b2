package dev.hawser;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A step on the way of a request to the network and of its response back: it may observe either, change them,
 * ask again, or answer by itself. Must be safe for use by many threads.
 *
 * <p>An application interceptor stands around the whole call and may proceed any number of times, closing each
 * response that it does not return. A network interceptor stands around each exchange with a server, sees what
 * really travels, and must proceed exactly once.
 */
@FunctionalInterface
public interface Interceptor {
    /**
     * The response for the chain's request.
     *
     * @throws IOException to fail the call
     */
    Response intercept(Chain chain) throws IOException;

    /** The steps that are still to come. Used by the thread of its call only. */
    interface Chain {
        /** The request as it has come this far. */
        Request request();

        /** Sends {@code request} on to the steps that follow, and returns what comes back from them. */
        Response proceed(Request request) throws IOException;

        /** The connection that the request travels on, or null where there is none yet: in application interceptors. */
        @Nullable
        Connection connection();

        /** The call that the request belongs to. */
        Call call();

        /** The time to make a connection, in milliseconds; 0 is no limit. */
        int connectTimeoutMillis();

        /** This chain with another time to make a connection. */
        Chain withConnectTimeout(int timeout, TimeUnit unit);

        /** The time that one read may wait for bytes, in milliseconds; 0 is no limit. */
        int readTimeoutMillis();

        /** This chain with another time for one read. */
        Chain withReadTimeout(int timeout, TimeUnit unit);

        /** The time that one write may wait for room, in milliseconds; 0 is no limit. */
        int writeTimeoutMillis();

        /** This chain with another time for one write. */
        Chain withWriteTimeout(int timeout, TimeUnit unit);
    }
}
