package dev.hawser.internal.pool;

import java.util.List;

/** What came of a dial that did not fail. */
public sealed interface Dialed<K, C extends Poolable> {
    /**
     * A new connection.
     *
     * @param capacity the exchanges it can carry at once; 1 for HTTP/1.1
     * @param furtherKeys keys under which {@link Dial#look} shall find it for callers of other keys
     * @param relayed whether its peer stands between it and whom it leads to
     */
    record Opened<K, C extends Poolable>(C connection, int capacity, List<K> furtherKeys, boolean relayed)
            implements Dialed<K, C> {
        public Opened {
            if (capacity < 0) {
                throw new IllegalArgumentException("capacity must not be negative, but is " + capacity);
            }
            furtherKeys = List.copyOf(furtherKeys);
        }

        /** A new connection that leads to its peer. */
        public Opened(C connection, int capacity, List<K> furtherKeys) {
            this(connection, capacity, furtherKeys, false);
        }

        /** A new connection that leads to its peer, and carries one exchange at a time. */
        public Opened(C connection) {
            this(connection, 1, List.of());
        }
    }

    /**
     * A connection of the pool, found by {@link Dial#look}, that serves this key as well as its own. If it
     * has no room any more, those who wait get another dial.
     */
    record Joined<K, C extends Poolable>(C connection) implements Dialed<K, C> {}
}
