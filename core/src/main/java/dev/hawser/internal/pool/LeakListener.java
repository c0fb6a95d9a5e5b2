package dev.hawser.internal.pool;

import org.jspecify.annotations.Nullable;

/** Who is told of leases that were dropped without being ended, or are held for too long. Told with no lock held. */
@FunctionalInterface
public interface LeakListener<K, C extends Poolable> {
    /**
     * A lease was lost, and its connection is retired.
     *
     * @param trace what {@link Lease#trace(Object)} was given
     */
    void leaked(K key, C connection, long heldNanos, @Nullable Object trace);

    /**
     * A lease has been held for longer than the threshold, and still is. Told once.
     *
     * @param holder null if it is garbage by now
     */
    default void heldLong(K key, C connection, @Nullable Object holder, long heldNanos, @Nullable Object trace) {}
}
