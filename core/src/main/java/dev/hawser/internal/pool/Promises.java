package dev.hawser.internal.pool;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys to which room for a connection is promised, and the connections of other keys, one for each, that are set aside to
 * make it. A connection of its own that comes back within {@link #PATIENCE_NANOS} serves a key as well, and costs no dial: then
 * one that was set aside goes back to those who wait for it. None is set aside of a key that is promised room, nor of one
 * that nobody waits for.
 */
final class Promises<K, C extends Poolable> {
    /** How long a key waits for a connection of its own before one that is set aside is closed for it. */
    static final long PATIENCE_NANOS = 250_000_000L;

    /** In the order in which it was promised. */
    private final Set<Demand<K, C>> keys = new LinkedHashSet<>();

    /** In the order in which they were set aside. */
    private final Set<Entry<K, C>> aside = new LinkedHashSet<>();

    /** Those set aside whose own key nobody waits for any more. */
    private final Set<Entry<K, C>> unwanted = new LinkedHashSet<>();

    boolean has(Demand<K, C> demand) {
        return !keys.isEmpty() && keys.contains(demand);
    }

    void promise(Demand<K, C> demand, long now) {
        demand.promisedNanos = now;
        keys.add(demand);
    }

    /** The promise is kept, or needed no more. */
    void end(Demand<K, C> demand) {
        if (!keys.isEmpty()) {
            keys.remove(demand);
        }
    }

    /** The key that was promised room before the others. */
    @Nullable
    Demand<K, C> first() {
        return keys.isEmpty() ? null : keys.iterator().next();
    }

    /** When the first key's patience ends. */
    static long dueNanos(Demand<?, ?> first) {
        return first.promisedNanos + PATIENCE_NANOS;
    }

    /** Ends a promise for which nothing is set aside; null if there is none. */
    @Nullable
    Demand<K, C> endUncovered() {
        Demand<K, C> first = keys.size() > aside.size() ? first() : null;
        if (first != null) {
            keys.remove(first);
        }
        return first;
    }

    void setAside(Entry<K, C> entry) {
        entry.isAside = true;
        entry.home.setAside(entry);
        aside.add(entry);
    }

    void takeBack(Entry<K, C> entry) {
        if (entry.isAside) {
            entry.isAside = false;
            entry.home.takeBack(entry);
            aside.remove(entry);
            unwanted.remove(entry);
        }
    }

    /** Nobody waits for a key any more. */
    void unwant(Book<K, C> home) {
        if (!home.aside.isEmpty()) {
            aside.removeAll(home.aside);
            unwanted.addAll(home.aside);
        }
    }

    /** One that is set aside and closed to keep the first promise. */
    @Nullable
    Entry<K, C> toClose() {
        return first(aside);
    }

    /** One that no promise needs; null if there is none. */
    @Nullable
    Entry<K, C> spare() {
        Entry<K, C> spare = first(unwanted);
        return spare == null && aside.size() > keys.size() ? first(aside) : spare;
    }

    /** All that are set aside, as they are now. */
    List<Entry<K, C>> allAside() {
        if (aside.isEmpty() && unwanted.isEmpty()) {
            return List.of();
        }
        List<Entry<K, C>> all = new ArrayList<>(aside);
        all.addAll(unwanted);
        return all;
    }

    private static <T> @Nullable T first(Set<T> set) {
        return set.isEmpty() ? null : set.iterator().next();
    }
}
