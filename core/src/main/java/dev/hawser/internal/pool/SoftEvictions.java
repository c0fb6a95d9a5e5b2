package dev.hawser.internal.pool;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Which connections are not to be used again, though they are open: those whose dial began before an eviction. An
 * eviction only counts up a generation; who is of an earlier one is found when it is looked at.
 */
final class SoftEvictions<K, C extends Poolable> {
    private long generation;
    private long oldestGeneration;

    /** The books of which idle connections of an earlier generation may be left. */
    private final Queue<Book<K, C>> unswept = new ArrayDeque<>();

    /** The generation of a dial that begins now. */
    long generation() {
        return generation;
    }

    /** Evicts all connections. */
    void evictAll() {
        oldestGeneration = ++generation;
    }

    /** Evicts the connections of one key. */
    void evict(Book<K, C> book) {
        book.oldestGeneration = ++generation;
        unswept.add(book);
    }

    boolean isEvicted(Entry<K, C> entry) {
        return entry.generation < oldestGeneration || entry.generation < entry.home.oldestGeneration;
    }

    /**
     * An idle connection that is evicted; null if there is none. In the order of idling, and on each shelf, those that were
     * idle when they were evicted stand before those that came later.
     */
    @Nullable
    Entry<K, C> nextIdle(IdleOrder<K, C> idleOrder) {
        Entry<K, C> longest = idleOrder.longest();
        if (longest != null && isEvicted(longest)) {
            return longest;
        }
        Book<K, C> book = unswept.peek();
        while (book != null) {
            Entry<K, C> evicted = idleOf(book);
            if (evicted != null) {
                return evicted;
            }
            unswept.remove();
            book = unswept.peek();
        }
        return null;
    }

    private @Nullable Entry<K, C> idleOf(Book<K, C> book) {
        for (Entry<K, C> entry : book.shared) {
            if (entry.home == book && entry.isIdle() && isEvicted(entry)) {
                return entry;
            }
        }
        Entry<K, C> bottom = book.shelf.bottom();
        return bottom != null && isEvicted(bottom) ? bottom : null;
    }
}
