package dev.hawser.internal.pool;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key's part of the ledger: its connections, its dials, and those who wait for it. Its deadline is the
 * time at which its dials have been without outcome for so long that one more may begin.
 */
final class Book<K, C extends Poolable> extends Deadlines.Item {
    /** What is known of the peer: does it allow several exchanges at once on a connection? */
    enum Sharing {
        /** No connection has been opened: it is as the wants say. */
        UNKNOWN,
        NO,
        YES
    }

    /** The time after which a second dial begins to a peer that may share; the next ones take twice as long each. */
    static final long PATIENCE_NANOS = 250_000_000L;

    private static final int MOST_DOUBLINGS = 20;

    final K key;

    /** Its own connections that may be used, and carry no exchange. */
    int idle;

    /** Its own connections that may be used. */
    int open;

    /** Its own connections that carry their last exchanges. */
    int draining;

    /** Its own connections being made, the oldest first. */
    final List<Entry<K, C>> dials = new ArrayList<>(1);

    /** Its own idle connections of capacity 1. */
    final Shelf<K, C> shelf = new Shelf<>();

    /** Its own open connections of any other capacity, and those of other keys that serve it too. */
    final List<Entry<K, C>> shared = new ArrayList<>(0);

    /** Those whom any connection serves. */
    final WaitLine<K, C> waiters = new WaitLine<>();

    /** Those whom only a connection serves that has carried no exchange. */
    final WaitLine<K, C> freshWaiters = new WaitLine<>();

    Sharing sharing = Sharing.UNKNOWN;

    /** Whether the latest want had it that the peer may share. */
    boolean hinted;

    /** The dials that may be in flight, beside the first, to a peer that may share. */
    int extraDials;

    /** Whether it is in the ledger's queue of those that need a dial. */
    boolean hungry;

    /** Since when it is in that queue without a dial having begun. */
    long hungrySinceNanos;

    Book(K key) {
        this.key = key;
    }

    /** What its limit counts. */
    int total() {
        return dials.size() + open + draining;
    }

    int waiting() {
        return waiters.size() + freshWaiters.size();
    }

    WaitLine<K, C> lineOf(Waiter<K, C> waiter) {
        return waiter.want.fresh() ? freshWaiters : waiters;
    }

    /** The first of all who wait. */
    @Nullable
    Waiter<K, C> firstOfAll() {
        Waiter<K, C> first = waiters.first();
        Waiter<K, C> fresh = freshWaiters.first();
        if (first == null || fresh == null) {
            return first == null ? fresh : first;
        }
        return first.arrival < fresh.arrival ? first : fresh;
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

    /** Whether the peer may allow several exchanges at once on a connection, as far as is known. */
    boolean mayShare() {
        return sharing == Sharing.YES || (sharing == Sharing.UNKNOWN && hinted);
    }

    /**
     * Whether another dial is needed and its own limits allow it. Each dial in flight is for one who waits,
     * whether he came before or after it began. A peer that may share gets one dial at a time, and none while
     * it asks for a pause by a capacity of 0.
     */
    boolean needsDial(PoolSettings settings) {
        int dialing = dials.size();
        if (waiting() <= dialing || dialing >= settings.maxConcurrentDials()) {
            return false;
        }
        if (mayShare() && (dialing > extraDials || hasPaused())) {
            return false;
        }
        return total() < settings.maxPerKey() || idle > 0;
    }

    /** The first who wait without a dial whose failure would be theirs, at most so many. */
    List<Waiter<K, C>> withoutDial(int most) {
        List<Waiter<K, C>> found = new ArrayList<>();
        Waiter<K, C> any = waiters.first();
        Waiter<K, C> fresh = freshWaiters.first();
        while (found.size() < most) {
            Waiter<K, C> next;
            if (any != null && (fresh == null || any.arrival < fresh.arrival)) {
                next = any;
                any = any.behind;
            } else if (fresh != null) {
                next = fresh;
                fresh = fresh.behind;
            } else {
                break;
            }
            if (next.dial == null) {
                found.add(next);
            }
        }
        return found;
    }

    /** Whether one more dial may begin when those in flight have been without outcome for too long. */
    boolean isPatient() {
        return mayShare() && !dials.isEmpty() && waiting() > dials.size();
    }

    /** The time that the dials in flight are given before one more may begin. */
    long patienceNanos() {
        return PATIENCE_NANOS << Math.min(extraDials, MOST_DOUBLINGS);
    }

    boolean isBlank() {
        return total() == 0 && waiting() == 0 && shared.isEmpty();
    }

    private boolean hasPaused() {
        for (Entry<K, C> entry : shared) {
            if (entry.home == this && entry.state == Entry.State.OPEN && entry.capacity == 0) {
                return true;
            }
        }
        return false;
    }
}
