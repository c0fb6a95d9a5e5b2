package dev.hawser.internal.pool;

import org.jspecify.annotations.Nullable;

/** The idle connections of all keys, in the order in which they became idle. */
final class IdleOrder<K, C extends Poolable> {
    private @Nullable Entry<K, C> longest;
    private @Nullable Entry<K, C> shortest;
    private @Nullable Entry<K, C> unwatched;
    private int size;

    /** The one that has been idle for longest. */
    @Nullable
    Entry<K, C> longest() {
        return longest;
    }

    int size() {
        return size;
    }

    /** The one that has been idle for longest of those that are not watched; none is watched that was idle for less. */
    @Nullable
    Entry<K, C> unwatched() {
        return unwatched;
    }

    /** Counts {@link #unwatched} among those that are watched. */
    void watched(Entry<K, C> entry) {
        entry.watched = true;
        unwatched = entry.shorterIdle;
    }

    void add(Entry<K, C> entry) {
        if (unwatched == null) {
            unwatched = entry;
        }
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
        if (unwatched == entry) {
            unwatched = entry.shorterIdle;
        }
        entry.watched = false;
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
