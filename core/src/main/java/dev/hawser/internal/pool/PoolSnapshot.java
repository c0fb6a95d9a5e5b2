package dev.hawser.internal.pool;

import dev.hawser.Retirement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pool at one moment.
 *
 * @param keys the figures of each key, in no particular order
 * @param connections in no particular order
 * @param waiters the longest first
 * @param suspended whether no connection is given out
 * @param leaked how many leases were lost, ever
 */
public record PoolSnapshot<K, C extends Poolable>(
        PoolCounts counts,
        List<Key<K>> keys,
        List<Line<K, C>> connections,
        List<Waiting<K>> waiters,
        boolean suspended,
        long leaked) {
    public PoolSnapshot {
        keys = List.copyOf(keys);
        connections = List.copyOf(connections);
        waiters = List.copyOf(waiters);
    }

    /** The figures of one key. */
    public record Key<K>(K key, PoolCounts counts) {}

    /**
     * One connection at that moment.
     *
     * @param streams the exchanges it carries; 0 if it is idle
     * @param capacity the exchanges it may carry at once
     * @param uses the exchanges it has begun to carry, ever
     * @param idleNanos how long it has been idle; 0 if it is not
     * @param draining why it takes no new exchange; null if it does
     * @param holders those who lease it, the longest first
     */
    public record Line<K, C extends Poolable>(
            K key,
            C connection,
            int streams,
            int capacity,
            int uses,
            long ageNanos,
            long idleNanos,
            @Nullable Retirement draining,
            List<Holding> holders) {
        public Line {
            holders = List.copyOf(holders);
        }
    }

    /**
     * A lease.
     *
     * @param holder null if it is garbage, and the lease lost
     */
    public record Holding(@Nullable Object holder, long heldNanos) {}

    /** One who waits. */
    public record Waiting<K>(K key, Object holder, long waitedNanos) {}
}
