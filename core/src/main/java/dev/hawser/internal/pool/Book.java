package dev.hawser.internal.pool;

import dev.hawser.ReuseOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One key's part of the ledger: its connections, and the demand for them. */
final class Book<K, C extends Poolable> {
    /** What is known of the peer: does it allow several exchanges at once on a connection? */
    enum Sharing {
        /** No connection has been opened: it is as the wants say. */
        UNKNOWN,
        NO,
        YES
    }

    final K key;

    /** Its own connections that may be used, and carry no exchange. */
    int idle;

    /** Those of them whose lifetime is not about to end. */
    int ready;

    /** Its own connections that may be used. */
    int open;

    /** Its own connections that carry their last exchanges. */
    int draining;

    /** Its own idle connections of capacity 1. */
    final Shelf<K, C> shelf = new Shelf<>();

    /** Its own open connections of any other capacity, and those of other keys that serve it too; see {@link #share}. */
    List<Entry<K, C>> shared = List.of();

    /** Its own connections that are set aside to make room for another key; see {@link Promises}. */
    List<Entry<K, C>> aside = List.of();

    /** Who waits, and what is under way for them; null while there is neither. */
    @Nullable
    Demand<K, C> demand;

    /** What is held ready for it; null if nothing is. */
    @Nullable
    Reserve<K, C> reserve;

    Sharing sharing = Sharing.UNKNOWN;

    /** How many exchanges at once the peer allowed on a connection when it last said so; 0 if it did not. */
    int allowance;

    /** Its own connections of an earlier generation are not to be used again; see {@link SoftEvictions}. */
    long oldestGeneration;

    Book(K key) {
        this.key = key;
    }

    /** What its limit counts. */
    int total() {
        return dialing() + open + draining;
    }

    int dialing() {
        return demand == null ? 0 : demand.dials.size();
    }

    int waiting() {
        return demand == null ? 0 : demand.waiting();
    }

    /** The first of those whom any connection serves. */
    @Nullable
    Waiter<K, C> firstWaiter() {
        return demand == null ? null : demand.waiters.first();
    }

    /** The first of all who wait. */
    @Nullable
    Waiter<K, C> firstOfAll() {
        return demand == null ? null : demand.firstOfAll();
    }

    /** Whether someone waits whom only a fresh connection serves. */
    boolean isFreshWanted() {
        return demand != null && !demand.freshWaiters.isEmpty();
    }

    /** The demand, which begins if there was none. */
    Demand<K, C> openDemand() {
        Demand<K, C> current = demand;
        if (current == null) {
            current = new Demand<>(this);
            demand = current;
        }
        return current;
    }

    void setAside(Entry<K, C> entry) {
        if (aside.isEmpty()) {
            aside = new ArrayList<>(1);
        }
        aside.add(entry);
    }

    void takeBack(Entry<K, C> entry) {
        if (aside.remove(entry) && aside.isEmpty()) {
            aside = List.of();
        }
    }

    void share(Entry<K, C> entry) {
        if (shared.isEmpty()) {
            shared = new ArrayList<>(1);
        }
        shared.add(entry);
    }

    void unshare(Entry<K, C> entry) {
        if (shared.remove(entry) && shared.isEmpty()) {
            shared = List.of();
        }
    }

    /** The connection to be leased next: of those that share the least loaded, else an idle one. */
    @Nullable
    Entry<K, C> choose(ReuseOrder order) {
        Entry<K, C> best = null;
        for (int i = 0; i < shared.size(); i++) {
            Entry<K, C> entry = shared.get(i);
            if (entry.hasRoom() && (best == null || entry.isLessLoadedThan(best))) {
                best = entry;
            }
        }
        return best == null ? shelf.next(order) : best;
    }

    /** Whether a connection that shares could carry one exchange more. */
    boolean hasSharedRoom() {
        for (Entry<K, C> entry : shared) {
            if (entry.hasRoom()) {
                return true;
            }
        }
        return false;
    }

    /** Its own connection that has been idle for longest. */
    @Nullable
    Entry<K, C> longestIdle(ReuseOrder order) {
        Entry<K, C> longest = shelf.longestIdle(order);
        for (Entry<K, C> entry : shared) {
            if (entry.home == this
                    && entry.isIdle()
                    && (longest == null || entry.idleSinceNanos - longest.idleSinceNanos < 0)) {
                longest = entry;
            }
        }
        return longest;
    }

    /** Whether its peer shares, and as many connections are open as may be when their exchanges run out. */
    boolean isSharedOut(PoolSettings settings) {
        return sharing == Sharing.YES && serving() >= settings.maxShared();
    }

    /** Its own connections that may be used, but for those of which it is not known whether their peer is there. */
    int serving() {
        int serving = open;
        for (Entry<K, C> entry : shared) {
            if (entry.home == this && entry.suspected) {
                serving--;
            }
        }
        return serving;
    }

    boolean isBlank() {
        return total() == 0 && waiting() == 0 && shared.isEmpty() && reserve == null;
    }

    /** Whether the peer of a connection of its own allows no exchange for now. */
    boolean hasPaused() {
        for (Entry<K, C> entry : shared) {
            if (entry.home == this && entry.state == Entry.State.OPEN && entry.allowance == 0) {
                return true;
            }
        }
        return false;
    }
}
