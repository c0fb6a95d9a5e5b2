package dev.hawser.internal.pool;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a connection of one key, and what is under way for them. It exists while someone waits or a dial is
 * in flight. Its deadline is the time at which its dials have been without outcome for so long that one more may
 * begin.
 */
final class Demand<K, C extends Poolable> extends Deadlines.Item {
    /** The time after which a second dial begins to a peer that may share; the next ones take twice as long each. */
    static final long PATIENCE_NANOS = 250_000_000L;

    private static final int MOST_DOUBLINGS = 20;

    final Book<K, C> book;

    /** Its connections being made, the oldest first. */
    final List<Entry<K, C>> dials = new ArrayList<>(1);

    /** Those whom any connection serves. */
    final WaitLine<K, C> waiters = new WaitLine<>();

    /** Those whom only a connection serves that has carried no exchange. */
    final WaitLine<K, C> freshWaiters = new WaitLine<>();

    /** Whether the latest want had it that the peer may share. */
    boolean hinted;

    /** The dials that may be in flight, beside the first, to a peer that may share. */
    int extraDials;

    /** Whether it is in line for a dial. */
    boolean isInLine;

    /** Its neighbours in {@link HungryLine}. */
    @Nullable
    Demand<K, C> ahead;

    @Nullable
    Demand<K, C> behind;

    /** How many connections had come back in all when one who waits was last served, or it got in line. */
    long servedAtReturn;

    /** How many of its own have since. */
    long ownReturns;

    /** When room was promised to it; of meaning only while it is among the {@link Promises}. */
    long promisedNanos;

    Demand(Book<K, C> book) {
        this.book = book;
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

    /** Whether the peer may allow several exchanges at once on a connection, as far as is known. */
    boolean mayShare() {
        return book.sharing == Book.Sharing.YES || (book.sharing == Book.Sharing.UNKNOWN && hinted);
    }

    /**
     * Whether another dial is needed and its own limits allow it. Each dial in flight is for one who waits,
     * whether he came before or after it began. A peer that may share gets one dial at a time, and none while
     * it asks for a pause by a capacity of 0, or has all the connections that it may have; but one who wants a fresh connection
     * gets it.
     */
    boolean needsDial(PoolSettings settings) {
        int dialing = dials.size();
        if (waiting() <= dialing || dialing >= settings.maxConcurrentDials()) {
            return false;
        }
        if (mayShare() && (dialing > extraDials || book.hasPaused())) {
            return false;
        }
        if (freshWaiters.isEmpty() && book.isSharedOut(settings)) {
            return false;
        }
        return book.total() < settings.maxPerKey() || book.idle > 0;
    }

    /**
     * Whether it does well to wait for a connection of its own while one of another key is set aside for it: it has about as many as
     * that one, and nobody wants a fresh one.
     */
    boolean waitsForItsOwn(Book<K, C> other) {
        int own = book.total();
        return own > 0 && other.total() <= own + 1 && freshWaiters.isEmpty();
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

    /** True if nobody waits, and no dial is in flight. */
    boolean isOver() {
        return dials.isEmpty() && waiting() == 0;
    }
}
