package dev.hawser.internal.pool;

import dev.hawser.Retirement;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.Comparator;
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
 *   <li>Nobody waits while their key has a free stream, or while they could have a dial of their own: every
 *       limit (total, per key, dials in flight, one at a time to a peer that may share) allows it, or an idle
 *       connection can be retired to make room. A dial in flight whose waiter has gone counts as the own dial
 *       of one who waits. Who wants a fresh connection is not served by a free stream.
 *   <li>Waiters of one key are served in order of arrival; no newcomer overtakes.
 *   <li>A wait settles once. A connection delivered to one who gave up goes to the next.
 *   <li>A closed entry has exactly one {@link Retirement}.
 *   <li>Nothing here blocks, calls out, reads a clock or does I/O.
 * </ol>
 *
 * {@link Audit} checks what can be seen of them from outside a step.
 */
final class Ledger<K, C extends Poolable> {
    /** Why a wait cannot begin. */
    enum Refusal {
        CLOSED,
        TOO_MANY_WAITERS
    }

    /** How often lost leases are looked for while anyone waits. */
    static final long LEAK_POLL_NANOS = 1_000_000_000L;

    /** The answer of {@link #cleanup} if there is nothing to come back for. */
    static final long NOTHING_LEFT = -1;

    final Shelves<K, C> shelves = new Shelves<>();
    final Deadlines<Entry<K, C>> deadlines = new Deadlines<>();
    final Dials<K, C> dials;

    PoolSettings settings;
    boolean closed;
    int draining;
    int waiting;

    /** For {@link Audit#afterStep}. */
    int stepsSinceAudit;

    private final ReferenceQueue<Object> dropped;
    private final Agenda<K, C> agenda;
    private long arrivals;

