package dev.hawser.internal.pool;

import java.io.IOException;

/** A maker of connections. */
@FunctionalInterface
public interface Dialer<K, C extends Poolable> {
    /**
     * Makes a connection, or finds one that serves as well. Runs on a thread of its own that belongs to the
     * pool, and to the end even if the caller who needed it has gone; what it throws goes to those who were
     * waiting when the dial began.
     */
    Dialed<K, C> dial(Dial<K, C> dial) throws IOException;
}
