package dev.hawser.internal.pool;

import org.jspecify.annotations.Nullable;

/** Who is told of leases that were dropped without being ended. Told with no lock held; may not throw. */
@FunctionalInterface
public interface LeakListener<K, C extends Poolable> {
    /**
     * A lease was lost, and its connection is retired.
     *
     * @param trace what {@link Lease#trace(Object)} was given
     */
    void leaked(K key, C connection, long heldNanos, @Nullable Object trace);
}