    /**
     * An empty ledger.
     *
     * @param dropped where leases go whose holder is garbage; only passed on to them
     * @param narrates whether events are to be told
     */
    Ledger(PoolSettings settings, ReferenceQueue<Object> dropped, boolean narrates) {
        this.settings = settings;
        this.dropped = dropped;
        this.agenda = new Agenda<>(narrates);
        this.dials = new Dials<>(agenda);
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
        if (book == null || book.firstWaiter() != null) {
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
        entry.streams--;
        if (!used) {
            entry.uses--;
        } else {
            agenda.returned(lease, reason, now);
        }
        if (entry.state == Entry.State.DRAINING) {
            if (entry.streams == 0) {
                close(entry, now);
            }
        } else {
            Retirement end = reason == null ? entry.endOnReturn(now) : reason;
            if (end != null) {
                retire(entry, end, now);
            } else {
                freed(entry, now);
            }
        }
        settle(now);
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
        waiter.arrival = ++arrivals;
        Book<K, C> book = await(waiter);
        book.openDemand().hinted = waiter.want.mayShare();
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
        entry.opened(made.connection());
        entry.state = Entry.State.OPEN;
        entry.capacity = cap(made.capacity());
        entry.bornNanos = now;
        entry.useLimit = settings.maxUses();
        long lifetime = settings.maxLifetimeNanos();
        entry.lifetimeEndNanos = now + lifetime - (long) (lifetime * settings.lifetimeJitter() * jitter);
        book.open++;
        book.sharing = entry.capacity == 1 ? Book.Sharing.NO : Book.Sharing.YES;
        agenda.opened(entry);
        boolean duplicate = entry.capacity > 1 && !book.isFreshWanted() && book.hasSharedRoom();
        shelves.add(entry, made.furtherKeys());
        if (closed) {
            end(entry, Retirement.SHUTDOWN, now);
        } else if (duplicate) {
            end(entry, Retirement.DUPLICATE, now);
        } else {
            deadlines.set(entry, entry.lifetimeEndNanos);
            agenda.ringBy(entry.lifetimeEndNanos);
            serveFresh(entry, now);
            freed(entry, now);
        }
        crave(book, now);
        shelves.tidy(book);
        settle(now);
    }

    /** A dial has found that another connection serves its key as well. */
    void joined(Entry<K, C> dial, C connection, long now) {
        Book<K, C> book = dial.home;
        dials.end(dial, now);
        adopt(connection, book, now);
        crave(book, now);
        shelves.tidy(book);
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
        if (!dials.passOn(awaiting, book)) {
            for (Waiter<K, C> waiter : awaiting) {
                leaveLine(waiter, Waiter.Phase.SETTLED);
                agenda.fail(waiter, cause);
            }
        }
        crave(book, now);
        shelves.tidy(book);
        settle(now);
    }

    /** The open connections with room that can be found under one of the keys. */
    List<C> candidates(List<K> keys) {
        return shelves.candidates(keys);
    }

    // Connections

    /** Takes in how many exchanges a peer allows at once. */
    void capacityChanged(C connection, int capacity, long now) {
        Entry<K, C> entry = shelves.open(connection);
        if (entry == null) {
            return;
        }
        shelves.changeCapacity(entry, cap(capacity), settings.reuseOrder());
        if (entry.capacity > 1) {
            entry.home.sharing = Book.Sharing.YES;
        }
        serve(entry, now);
        crave(entry.home, now);
        settle(now);
    }

    /** Makes a connection take no new exchange. It is closed when it carries none. */
    void drain(C connection, Retirement reason, long now) {
        Entry<K, C> entry = shelves.open(connection);
        if (entry != null) {
            retire(entry, reason, now);
            settle(now);
        }
    }

    /** Makes a connection serve its own key only. */
    void withdraw(C connection, long now) {
        Entry<K, C> entry = shelves.open(connection);
        if (entry != null) {
            unlistElsewhere(entry, now);
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
        settle(now);
    }

    void resize(PoolSettings newSettings, long now) {
        settings = newSettings;
        for (Book<K, C> book : shelves.allBooks()) {
            enforceIdleLimits(book, now);
            crave(book, now);
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
            if (book.demand != null) {
                book.demand.dials.forEach(agenda::abort);
            }
            Waiter<K, C> waiter = book.firstOfAll();
            while (waiter != null) {
                leaveLine(waiter, Waiter.Phase.SETTLED);
                agenda.fail(waiter, cause);
                waiter = book.firstOfAll();
            }
        }
        for (Entry<K, C> entry : List.copyOf(shelves.entries.values())) {
            if (entry.state == Entry.State.OPEN) {
                retire(entry, Retirement.SHUTDOWN, now);
            }
        }
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
        if (dials.endPatience(settings, now) || retireOverdue(now)) {
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
        if (waiting > 0) {
            left = left == NOTHING_LEFT ? LEAK_POLL_NANOS : Math.min(left, LEAK_POLL_NANOS);
        }
        return left;
    }

    /** {@link #cleanup} for the alarm, which is set anew for what is left. */
    long cleanupAtAlarm(long now) {
        long left = cleanup(now);
        if (left == NOTHING_LEFT) {
            agenda.rangAndRests();
        } else {
            agenda.rangUntil(now + left);
        }
        return left;
    }

    PoolCounts counts() {
        int idle = shelves.idleOrder.size();
        return new PoolCounts(dials.inFlight(), idle, shelves.entries.size() - draining - idle, draining, waiting);
    }

    PoolSnapshot<K, C> snapshot(long now) {
        List<PoolSnapshot.Line<K, C>> lines = new ArrayList<>(shelves.entries.size());
        for (Entry<K, C> entry : shelves.entries.values()) {
            lines.add(entry.snapshot(now));
        }
        return new PoolSnapshot<>(counts(), lines);
    }

    /** The leases that began first, at most so many. */
    List<Lease<K, C>> oldestLeases(int most) {
        List<Lease<K, C>> leases = new ArrayList<>();
        for (Entry<K, C> entry : shelves.entries.values()) {
            for (Lease<K, C> lease = entry.leases; lease != null; lease = lease.older) {
                leases.add(lease);
            }
        }
        leases.sort(Comparator.comparingLong(lease -> lease.leasedNanos));
        return leases.subList(0, Math.min(most, leases.size()));
    }

    // Inside a step

    private Lease<K, C> lease(Entry<K, C> entry, K key, Object holder, long now) {
        long idleNanos = 0;
        if (entry.streams == 0 && shelves.isListedIdle(entry)) {
            idleNanos = Math.max(0, now - entry.idleSinceNanos);
            shelves.removeIdle(entry);
        }
        Lease<K, C> lease = new Lease<>(entry, key, holder, dropped, entry.uses, idleNanos, now);
        entry.add(lease);
        entry.streams++;
        if (entry.streams > entry.capacity) {
            throw new IllegalStateException(entry.streams + " streams of " + entry.capacity + " to " + key);
        }
        entry.uses++;
        entry.leasedNanos = now;
        return lease;
    }

    private void deliver(Entry<K, C> entry, Waiter<K, C> waiter, Book<K, C> book, long now) {
        leaveLine(waiter, Waiter.Phase.SETTLED);
        Lease<K, C> lease = lease(entry, book.key, waiter.want.holder(), now);
        agenda.deliver(waiter, lease);
    }

    private Book<K, C> await(Waiter<K, C> waiter) {
        Book<K, C> book = shelves.book(waiter.want.key());
        waiter.phase = Waiter.Phase.WAITING;
        book.openDemand().lineOf(waiter).add(waiter);
        waiting++;
        return book;
    }

    private void leaveLine(Waiter<K, C> waiter, Waiter.Phase phase) {
        Book<K, C> book = shelves.book(waiter.want.key());
        book.openDemand().lineOf(waiter).remove(waiter);
        waiter.phase = phase;
        waiter.dial = null;
        waiting--;
        shelves.tidy(book);
    }

    /** Serves those who wait for a key with the connections at hand. */
    private void serve(Book<K, C> book, long now) {
        Waiter<K, C> waiter = book.firstWaiter();
        while (waiter != null) {
            Entry<K, C> entry = chooseAlive(book, now);
            if (entry == null) {
                return;
            }
            deliver(entry, waiter, book, now);
            waiter = book.firstWaiter();
        }
    }

    /** Serves with a connection those who wait for one of its keys, whoever came first. */
    private void serve(Entry<K, C> entry, long now) {
        while (entry.hasRoom()) {
            Book<K, C> first = entry.home;
            for (Book<K, C> book : entry.guestOf) {
                if (arrival(book) < arrival(first)) {
                    first = book;
                }
            }
            Waiter<K, C> waiter = first.firstWaiter();
            if (waiter == null) {
                return;
            }
            deliver(entry, waiter, first, now);
        }
    }

    private static long arrival(Book<?, ?> book) {
        Waiter<?, ?> first = book.firstWaiter();
        return first == null ? Long.MAX_VALUE : first.arrival;
    }

    /** Serves with a new connection all who wait for its own key, as it will do for those too who want a fresh one. */
    private void serveFresh(Entry<K, C> entry, long now) {
        Book<K, C> book = entry.home;
        Waiter<K, C> waiter = book.firstOfAll();
        while (waiter != null && entry.hasRoom()) {
            deliver(entry, waiter, book, now);
            waiter = book.firstOfAll();
        }
    }

    /** The connection to be leased next. Those that have outlived their time are retired on the way. */
    private @Nullable Entry<K, C> chooseAlive(Book<K, C> book, long now) {
        Entry<K, C> entry = book.choose(settings.reuseOrder());
        while (entry != null) {
            Retirement end = entry.overdue(settings, now);
            if (end == null) {
                return entry;
            }
            retire(entry, end, now);
            entry = book.choose(settings.reuseOrder());
        }
        return null;
    }

    /** A stream of an open connection has come free. */
    private void freed(Entry<K, C> entry, long now) {
        if (waiting > 0) {
            if (entry.streams == 0 && dials.othersStarve(entry.home, now)) {
                end(entry, Retirement.MADE_ROOM, now);
                return;
            }
            serve(entry, now);
        }
        if (entry.streams == 0) {
            entry.idleSinceNanos = now;
            shelves.addIdle(entry, settings.reuseOrder());
            expect(entry);
            enforceIdleLimits(entry.home, now);
            crave(entry.home, now);
        }
    }

    /** Sees to it that an idle connection is looked at when its time is over. */
    private void expect(Entry<K, C> entry) {
        long idleTime = entry.idleTimeNanos(settings);
        long end = entry.idleSinceNanos + idleTime;
        if (idleTime < settings.keepAliveNanos()) {
            deadlines.bringForward(entry, end);
        }
        agenda.ringBy(end);
    }

    private void enforceIdleLimits(Book<K, C> book, long now) {
        while (book.idle > settings.maxIdlePerKey()) {
            retire(book.longestIdle(settings.reuseOrder()), Retirement.IDLE_LIMIT, now);
        }
        while (shelves.idleOrder.size() > settings.maxIdle()) {
            retire(shelves.idleOrder.longest(), Retirement.IDLE_LIMIT, now);
        }
    }

    private boolean retireOverdue(long now) {
        Entry<K, C> due = deadlines.first();
        while (due != null && now - due.dueNanos() >= 0) {
            Retirement end = due.overdue(settings, now);
            if (end != null) {
                retire(due, end, now);
                return true;
            }
            deadlines.set(due, due.lifetimeEndNanos);
            if (due.streams == 0) {
                expect(due);
            }
            due = deadlines.first();
        }
        Entry<K, C> longest = shelves.idleOrder.longest();
        if (longest == null) {
            return false;
        }
        Retirement end = longest.overdue(settings, now);
        if (end == null && shelves.idleOrder.size() > settings.maxIdle()) {
            end = Retirement.IDLE_LIMIT;
        }
        if (end == null) {
            return false;
        }
        retire(longest, end, now);
        return true;
    }

    private static long sooner(long left, Deadlines.@Nullable Item item, long now) {
        if (item == null) {
            return left;
        }
        long untilDue = Math.max(1, item.dueNanos() - now);
        return left == NOTHING_LEFT ? untilDue : Math.min(left, untilDue);
    }

    private void adopt(C connection, Book<K, C> book, long now) {
        Entry<K, C> entry = shelves.open(connection);
        if (entry != null && shelves.addGuest(entry, book)) {
            serve(entry, now);
        }
    }

    private void unlistElsewhere(Entry<K, C> entry, long now) {
        for (Book<K, C> host : shelves.withdraw(entry)) {
            crave(host, now);
            shelves.tidy(host);
        }
    }

    /** Looks whether a key needs a dial. */
    private void crave(Book<K, C> book, long now) {
        Demand<K, C> demand = book.demand;
        if (demand != null && demand.waiting() > 0) {
            agenda.ringBy(now + LEAK_POLL_NANOS);
            dials.review(demand, settings, now);
        }
    }

    /** Begins the dials that are needed and allowed, each key in its turn, and makes room for them if need be. */
    private void settle(long now) {
        Demand<K, C> demand = dials.firstHungry(settings);
        while (demand != null) {
            Book<K, C> book = demand.book;
            if (book.total() >= settings.maxPerKey()) {
                retire(book.longestIdle(settings.reuseOrder()), Retirement.MADE_ROOM, now);
            } else if (dials.inFlight() + shelves.entries.size() < settings.maxTotal()) {
                dials.begin(demand, settings, now);
            } else if (shelves.idleOrder.longest() != null) {
                retire(shelves.idleOrder.longest(), Retirement.MADE_ROOM, now);
            } else {
                break;
            }
            demand = dials.firstHungry(settings);
        }
        assert Audit.afterStep(this);
    }

    // The end of a connection

    private void retire(@Nullable Entry<K, C> entry, Retirement reason, long now) {
        if (entry == null || entry.state != Entry.State.OPEN) {
            throw new IllegalStateException("only what is open can be retired: " + reason);
        }
        if (shelves.isListedIdle(entry)) {
            shelves.removeIdle(entry);
        }
        end(entry, reason, now);
    }

    /** Retires an open connection that stands in no list of idle ones. */
    private void end(Entry<K, C> entry, Retirement reason, long now) {
        entry.retirement = reason;
        if (entry.capacity != 1) {
            entry.home.unshare(entry);
        }
        unlistElsewhere(entry, now);
        deadlines.remove(entry);
        entry.home.open--;
        entry.home.draining++;
        draining++;
        entry.state = Entry.State.DRAINING;
        if (entry.streams == 0) {
            close(entry, now);
        } else {
            crave(entry.home, now);
        }
    }

    private void close(Entry<K, C> entry, long now) {
        Book<K, C> book = entry.home;
        book.draining--;
        draining--;
        entry.state = Entry.State.CLOSED;
        shelves.entries.remove(entry.connection());
        Retirement reason = entry.retirement;
        if (reason == null) {
            throw new IllegalStateException("a connection to " + book.key + " was closed without a reason");
        }
        agenda.close(entry, reason, now);
        crave(book, now);
        shelves.tidy(book);
    }

    private int cap(int capacity) {
        return Math.min(capacity, settings.maxStreams());
    }
}
