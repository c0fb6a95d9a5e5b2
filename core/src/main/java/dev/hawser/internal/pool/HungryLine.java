package dev.hawser.internal.pool;

import org.jspecify.annotations.Nullable;

/** The keys that need a dial: who has not been served for longer comes first. */
final class HungryLine<K, C extends Poolable> {
    /** How often a connection of another key comes back, at most, before one makes room for a key. */
    private static final int MOST_RETURNS = 2;

    private @Nullable Demand<K, C> first;
    private @Nullable Demand<K, C> last;

    /** How many connections came back that others of their key waited for, ever. */
    private long returns;

    /** A connection came back that others of its key wait for. */
    void countReturn(Demand<K, C> demand) {
        returns++;
        demand.ownReturns++;
    }

    /** Puts a key at the end, unless it is in the line. */
    void put(Demand<K, C> demand) {
        if (demand.isInLine) {
            return;
        }
        demand.servedAtReturn = returns;
        demand.ownReturns = 0;
        demand.isInLine = true;
        demand.ahead = last;
        if (last == null) {
            first = demand;
        } else {
            last.behind = demand;
        }
        last = demand;
    }

    void remove(Demand<K, C> demand) {
        if (!demand.isInLine) {
            return;
        }
        if (demand.ahead == null) {
            first = demand.behind;
        } else {
            demand.ahead.behind = demand.behind;
        }
        if (demand.behind == null) {
            last = demand.ahead;
        } else {
            demand.behind.ahead = demand.ahead;
        }
        demand.isInLine = false;
        demand.ahead = null;
        demand.behind = null;
    }

    /** The first, but for one. */
    @Nullable
    Demand<K, C> first(Demand<K, C> butFor, PoolSettings settings) {
        Demand<K, C> demand = first(settings);
        if (demand == butFor) {
            demand = demand.behind;
            while (demand != null && !demand.needsDial(settings)) {
                Demand<K, C> next = demand.behind;
                remove(demand);
                demand = next;
            }
        }
        return demand;
    }

    /** The first that still needs a dial; those before it leave the line. */
    @Nullable
    Demand<K, C> first(PoolSettings settings) {
        while (first != null && !first.needsDial(settings)) {
            remove(first);
        }
        return first;
    }

    /**
     * Whether a connection of another key that came back is to make room for one in the line: it is the second since one who waits for
     * that was served, or a further key waits behind.
     */
    boolean isDue(Demand<K, C> demand, Demand<K, C> returned, PoolSettings settings) {
        return passed(demand) >= MOST_RETURNS || isFollowed(demand, returned, settings);
    }

    /** How many connections came back elsewhere since one who waits for the key was served. */
    long passed(Demand<K, C> demand) {
        return returns - demand.servedAtReturn - demand.ownReturns;
    }

    private boolean isFollowed(Demand<K, C> demand, Demand<K, C> returned, PoolSettings settings) {
        Demand<K, C> next = demand.behind;
        while (next != null && (next == returned || !next.needsDial(settings))) {
            next = next.behind;
        }
        return next != null;
    }
}
