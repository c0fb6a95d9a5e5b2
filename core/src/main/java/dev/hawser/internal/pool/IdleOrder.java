package dev.hawser.internal.pool;

import org.jspecify.annotations.Nullable;

/** The idle connections of all keys, in the order in which they became idle. */
final class IdleOrder<K, C extends Poolable> {
    private @Nullable Entry<K, C> longest;
    private @Nullable Entry<K, C> shortest;
    private int size;

    /** The one that has been idle for longest. */
    @Nullable
    Entry<K, C> longest() {
        return longest;
    }

    int size() {
        return size;
    }

    void add(Entry<K, C> entry) {
        entry.longerIdle = shortest;
        if (shortest == null) {
            longest = entry;
        } else {
            shortest.shorterIdle = entry;
        }
        shortest = entry;
        size++;
    }

    void remove(Entry<K, C> entry) {
        if (entry.longerIdle == null) {
            longest = entry.shorterIdle;
        } else {
            entry.longerIdle.shorterIdle = entry.shorterIdle;
        }
        if (entry.shorterIdle == null) {
            shortest = entry.longerIdle;
        } else {
            entry.shorterIdle.longerIdle = entry.longerIdle;
        }
        entry.longerIdle = null;
        entry.shorterIdle = null;
        size--;
    }
}
