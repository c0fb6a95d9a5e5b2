package dev.hawser.internal.pool;

import dev.hawser.Retirement;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.time.Threads;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The connections that are kept, shared by all who want one. Safe for use by many threads. */
public final class Pool<K, C extends Poolable> {
    /**
     * An empty pool.
     *
     * @param random draws the jitter of lifetimes; safe for use by many threads
     * @param events the listener, or null if there is none
     */
    public Pool(
            PoolSettings settings,
            Clock clock,
            Alarms alarms,
            Threads threads,
            Random random,
            @Nullable PoolEvents<K, C> events) {}

    /**
     * Leases a connection that is at hand: an idle one, or one in use that has room. The cost depends neither
     * on the number of connections nor on that of keys, and nothing but the lease is allocated.
     *
     * @return null if there is none, or others wait for one
     */
    public @Nullable Lease<K, C> leaseIdle(K key, Object holder) {
        throw new UnsupportedOperationException();
    }

    /** Begins to wait for a connection, and has one dialled if need be. */
    public Wait<K, C> lease(Want<K, C> want) {
        throw new UnsupportedOperationException();
    }

    /**
     * Counts another exchange under a lease that is held.
     *
     * @return false if the connection may carry no more: then the lease is to be ended, and another one taken
     */
    public boolean again(Lease<K, C> lease) {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes in what the server said in {@code Keep-Alive} of its last response, for this one connection.
     *
     * @param timeoutNanos the time it keeps an idle connection; 0 for not at all, negative if it named none
     * @param max the further exchanges it allows; 0 for none, negative if it named none
     */
    public void keepAlive(Lease<K, C> lease, long timeoutNanos, int max) {
        throw new UnsupportedOperationException();
    }

    /**
     * Ends a lease whose exchanges ended well. The connection waits for its next use, or goes, as the limits
     * have it.
     *
     * @return false if the lease had ended already
     */
    public boolean release(Lease<K, C> lease) {
        throw new UnsupportedOperationException();
    }

    /**
     * Ends a lease, from any thread, and its connection with it. One that carries other exchanges still takes
     * no new ones, and is closed after the last.
     *
     * @return false if the lease had ended already
     */
    public boolean release(Lease<K, C> lease, Retirement reason) {
        throw new UnsupportedOperationException();
    }

    /** Takes in how many exchanges the peer now allows at once on a connection. */
    public void capacityChanged(C connection, int capacity) {
        throw new UnsupportedOperationException();
    }

    /** Makes a connection take no new exchange; it is closed when it carries none. */
    public void drain(C connection, Retirement reason) {
        throw new UnsupportedOperationException();
    }

    /** Makes a connection serve no other key than its own: what {@link Dialed.Joined} did is undone. */
    public void withdraw(C connection) {
        throw new UnsupportedOperationException();
    }

    /** The figures of this moment. */
    public PoolCounts counts() {
        throw new UnsupportedOperationException();
    }

    /** Closes the connections that are idle. */
    public void evictAll() {
        throw new UnsupportedOperationException();
    }

    /** Changes the settings; idle connections above the new limits go at once. */
    public void resize(PoolSettings settings) {
        throw new UnsupportedOperationException();
    }

    /** Closes what is idle now and the rest when it comes back; ends all waits and dials. Idempotent. */
    public void close() {
        throw new UnsupportedOperationException();
    }
}
