package dev.hawser.internal.pool;

import dev.hawser.Retirement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection's page in the ledger, from the beginning of its dial to its end. Its deadline in the heap of
 * {@link Ledger} is never later than the time at which its lifetime ends, or its own idle time if that is
 * shorter than the pool's; it may be earlier, as a lease does not move it.
 */
final class Entry<K, C extends Poolable> extends Deadlines.Item {
    /** Where a connection is in its life. */
    enum State {
        /** To OPEN when the dial has made a connection, to CLOSED when it has not. */
        DIALING,
        /** To CLOSED when it is retired while it carries no exchange, to DRAINING when it carries one or more. */
        OPEN,
        /** To CLOSED when the last exchange has ended. */
        DRAINING,
        /** The end. */
        CLOSED
    }

    /** The idle time of an entry whose server named none. */
    static final long NO_HINT = -1;

    /** How long before the end of its lifetime another is made in its place, at most; else a tenth of it. */
    private static final long MOST_REPLACE_NANOS = 10_000_000_000L;

    /** The key's book that counts it. */
    final Book<K, C> home;

    /** The events that are to be told; null if nobody listens. */
    final @Nullable News<K, C> news;

    State state = State.DIALING;

    /** What is known of the dial; null after it. */
    @Nullable
    Dialing<K, C> dialing;

    private @Nullable C connection;

    /** The exchanges it carries, each under a lease. */
    int streams;

    /** The exchanges it may carry at once; 0 while it is suspected. */
    int capacity;

    /** The exchanges that its peer and we allow at once. */
    int allowance;

    /** Whether it is not known whether its peer is there. */
    boolean suspected;

    /** The exchanges that it has begun to carry, ever. */
    int uses;

    /** The exchanges that it may begin to carry, ever. */
    int useLimit;

    /** The pool's generation when its dial began; see {@link SoftEvictions}. */
    long generation;

    long bornNanos;
    long lifetimeEndNanos;

    /** Whether its lifetime is about to end, so that another is to be made in its place. */
    boolean expiring;

    /** When it last began to carry no exchange. */
    long idleSinceNanos;

    /** Whether it carries no exchange, and none may begin, as it is to make room for another key; see {@link Promises}. */
    boolean isAside;

    /** Whether it is idle and watched, or about to be. */
    boolean watched;

    /** When its last lease began. */
    long leasedNanos;

    /** Whether its peer stands between it and whom it leads to. */
    boolean relayed;

    /** The idle time that its server named, less the margin; or {@link #NO_HINT}. */
    long hintedIdleNanos = NO_HINT;

    /** Why it was retired; null before that. Set once. */
    @Nullable
    Retirement retirement;

    /** The latest of its leases. They are reachable from here, as a lost lease must be found when its holder is garbage. */
    @Nullable
    Lease<K, C> leases;

    /** The other keys' books that list it. */
    List<Book<K, C>> guestOf = List.of();

    /** The further keys under which it can be found. */
    List<K> furtherKeys = List.of();

    /** Its neighbours in {@link IdleOrder}. */
    @Nullable
    Entry<K, C> longerIdle;

    @Nullable
    Entry<K, C> shorterIdle;

    /** Its neighbours in {@link Shelf}. */
    @Nullable
    Entry<K, C> below;

    @Nullable
    Entry<K, C> above;

    Entry(Book<K, C> home, @Nullable News<K, C> news, Dialing<K, C> dialing) {
        this.home = home;
        this.news = news;
        this.dialing = dialing;
    }

    C connection() {
        C open = connection;
        if (open == null) {
            throw new IllegalStateException("no connection to " + home.key + " yet");
        }
        return open;
    }

    void opened(C made) {
        connection = made;
    }

    boolean isIdle() {
        return state == State.OPEN && streams == 0 && !isAside;
    }

    /** When another is to be made in its place, if its key has a reserve. */
    long replaceNanos() {
        return lifetimeEndNanos - Math.min(MOST_REPLACE_NANOS, (lifetimeEndNanos - bornNanos) / 10);
    }

    /** Whether it may carry one exchange more. */
    boolean hasRoom() {
        return state == State.OPEN && !isAside && streams < capacity && uses < useLimit;
    }

    /** The exchanges it carries, as a part of those it may carry. */
    boolean isLessLoadedThan(Entry<K, C> other) {
        return (long) streams * other.capacity < (long) other.streams * capacity;
    }

    /** How long it is kept while idle. */
    long idleTimeNanos(PoolSettings settings) {
        if (hintedIdleNanos != NO_HINT) {
            return Math.min(hintedIdleNanos, settings.keepAliveNanos());
        }
        return relayed ? settings.keepAliveRelayedNanos() : settings.keepAliveWithoutHintNanos();
    }

    /** Why it must go when an exchange has ended; null if it need not. */
    @Nullable
    Retirement endOnReturn(long now) {
        if (uses >= useLimit) {
            return Retirement.MAX_REQUESTS;
        }
        if (hintedIdleNanos == 0) {
            return Retirement.KEEP_ALIVE_EXPIRED;
        }
        return now - lifetimeEndNanos >= 0 ? Retirement.MAX_LIFETIME : null;
    }

    /** Why its time is over; null if it is not. */
    @Nullable
    Retirement overdue(PoolSettings settings, long now) {
        if (now - lifetimeEndNanos >= 0) {
            return Retirement.MAX_LIFETIME;
        }
        return isIdle() && now - idleSinceNanos >= idleTimeNanos(settings) ? Retirement.KEEP_ALIVE_EXPIRED : null;
    }

    void add(Lease<K, C> lease) {
        lease.older = leases;
        if (leases != null) {
            leases.newer = lease;
        }
        leases = lease;
    }

    void remove(Lease<K, C> lease) {
        if (lease.newer == null) {
            leases = lease.older;
        } else {
            lease.newer.older = lease.older;
        }
        if (lease.older != null) {
            lease.older.newer = lease.newer;
        }
        lease.newer = null;
        lease.older = null;
    }

    void addGuestBook(Book<K, C> book) {
        if (guestOf.isEmpty()) {
            guestOf = new ArrayList<>(1);
        }
        guestOf.add(book);
    }

    /** Whether it was a guest of that book; it is none from now on. */
    boolean removeGuestBook(Book<K, C> book) {
        return !guestOf.isEmpty() && guestOf.remove(book);
    }
}
