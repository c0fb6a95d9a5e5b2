package dev.hawser.benchmarks.lending;

import java.io.IOException;

/**
 * A pool of a fixed number of connections to one address, used by many threads.
 *
 * @param <L> what is borrowed
 */
interface Lender<L> extends AutoCloseable {
    /** Waits for a connection. */
    L borrow() throws Exception;

    /** Gives it back. */
    void giveBack(L borrowed) throws Exception;

    @Override
    void close() throws IOException;
}
