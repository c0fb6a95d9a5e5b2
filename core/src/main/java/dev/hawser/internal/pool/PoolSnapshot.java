package dev.hawser.internal.pool;

import dev.hawser.Retirement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pool at one moment.
 *
 * @param connections in no particular order
 */
public record PoolSnapshot<K, C extends Poolable>(PoolCounts counts, List<Line<K, C>> connections) {
    public PoolSnapshot {
        connections = List.copyOf(connections);
    }

    /**
     * One connection at that moment.
     *
     * @param streams the exchanges it carries; 0 if it is idle
     * @param capacity the exchanges it may carry at once
     * @param uses the exchanges it has begun to carry, ever
     * @param idleNanos how long it has been idle; 0 if it is not
     * @param draining why it takes no new exchange; null if it does
     */
    public record Line<K, C extends Poolable>(
            K key,
            C connection,
            int streams,
            int capacity,
            int uses,
            long ageNanos,
            long idleNanos,
            @Nullable Retirement draining) {}
}
