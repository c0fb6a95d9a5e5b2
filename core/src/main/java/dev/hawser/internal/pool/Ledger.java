package dev.hawser.internal.pool;

import dev.hawser.Retirement;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The book of all connections and of all who want one: every decision of the pool, and nothing else. It is
 * used by one thread at a time, and decides in the step in which something happens; what is to be performed
 * is left in {@link #takeTodo}.
 *
 * <ol>
 *   <li>dialing + open + draining ≤ maxTotal, and the same per key; after a limit is lowered, no dial begins
 *       until below.
 *   <li>0 ≤ streams ≤ capacity; after a peer lowers its capacity, no new stream starts until below.
 *   <li>Nobody waits while their key has a free stream (a connection that is set aside to make room for another key has none:
 *       {@link Promises}), or while they could have a dial of their own: every
 *       limit (total, per key, dials in flight, one at a time to a peer that may share, connections to one that
 *       does) allows it, or an idle connection can be retired to make room. A dial in flight whose waiter has gone counts as the own dial
 *       of one who waits. Who wants a fresh connection is not served by a free stream, unless its peer shares and the
 *       limit of the key is reached.
 *   <li>Waiters of one key are served in order of arrival; no newcomer overtakes. Who comes again, as the place that he was
 *       given was none any more, has arrived before all others.
 *   <li>A wait settles once. A connection delivered to one who gave up goes to the next.
 *   <li>A closed entry has exactly one {@link Retirement}.
 *   <li>Nothing here blocks, calls out, reads a clock or does I/O.
 * </ol>
 *
 * {@link Audit} checks what can be seen of them from outside a step.
 */
final class Ledger<K, C extends Poolable> extends Bookkeeping<K, C> {
    /** Why a wait cannot begin. */
    enum Refusal {
        CLOSED,
        TOO_MANY_WAITERS
    }

    /** Those who had a place already that was none any more, and so come before all others who wait. */
    private long returns;

    private long arrivals = Long.MAX_VALUE / 2;

    /**
     * An empty ledger.
     *
     * @param dropped where leases go whose holder is garbage; only passed on to them
     * @param narrates whether events are to be told
     */
    Ledger(PoolSettings settings, ReferenceQueue<Object> dropped, boolean narrates) {
        super(settings, dropped, narrates);
    }

    /** What was decided since the last call; null if there is nothing to perform. */
    @Nullable
    Todo<K, C> takeTodo() {
        return agenda.take();
    }

    // Leases

    /** Leases a connection with room; null if there is none, or others wait. */
    @Nullable
    Lease<K, C> leaseIdle(K key, Object holder, long now) {
        Book<K, C> book = shelves.books.get(key);
        if (book == null || suspended || firstWaiter(book) != null) {
            return null;
        }
        Entry<K, C> entry = chooseAlive(book, now);
        Lease<K, C> lease = entry == null ? null : lease(entry, key, holder, now);
        settle(now);
        return lease;
    }

    /**
     * Ends a lease.
     *
     * @param reason why the connection must go; null if it need not
     * @param used whether the lease was taken into use
     */
    void release(Lease<K, C> lease, @Nullable Retirement reason, boolean used, long now) {
        Entry<K, C> entry = lease.entry;
        if (entry.streams <= 0) {
            throw new IllegalStateException("a lease of " + entry.home.key + " ended that had not begun");
        }
        entry.remove(lease);
        longLeases.remove(lease);
        entry.streams--;
        if (!used) {
            entry.uses--;
        } else if (reason != Retirement.LEAKED) {
            agenda.returned(lease);
        }
        if (entry.state == Entry.State.DRAINING) {
            if (entry.streams == 0) {
                close(entry, now);
            }
        } else {
            Retirement end = reason == null ? endOnReturn(entry, now) : reason;
            if (end != null) {
                retire(entry, end, now);
            } else {
                freed(entry, now);
            }
        }
        settle(now);
    }

    /** Ends a lease whose holder is garbage. */
    void lost(Lease<K, C> lease, long now) {
        leaked++;
        agenda.lost(lease, now);
        release(lease, Retirement.LEAKED, true, now);
    }

    /** Counts one exchange more under a lease that is held; false if its connection may carry no more. */
    boolean again(Lease<K, C> lease) {
        Entry<K, C> entry = lease.entry;
        if (entry.state != Entry.State.OPEN || entry.uses >= entry.useLimit) {
            return false;
        }
        entry.uses++;
        return true;
    }

    /** Takes in the idle time and the further uses that a server named; negative if it named none. */
    void keepAlive(Lease<K, C> lease, long timeoutNanos, int max, long now) {
        Entry<K, C> entry = lease.entry;
        if (timeoutNanos >= 0) {
            entry.hintedIdleNanos = KeepAlive.idleNanos(timeoutNanos);
        }
        if (max >= 0) {
            entry.useLimit = KeepAlive.useLimit(entry.uses, max, settings.maxUses());
            serve(entry, now);
            settle(now);
        }
    }

    // Waits

    /** Begins a wait; its outcome is among the deliveries, now or later. */
    @Nullable
    Refusal ask(Waiter<K, C> waiter, long now) {
        if (closed) {
            return Refusal.CLOSED;
        }
        waiter.arrival = waiter.want.again() ? ++returns : ++arrivals;
        waiter.sinceNanos = now;
        Book<K, C> book = await(waiter);
        book.openDemand().hinted = waiter.want.mayShare();
        keepReserve(book, waiter.want.background(), now);
        serve(book, now);
        crave(book, now);
        settle(now);
        if (waiter.phase == Waiter.Phase.WAITING && waiting - dials.inFlight() > settings.maxWaiters()) {
            leaveLine(waiter, Waiter.Phase.GAVE_UP);
            settle(now);
            return Refusal.TOO_MANY_WAITERS;
        }
        return null;
    }

    /** Holds idle connections ready for a key from now on, whether it is used or not. */
    void warm(K key, Dialer<K, C> background, long now) {
        if (closed || settings.minIdlePerKey() == 0) {
            return;
        }
        Book<K, C> book = shelves.book(key);
        keepReserve(book, background, now);
        if (book.reserve != null) {
            book.reserve.warmed = true;
        }
        settle(now);
    }

    private void keepReserve(Book<K, C> book, @Nullable Dialer<K, C> background, long now) {
        if (settings.minIdlePerKey() == 0 || background == null) {
            return;
        }
        if (book.reserve == null) {
            book.reserve = new Reserve<>(book, background, now);
        }
        book.reserve.usedNanos = now;
        reserves.look(book);
    }

    /** Lets one wait again whose connection was dead on delivery, in his old place. */
    @Nullable
    Refusal askAgain(Waiter<K, C> waiter, long now) {
        if (waiter.phase != Waiter.Phase.SETTLED) {
            return null;
        }
        if (closed) {
            return Refusal.CLOSED;
        }
        Book<K, C> book = await(waiter);
        serve(book, now);
        crave(book, now);
        settle(now);
        return null;
    }

    /** Ends a wait; false if it had settled: then what was delivered is the shell's to give back. */
    boolean giveUp(Waiter<K, C> waiter, long now) {
        boolean waited = waiter.phase == Waiter.Phase.WAITING;
        if (waited) {
            leaveLine(waiter, Waiter.Phase.GAVE_UP);
            settle(now);
        } else {
            waiter.phase = Waiter.Phase.GAVE_UP;
        }
        return waited;
    }

    // Dials

    /**
     * A dial has made a connection.
     *
     * @param jitter the draw from 0 to 1 that shortens its lifetime
     */
    void opened(Entry<K, C> entry, Dialed.Opened<K, C> made, double jitter, long now) {
        Book<K, C> book = entry.home;
        dials.end(entry, now);
        if (book.reserve != null) {
            book.reserve.opened();
            reserves.look(book);
        }
        entry.opened(made.connection());
        entry.relayed = made.relayed();
        entry.state = Entry.State.OPEN;
        entry.capacity = cap(book.allowance == 0 ? made.capacity() : Math.min(made.capacity(), book.allowance));
        entry.bornNanos = now;
        entry.idleSinceNanos = now;
        entry.useLimit = settings.maxUses();
        long lifetime = settings.maxLifetimeNanos();
        entry.lifetimeEndNanos = now + lifetime - (long) (lifetime * settings.lifetimeJitter() * jitter);
        book.open++;
        entry.allowance = entry.capacity;
        int shared = cap(made.capacity());
        book.sharing = shared == 1 ? Book.Sharing.NO : Book.Sharing.YES;
        agenda.opened(entry);
        boolean duplicate =
                shared > 1 && !book.isFreshWanted() && (book.hasSharedRoom() || book.serving() > settings.maxShared());
        shelves.add(entry, made.furtherKeys());
        if (closed) {
            end(entry, Retirement.SHUTDOWN, now);
        } else if (evictions.isEvicted(entry)) {
            end(entry, Retirement.EVICTED, now);
        } else if (duplicate) {
            end(entry, Retirement.DUPLICATE, now);
        } else {
            awaitEndOfLife(entry);
            agenda.ringBy(entry.dueNanos());
            serveFresh(entry, now);
            freed(entry, now);
        }
        dialEnded(book, now);
        settle(now);
    }

    /** A dial has found that another connection serves its key as well. */
    void joined(Entry<K, C> dial, C connection, long now) {
        Book<K, C> book = dial.home;
        dials.end(dial, now);
        adopt(connection, book, now);
        dialEnded(book, now);
        settle(now);
    }

    /** Lets a connection serve one key more, if it is still open. */
    void adopt(C connection, K key, long now) {
        Book<K, C> book = shelves.book(key);
        adopt(connection, book, now);
        shelves.tidy(book);
        settle(now);
    }

    /** A dial has ended without a connection. */
    void failed(Entry<K, C> dial, Throwable cause, long now) {
        Book<K, C> book = dial.home;
        List<Waiter<K, C>> awaiting = dials.end(dial, now);
        agenda.dialFailed(dial, cause);
        if (book.reserve != null) {
            book.reserve.failed(now);
            reserves.deadlines.remove(book.reserve);
            reserves.look(book);
        }
        if (!dials.passOn(awaiting, book)) {
            for (Waiter<K, C> waiter : awaiting) {
                leaveLine(waiter, Waiter.Phase.SETTLED);
                agenda.fail(waiter, cause, awaiting.size() > 1);
            }
        }
        dialEnded(book, now);
        tellIfEmptied(now);
        settle(now);
    }

    /** A dial of a key is off the books: those who wait may be served with what another connection has, or need another. */
    private void dialEnded(Book<K, C> book, long now) {
        serve(book, now);
        crave(book, now);
        shelves.tidy(book);
    }

    /** The open connections with room that can be found under one of the keys. */
    List<C> candidates(List<K> keys) {
        return shelves.candidates(keys);
    }

    // Connections

    /** Takes in how many exchanges a peer allows at once. Its next connections are expected to allow as many, until it tells. */
    void capacityChanged(C connection, int capacity, long now) {
        Entry<K, C> entry = shelves.open(connection);
        if (entry == null) {
            return;
        }
        entry.home.allowance = capacity;
        entry.allowance = cap(capacity);
        if (entry.allowance > 1) {
            entry.home.sharing = Book.Sharing.YES;
        }
        fit(entry, now);
        settle(now);
    }

    /** Takes in that it is not known whether the peer of a connection is there, or is known again. */
    void suspicionChanged(C connection, boolean suspected, long now) {
        Entry<K, C> entry = shelves.open(connection);
        if (entry != null) {
            entry.suspected = suspected;
            fit(entry, now);
            settle(now);
        }
    }

    /** Lets a connection carry as many exchanges as it now may. */
    private void fit(Entry<K, C> entry, long now) {
        shelves.changeCapacity(entry, entry.suspected ? 0 : entry.allowance, settings.reuseOrder());
        serve(entry, now);
        serve(entry.home, now);
        crave(entry.home, now);
        for (Book<K, C> host : entry.guestOf) {
            crave(host, now);
        }
    }

    /** Makes a connection take no new exchange. It is closed when it carries none. */
    void drain(C connection, Retirement reason, long now) {
        Entry<K, C> entry = shelves.open(connection);
        if (entry != null) {
            retire(entry, reason, now);
            settle(now);
        }
    }

    /** Makes a connection serve a key no longer that is not its own. */
    void withdraw(C connection, K key, long now) {
        Entry<K, C> entry = shelves.open(connection);
        Book<K, C> book = shelves.books.get(key);
        if (entry != null && book != null && entry.removeGuestBook(book)) {
            book.unshare(entry);
            crave(book, now);
            shelves.tidy(book);
            settle(now);
        }
    }

    /** Retires all that is idle. */
    void evictAll(Retirement reason, long now) {
        Entry<K, C> entry = shelves.idleOrder.longest();
        while (entry != null) {
            retire(entry, reason, now);
            entry = shelves.idleOrder.longest();
        }
        for (Entry<K, C> aside : dials.promises.allAside()) {
            retire(aside, reason, now);
        }
        settle(now);
    }

    /** Lets no connection that is open or being dialled be used again, or only those of one key. */
    void softEvict(@Nullable K key, long now) {
        Book<K, C> book = key == null ? null : shelves.books.get(key);
        if (key == null) {
            evictions.evictAll();
        } else if (book != null) {
            evictions.evict(book);
        }
        agenda.ringBy(now);
    }

    /** Gives out no connection, and begins no dial, until {@link #resume}. */
    void suspend() {
        suspended = true;
    }

    void resume(long now) {
        suspended = false;
        for (Book<K, C> book : shelves.allBooks()) {
            serve(book, now);
            crave(book, now);
            reserves.look(book);
        }
        if (dials.promises.first() != null) {
            agenda.ringBy(now);
        }
        settle(now);
    }

    void resize(PoolSettings newSettings, long now) {
        settings = newSettings;
        while (count() > settings.maxTotal() && shelves.idleOrder.size() > 0) {
            retire(shelves.idleOrder.longest(), Retirement.OVER_LIMIT, now);
        }
        for (Entry<K, C> aside : dials.promises.allAside()) {
            if (isOver(aside.home)) {
                retire(aside, Retirement.OVER_LIMIT, now);
            }
        }
        for (Book<K, C> book : shelves.allBooks()) {
            while (book.total() > settings.maxPerKey() && book.idle > 0) {
                retire(book.longestIdle(settings.reuseOrder()), Retirement.OVER_LIMIT, now);
            }
            enforceIdleLimits(book, now);
            serve(book, now);
            crave(book, now);
            reserves.look(book);
        }
        for (Entry<K, C> entry = shelves.idleOrder.longest(); entry != null; entry = entry.shorterIdle) {
            expect(entry);
        }
        settle(now);
    }

    /** Ends all waits, retires all connections, aborts all dials. */
    void close(Throwable cause, long now) {
        closed = true;
        for (Book<K, C> book : shelves.allBooks()) {
            reserves.end(book);
            shelves.tidy(book);
            if (book.demand != null) {
                book.demand.dials.forEach(agenda::abort);
            }
            Waiter<K, C> waiter = book.firstOfAll();
            while (waiter != null) {
                leaveLine(waiter, Waiter.Phase.SETTLED);
                agenda.fail(waiter, cause, true);
                waiter = book.firstOfAll();
            }
        }
        for (Entry<K, C> entry : List.copyOf(shelves.entries.values())) {
            if (entry.state == Entry.State.OPEN) {
                retire(entry, Retirement.SHUTDOWN, now);
            }
        }
        tellIfEmptied(now);
        settle(now);
    }

    // Time

    /**
     * One step of tidying up: retires one connection that has outlived its idle time, its lifetime or the idle
     * limit, or lets one more dial begin.
     *
     * @return 0 if something was done; else the nanoseconds until something may be due: what is left of the
     *     idle time of the connection that is idle for longest, or the keep-alive duration if all are in use,
     *     or sooner; {@link #NOTHING_LEFT} if there is no connection, and nobody waits
     */
    long cleanup(long now) {
        if (dials.endPatience(settings, now)
                || keepPromise(now)
                || retireEvicted(now)
                || retireOverdue(now)
                || tellLongLease(now)
                || lookAtReserve(now)) {
            settle(now);
            return 0;
        }
        long left = NOTHING_LEFT;
        Entry<K, C> longest = shelves.idleOrder.longest();
        if (longest != null) {
            left = settings.keepAliveNanos() - (now - longest.idleSinceNanos);
        } else if (!shelves.entries.isEmpty()) {
            left = settings.keepAliveNanos();
        }
        left = sooner(left, deadlines.first(), now);
        left = sooner(left, dials.patience.first(), now);
        left = sooner(left, reserves.deadlines.first(), now);
        Demand<K, C> promised = suspended ? null : dials.promises.first();
        if (promised != null) {
            left = sooner(left, Promises.dueNanos(promised) - now);
        }
        Lease<K, C> oldest = longLeases.first();
        if (oldest != null) {
            left = sooner(left, oldest.leasedNanos + settings.leakThresholdNanos() - now);
        }
        if (waiting > 0) {
            left = left == NOTHING_LEFT ? LEAK_POLL_NANOS : Math.min(left, LEAK_POLL_NANOS);
        }
        return left;
    }

    /** The lease is not told of as held for too long. */
    void lasts(Lease<K, C> lease) {
        longLeases.remove(lease);
    }

    /** {@link #cleanup} for the alarm, which is set anew for what is left; has those watched that are idle for long. */
    long cleanupAtAlarm(long now) {
        long left = cleanup(now);
        if (left != 0) {
            left = watchIdle(left, now);
        }
        if (left == NOTHING_LEFT) {
            agenda.rangAndRests();
        } else {
            agenda.rangUntil(now + left);
        }
        return left;
    }

    /** Whether only the dials in flight keep those waiting who want a connection of a key: no limit does. */
    boolean waitsForDials(K key) {
        Book<K, C> book = shelves.books.get(key);
        return book != null
                && !suspended
                && book.dialing() > 0
                && book.total() < settings.maxPerKey()
                && count() < settings.maxTotal();
    }

    int idleOf(K key) {
        Book<K, C> book = shelves.books.get(key);
        return book == null ? 0 : book.idle;
    }

    PoolCounts counts() {
        int idle = shelves.idleOrder.size();
        return new PoolCounts(dials.inFlight(), idle, shelves.entries.size() - draining - idle, draining, waiting);
    }

    /** All leases that have not ended. */
    List<Lease<K, C>> leases() {
        List<Lease<K, C>> all = new ArrayList<>();
        for (Entry<K, C> entry : shelves.entries.values()) {
            for (Lease<K, C> lease = entry.leases; lease != null; lease = lease.older) {
                all.add(lease);
            }
        }
        return all;
    }

    PoolSnapshot<K, C> snapshot(long now) {
        return Overview.of(this, now);
    }
}
