package dev.hawser.internal.pool;

import dev.hawser.ReuseOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key's idle connections of capacity 1. From bottom to top they are in the order in which they became
 * idle or, under {@link ReuseOrder#ROUND_ROBIN}, in that in which their last leases began.
 */
final class Shelf<K, C extends Poolable> {
    private @Nullable Entry<K, C> bottom;
    private @Nullable Entry<K, C> top;

    /** The one to be leased next. */
    @Nullable
    Entry<K, C> next(ReuseOrder order) {
        return order == ReuseOrder.MOST_RECENTLY_USED ? top : bottom;
    }

    @Nullable
    Entry<K, C> bottom() {
        return bottom;
    }

    /** The one that has been idle for longest. */
    @Nullable
    Entry<K, C> longestIdle(ReuseOrder order) {
        Entry<K, C> longest = bottom;
        if (order == ReuseOrder.ROUND_ROBIN) {
            for (Entry<K, C> entry = bottom; entry != null; entry = entry.above) {
                if (longest == null || entry.idleSinceNanos - longest.idleSinceNanos < 0) {
                    longest = entry;
                }
            }
        }
        return longest;
    }

    /** All of them, for the audit. */
    List<Entry<K, C>> fromBottom() {
        List<Entry<K, C>> all = new ArrayList<>();
        for (Entry<K, C> entry = bottom; entry != null; entry = entry.above) {
            all.add(entry);
        }
        return all;
    }

    /** Puts an entry in its place: the top, unless leases of one key that began later have ended sooner. */
    void add(Entry<K, C> entry, ReuseOrder order) {
        Entry<K, C> under = top;
        if (order == ReuseOrder.ROUND_ROBIN) {
            while (under != null && under.leasedNanos - entry.leasedNanos > 0) {
                under = under.below;
            }
        }
        Entry<K, C> over = under == null ? bottom : under.above;
        entry.below = under;
        entry.above = over;
        if (under == null) {
            bottom = entry;
        } else {
            under.above = entry;
        }
        if (over == null) {
            top = entry;
        } else {
            over.below = entry;
        }
    }

    void remove(Entry<K, C> entry) {
        if (entry.below == null) {
            bottom = entry.above;
        } else {
            entry.below.above = entry.above;
        }
        if (entry.above == null) {
            top = entry.below;
        } else {
            entry.above.below = entry.below;
        }
        entry.below = null;
        entry.above = null;
    }
}
