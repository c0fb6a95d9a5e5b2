package dev.hawser.internal.pool;

import org.jspecify.annotations.Nullable;

/**
 * The keys that need a dial. Those without any connection, their own dials counted, come before the others;
 * among both, who has not been served for longer comes first. One of the others that starves comes before
 * those who queue for less.
 */
final class HungryLine<K, C extends Poolable> {
    /** How long nobody of a key is served before it starves. */
    static final long STARVING_NANOS = 1_000_000_000L;

    /** How many connections came back while keys queued, ever. */
    private long returns;

    private final Row<K, C> without = new Row<>();
    private final Row<K, C> others = new Row<>();

    /** Puts a key at the end; or, if it is in the line, among those it belongs to now. */
    void put(Demand<K, C> demand, long now) {
        Row<K, C> row = rowOf(demand);
        if (demand.row == row) {
            return;
        }
        if (demand.row == null) {
            demand.beginHunger(returns, now);
        } else {
            demand.row.remove(demand);
        }
        row.add(demand);
    }

    void remove(Demand<K, C> demand) {
        if (demand.row != null) {
            demand.row.remove(demand);
        }
    }

    /** One who waits for the key was served with a connection at hand: the key goes to the end. */
    void served(Demand<K, C> demand, long now) {
        Row<K, C> row = demand.row;
        if (row != null) {
            demand.servedInHunger(returns, now);
            row.remove(demand);
            row.add(demand);
        }
    }

    /** The first that still needs a dial, other than that of this key; those that need none any more leave the line. */
    @Nullable
    Demand<K, C> first(@Nullable Book<K, C> butOf, PoolSettings settings, long now) {
        Demand<K, C> poor = first(without, butOf, settings);
        Demand<K, C> other = first(others, butOf, settings);
        if (poor == null || other == null) {
            return poor == null ? other : poor;
        }
        boolean otherStarves = other.hungryFor(now) >= STARVING_NANOS && other.hungryFor(now) > poor.hungryFor(now);
        return otherStarves ? other : poor;
    }

    /** The one other than that of this key that still needs a dial and has not been served for longest. */
    @Nullable
    Demand<K, C> longest(Book<K, C> butOf, PoolSettings settings, long now) {
        Demand<K, C> poor = first(without, butOf, settings);
        Demand<K, C> other = first(others, butOf, settings);
        if (poor == null || other == null) {
            return poor == null ? other : poor;
        }
        return other.hungryFor(now) > poor.hungryFor(now) ? other : poor;
    }

    /** A connection came back that might have made room; returns how many did since anyone of this key was served, or it got in line. */
    long passOver(Demand<K, C> demand) {
        return ++returns - demand.servedAtReturn;
    }

    /** Whether a further one, other than that of this key, needs a dial. */
    boolean isFollowed(Demand<K, C> first, Book<K, C> butOf, PoolSettings settings) {
        return isFollowed(first, without, butOf, settings) || isFollowed(first, others, butOf, settings);
    }

    private boolean isFollowed(Demand<K, C> first, Row<K, C> row, Book<K, C> butOf, PoolSettings settings) {
        Demand<K, C> demand = row.first;
        while (demand != null && (demand == first || demand.book == butOf || !demand.needsDial(settings))) {
            demand = demand.behind;
        }
        return demand != null;
    }

    private @Nullable Demand<K, C> first(Row<K, C> row, @Nullable Book<K, C> butOf, PoolSettings settings) {
        Demand<K, C> demand = row.first;
        while (demand != null && (demand.book == butOf || !demand.needsDial(settings))) {
            Demand<K, C> next = demand.behind;
            if (demand.book != butOf) {
                row.remove(demand);
            }
            demand = next;
        }
        return demand;
    }

    boolean contains(Demand<K, C> demand) {
        for (Demand<K, C> each = rowOf(demand).first; each != null; each = each.behind) {
            if (each == demand) {
                return true;
            }
        }
        return false;
    }

    private Row<K, C> rowOf(Demand<K, C> demand) {
        return demand.book.total() == 0 ? without : others;
    }

    /** Some of them, in order. */
    static final class Row<K, C extends Poolable> {
        private @Nullable Demand<K, C> first;
        private @Nullable Demand<K, C> last;

        private void add(Demand<K, C> demand) {
            demand.row = this;
            demand.ahead = last;
            if (last == null) {
                first = demand;
            } else {
                last.behind = demand;
            }
            last = demand;
        }

        private void remove(Demand<K, C> demand) {
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
            demand.row = null;
            demand.ahead = null;
            demand.behind = null;
        }
    }
}
