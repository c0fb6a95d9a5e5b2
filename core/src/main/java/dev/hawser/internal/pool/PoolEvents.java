package dev.hawser.internal.pool;

import dev.hawser.Retirement;

/**
 * A listener to the life of a pool's connections. Each event is told exactly once, with no lock held, on
 * the thread that caused it or on one that is telling an earlier event of the same connection, or on the alarms'
 * thread if a connection caused it of its own; those of one connection are told one after the other, in order. What a listener throws goes to the thread's uncaught
 * exception handler and harms nobody.
 */
public interface PoolEvents<K, C extends Poolable> {
    /** A dial made a connection. */
    default void opened(K key, C connection) {}

    /**
     * A connection was given to a caller, after it was found fit.
     *
     * @param key the caller's; another than the connection's own if it was coalesced
     * @param idleNanos how long it was idle before; 0 if it is new or in use by others
     * @param uses the exchanges it carried before; 0 if it is new
     * @param waitedNanos how long the caller waited for it; 0 if it was at hand
     */
    default void leased(K key, C connection, long idleNanos, int uses, long waitedNanos) {}

    /** A caller gave a connection back, to be used again or not. */
    default void returned(K key, C connection, int uses) {}

    /** A connection left the pool, and is closed by now or at once. The last event of a connection. */
    default void retired(K key, C connection, Retirement reason, int uses, long ageNanos) {}

    /** A dial ended without a connection. */
    default void dialFailed(K key, Throwable cause) {}
}
