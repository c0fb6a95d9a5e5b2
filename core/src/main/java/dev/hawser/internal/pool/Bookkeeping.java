package dev.hawser.internal.pool;

import dev.hawser.Retirement;
import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows, and the moves of which its steps are made. A move leaves the books in order but for what
 * {@link #settle} does at the end of each step.
 */
abstract class Bookkeeping<K, C extends Poolable> {
    /** How often lost leases are looked for while anyone waits. */
    static final long LEAK_POLL_NANOS = 1_000_000_000L;

    /** How long a connection is idle before it is watched: a watch costs more than a look at a lease. */
    static final long WATCH_AFTER_NANOS = 1_000_000_000L;

    /** How much later one may be watched, so that those who become idle one after the other are watched together. */
    static final long WATCH_TOGETHER_NANOS = 50_000_000L;

    /** How many are to be watched in one step. */
    private static final int MOST_WATCHES = 256;

    /** The answer of {@link Ledger#cleanup} if there is nothing to come back for. */
    static final long NOTHING_LEFT = -1;

    final Shelves<K, C> shelves = new Shelves<>();
    final Deadlines<Entry<K, C>> deadlines = new Deadlines<>();
    final SoftEvictions<K, C> evictions = new SoftEvictions<>();
    final Reserves<K, C> reserves = new Reserves<>();
    final LongLeases<K, C> longLeases = new LongLeases<>();
    final Dials<K, C> dials;

    PoolSettings settings;
    boolean closed;
    boolean suspended;
    int draining;
    int waiting;

    /** How many leases were lost, ever. */
    long leaked;

    /** For {@link Audit#afterStep}. */
    int stepsSinceAudit;

    private final ReferenceQueue<Object> dropped;
    final Agenda<K, C> agenda;

    Bookkeeping(PoolSettings settings, ReferenceQueue<Object> dropped, boolean narrates) {
        this.settings = settings;
        this.dropped = dropped;
        this.agenda = new Agenda<>(narrates);
        this.dials = new Dials<>(agenda, evictions, reserves);
    }

    Lease<K, C> lease(Entry<K, C> entry, K key, Object holder, long now) {
        long idleNanos = 0;
        boolean watched = false;
        if (entry.streams == 0) {
            idleNanos = Math.max(0, now - entry.idleSinceNanos);
        }
        if (shelves.isListedIdle(entry)) {
            watched = entry.watched;
            shelves.removeIdle(entry);
        }
        Lease<K, C> lease = new Lease<>(entry, key, holder, dropped, entry.uses, idleNanos, watched, now);
        entry.add(lease);
        if (settings.leakThresholdNanos() != PoolSettings.FOREVER) {
            longLeases.add(lease);
            agenda.ringBy(now + settings.leakThresholdNanos());
        }
        entry.streams++;
        if (entry.streams > entry.capacity) {
            throw new IllegalStateException(entry.streams + " streams of " + entry.capacity + " to " + key);
        }
        entry.uses++;
        entry.leasedNanos = now;
        Reserve<K, C> reserve = entry.home.reserve;
        if (reserve != null) {
            reserve.usedNanos = now;
            reserves.look(entry.home);
        }
        return lease;
    }

    void deliver(Entry<K, C> entry, Waiter<K, C> waiter, Book<K, C> book, long now) {
        Demand<K, C> demand = book.openDemand();
        leaveLine(waiter, Waiter.Phase.SETTLED);
        Lease<K, C> lease = lease(entry, book.key, waiter.want.holder(), now);
        dials.served(demand, settings);
        agenda.deliver(waiter, lease);
    }

    /** The connections of all keys, those being made included. */
    int count() {
        return dials.inFlight() + shelves.entries.size();
    }

    Book<K, C> await(Waiter<K, C> waiter) {
        Book<K, C> book = shelves.book(waiter.want.key());
        waiter.phase = Waiter.Phase.WAITING;
        book.openDemand().lineOf(waiter).add(waiter);
        waiting++;
        return book;
    }

    void leaveLine(Waiter<K, C> waiter, Waiter.Phase phase) {
        Book<K, C> book = shelves.book(waiter.want.key());
        Demand<K, C> demand = book.openDemand();
        demand.lineOf(waiter).remove(waiter);
        waiter.phase = phase;
        waiter.dial = null;
        waiting--;
        dials.left(demand, settings);
        shelves.tidy(book);
    }

    /**
     * The first whom a connection at hand serves: of a peer that shares, also one who wants a fresh connection when the key has all
     * that it may have and none is being made, as he would otherwise wait until everyone else has gone.
     */
    @Nullable
    Waiter<K, C> firstWaiter(Book<K, C> book) {
        if (book.demand == null) {
            return null;
        }
        boolean content =
                book.sharing == Book.Sharing.YES && book.demand.dials.isEmpty() && book.total() >= settings.maxPerKey();
        return content ? book.firstOfAll() : book.firstWaiter();
    }

    /** Serves those who wait for a key with the connections at hand. */
    void serve(Book<K, C> book, long now) {
        Waiter<K, C> waiter = suspended ? null : firstWaiter(book);
        while (waiter != null) {
            Entry<K, C> entry = chooseAlive(book, now);
            if (entry == null) {
                return;
            }
            deliver(entry, waiter, book, now);
            waiter = firstWaiter(book);
        }
    }

    /** Serves with a connection those who wait for one of its keys, whoever came first. */
    void serve(Entry<K, C> entry, long now) {
        if (entry.state == Entry.State.OPEN && evictions.isEvicted(entry)) {
            retire(entry, Retirement.EVICTED, now);
            return;
        }
        while (!suspended && entry.hasRoom()) {
            Book<K, C> first = entry.home;
            for (Book<K, C> book : entry.guestOf) {
                if (arrival(book) < arrival(first)) {
                    first = book;
                }
            }
            Waiter<K, C> waiter = firstWaiter(first);
            if (waiter == null) {
                return;
            }
            deliver(entry, waiter, first, now);
        }
    }

    private long arrival(Book<K, C> book) {
        Waiter<K, C> first = firstWaiter(book);
        return first == null ? Long.MAX_VALUE : first.arrival;
    }

    /** Serves with a new connection all who wait for its own key, as it will do for those too who want a fresh one. */
    void serveFresh(Entry<K, C> entry, long now) {
        Book<K, C> book = entry.home;
        Waiter<K, C> waiter = book.firstOfAll();
        while (waiter != null && !suspended && entry.hasRoom()) {
            deliver(entry, waiter, book, now);
            waiter = book.firstOfAll();
        }
    }

    /** The connection to be leased next. Those that have outlived their time are retired on the way. */
    @Nullable
    Entry<K, C> chooseAlive(Book<K, C> book, long now) {
        Entry<K, C> entry = book.choose(settings.reuseOrder());
        while (entry != null) {
            Retirement end = evictions.isEvicted(entry) ? Retirement.EVICTED : entry.overdue(settings, now);
            if (end == null) {
                return entry;
            }
            retire(entry, end, now);
            entry = book.choose(settings.reuseOrder());
        }
        return null;
    }

    /** A stream of an open connection has come free. */
    void freed(Entry<K, C> entry, long now) {
        if (entry.streams == 0) {
            entry.idleSinceNanos = now;
            if (entry.home.waiting() > 0) {
                dials.hungry.countReturn(entry.home.openDemand());
            }
        }
        offer(entry, false, now);
    }

    /** Lets a connection with a free stream make room for another key, or serve those who wait for it, or rest. */
    private void offer(Entry<K, C> entry, boolean isSpare, long now) {
        if (waiting > 0) {
            if (makesRoom(entry, isSpare, now)) {
                return;
            }
            serve(entry, now);
        }
        rest(entry, now);
    }

    /** Puts a connection that carries nothing among the idle ones. */
    private void rest(Entry<K, C> entry, long now) {
        if (entry.isIdle()) {
            shelves.addIdle(entry, settings.reuseOrder());
            expect(entry);
            enforceIdleLimits(entry.home, now);
            crave(entry.home, now);
        }
    }

    /** Lets a connection for which others of its own key wait make room for a key whose turn it is; false if it is none's. */
    private boolean makesRoom(Entry<K, C> entry, boolean isSpare, long now) {
        Demand<K, C> own = entry.streams > 0 || suspended || entry.home.waiting() == 0 ? null : entry.home.demand;
        Demand<K, C> favoured = own == null ? null : dials.favoured(own, isSpare, settings);
        if (favoured == null) {
            return false;
        }
        Promises<K, C> promises = dials.promises;
        if (!favoured.book.aside.isEmpty() && favoured.freshWaiters.isEmpty()) {
            Entry<K, C> back = favoured.book.aside.get(0);
            promises.setAside(entry);
            takeBack(back, now);
            serve(back, now);
            rest(back, now);
        } else if (favoured.waitsForItsOwn(entry.home)) {
            promises.setAside(entry);
            dials.promise(favoured, now);
        } else {
            end(entry, Retirement.MADE_ROOM, now);
            if (count() < settings.maxTotal()) {
                dials.begin(favoured, settings, now);
            }
        }
        return true;
    }

    /** Takes a connection back that was set aside, and retires it if its time is over. */
    private void takeBack(Entry<K, C> entry, long now) {
        dials.promises.takeBack(entry);
        Retirement end = evictions.isEvicted(entry) ? Retirement.EVICTED : entry.overdue(settings, now);
        if (end != null) {
            end(entry, end, now);
        }
    }

    /** Gives a connection back to its own key that was set aside for a promise which has ended; false if there is none. */
    private boolean giveBack(long now) {
        Entry<K, C> spare = dials.promises.spare();
        if (spare == null) {
            return false;
        }
        takeBack(spare, now);
        if (spare.isIdle()) {
            offer(spare, true, now);
        }
        return true;
    }

    /** Closes a connection that was set aside for a key which has waited for its own for long enough; false if there is none. */
    boolean keepPromise(long now) {
        Demand<K, C> first = suspended ? null : dials.promises.first();
        if (first == null || now - Promises.dueNanos(first) < 0) {
            return false;
        }
        Entry<K, C> aside = dials.promises.toClose();
        if (aside == null) {
            throw new IllegalStateException("nothing is set aside for " + first.book.key);
        }
        end(aside, Retirement.MADE_ROOM, now);
        return true;
    }

    /** Sees to it that an idle connection is looked at when its time is over. */
    void expect(Entry<K, C> entry) {
        long idleTime = entry.idleTimeNanos(settings);
        long end = entry.idleSinceNanos + idleTime;
        if (idleTime < settings.keepAliveNanos()) {
            deadlines.bringForward(entry, end);
        }
        agenda.ringBy(entry.watched ? end : entry.idleSinceNanos + Math.min(idleTime, WATCH_AFTER_NANOS));
    }

    /**
     * Has those watched that have been idle for a second, in the order of idling.
     *
     * @param left the nanoseconds until something else is due
     * @return the nanoseconds until something is due; 0 if there may be more to be watched
     */
    long watchIdle(long left, long now) {
        Entry<K, C> next = shelves.idleOrder.unwatched();
        for (int i = 0; next != null && now - next.idleSinceNanos >= WATCH_AFTER_NANOS; i++) {
            if (i == MOST_WATCHES) {
                return 0;
            }
            shelves.idleOrder.watched(next);
            agenda.watch(next);
            next = shelves.idleOrder.unwatched();
        }
        if (next == null) {
            return left;
        }
        return sooner(left, Math.max(WATCH_TOGETHER_NANOS, next.idleSinceNanos + WATCH_AFTER_NANOS - now));
    }

    void enforceIdleLimits(Book<K, C> book, long now) {
        while (book.idle > settings.maxIdlePerKey()) {
            retire(book.longestIdle(settings.reuseOrder()), Retirement.IDLE_LIMIT, now);
        }
        while (shelves.idleOrder.size() > settings.maxIdle()) {
            retire(shelves.idleOrder.longest(), Retirement.IDLE_LIMIT, now);
        }
    }

    boolean retireOverdue(long now) {
        Entry<K, C> due = deadlines.first();
        while (due != null && now - due.dueNanos() >= 0) {
            Retirement end = due.overdue(settings, now);
            if (end != null) {
                retire(due, end, now);
                return true;
            }
            boolean expires = !due.expiring && now - due.replaceNanos() >= 0;
            if (expires) {
                shelves.expire(due);
                reserves.look(due.home);
            }
            awaitEndOfLife(due);
            if (due.isIdle()) {
                expect(due);
            }
            if (expires) {
                return true;
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

    /** Sees to it that an open connection is looked at when its life ends, or before that if it is to be replaced. */
    void awaitEndOfLife(Entry<K, C> entry) {
        boolean replaced = settings.minIdlePerKey() > 0 && !entry.expiring;
        deadlines.set(entry, replaced ? entry.replaceNanos() : entry.lifetimeEndNanos);
    }

    static long sooner(long left, Deadlines.@Nullable Item item, long now) {
        if (item == null) {
            return left;
        }
        long untilDue = Math.max(1, item.dueNanos() - now);
        return sooner(left, untilDue);
    }

    static long sooner(long left, long other) {
        return left == NOTHING_LEFT ? Math.max(1, other) : Math.min(left, Math.max(1, other));
    }

    boolean retireEvicted(long now) {
        Entry<K, C> evicted = evictions.nextIdle(shelves.idleOrder);
        if (evicted == null) {
            return false;
        }
        retire(evicted, Retirement.EVICTED, now);
        return true;
    }

    boolean tellLongLease(long now) {
        Lease<K, C> oldest = longLeases.first();
        if (oldest == null || now - oldest.leasedNanos < settings.leakThresholdNanos()) {
            return false;
        }
        longLeases.remove(oldest);
        agenda.heldLong(oldest, now);
        return true;
    }

    void adopt(C connection, Book<K, C> book, long now) {
        Entry<K, C> entry = shelves.open(connection);
        if (entry != null && shelves.addGuest(entry, book)) {
            serve(entry, now);
        }
    }

    void unlistElsewhere(Entry<K, C> entry, long now) {
        for (Book<K, C> host : shelves.withdraw(entry)) {
            crave(host, now);
            shelves.tidy(host);
        }
    }

    /** Looks whether a key needs a dial. */
    void crave(Book<K, C> book, long now) {
        Demand<K, C> demand = book.demand;
        if (demand != null && demand.waiting() > 0) {
            agenda.ringBy(now + LEAK_POLL_NANOS);
            if (!suspended) {
                dials.review(demand, settings, now);
            }
        }
    }

    /** Begins the dials that are needed and allowed, gives back what no promise needs, and holds the reserves ready. */
    void settle(long now) {
        do {
            beginDials(now);
        } while (giveBack(now));
        for (Demand<K, C> left = dials.promises.endUncovered(); left != null; left = dials.promises.endUncovered()) {
            dials.hungry.put(left);
        }
        replenish(now);
        assert Audit.afterStep(this);
    }

    /** Begins the dials that are needed and allowed, each key in its turn, and makes room for them if need be. */
    private void beginDials(long now) {
        Demand<K, C> demand = suspended ? null : dials.next(settings);
        while (demand != null) {
            Book<K, C> book = demand.book;
            if (book.total() >= settings.maxPerKey()) {
                retire(book.longestIdle(settings.reuseOrder()), Retirement.MADE_ROOM, now);
            } else if (count() < settings.maxTotal()) {
                dials.begin(demand, settings, now);
            } else if (shelves.idleOrder.longest() != null) {
                retire(shelves.idleOrder.longest(), Retirement.MADE_ROOM, now);
            } else {
                break;
            }
            demand = dials.next(settings);
        }
    }

    /** Begins the dials that reserves need, as far as no limit and nobody who waits stands against it. */
    private void replenish(long now) {
        Reserve<K, C> reserve = reserves.next();
        while (reserve != null) {
            Book<K, C> book = reserve.book;
            if (book.reserve == reserve && !reserve.isKept(settings, now)) {
                reserves.end(book);
                shelves.tidy(book);
            } else if (book.reserve == reserve && !suspended && !closed) {
                while (reserve.isShort(settings, now) && hasPlaceFor(book)) {
                    dials.begin(reserve, settings, now);
                }
                if (!reserve.hasDeadline()) {
                    reserves.deadlines.set(reserve, reserve.nextLook(settings, now));
                    agenda.ringBy(reserve.dueNanos());
                }
            }
            reserve = reserves.next();
        }
    }

    /** Whether one more connection of a key may be made that nobody waits for. */
    private boolean hasPlaceFor(Book<K, C> book) {
        return book.dialing() < settings.maxConcurrentDials()
                && book.total() < settings.maxPerKey()
                && !book.isSharedOut(settings)
                && count() < settings.maxTotal()
                && book.idle + book.dialing() < settings.maxIdlePerKey()
                && shelves.idleOrder.size() + reserves.dialing < settings.maxIdle();
    }

    /** Looks at a reserve whose time has come; false if there is none. */
    boolean lookAtReserve(long now) {
        Reserve<K, C> due = reserves.deadlines.first();
        if (due == null || now - due.dueNanos() < 0) {
            return false;
        }
        Book<K, C> book = due.book;
        reserves.deadlines.remove(due);
        if (due.isKept(settings, now)) {
            reserves.look(book);
        } else {
            reserves.end(book);
            shelves.tidy(book);
        }
        return true;
    }

    // The end of a connection

    void retire(@Nullable Entry<K, C> entry, Retirement reason, long now) {
        if (entry == null || entry.state != Entry.State.OPEN) {
            throw new IllegalStateException("only what is open can be retired: " + reason);
        }
        if (shelves.isListedIdle(entry)) {
            shelves.removeIdle(entry);
        }
        end(entry, reason, now);
    }

    /** Retires an open connection that stands in no list of idle ones. */
    void end(Entry<K, C> entry, Retirement reason, long now) {
        entry.retirement = reason;
        dials.promises.takeBack(entry);
        if (entry.capacity != 1) {
            entry.home.unshare(entry);
        }
        unlistElsewhere(entry, now);
        deadlines.remove(entry);
        reserves.look(entry.home);
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

    void close(Entry<K, C> entry, long now) {
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
        tellIfEmptied(now);
    }

    void tellIfEmptied(long now) {
        if (shelves.entries.isEmpty() && dials.inFlight() == 0) {
            if (closed) {
                agenda.emptied();
            }
            agenda.restSoon(now);
        }
    }

    @Nullable
    Retirement endOnReturn(Entry<K, C> entry, long now) {
        if (evictions.isEvicted(entry)) {
            return Retirement.EVICTED;
        }
        return isOver(entry.home) ? Retirement.OVER_LIMIT : entry.endOnReturn(now);
    }

    /** Whether a key has more connections than a limit allows, as that was lowered. */
    boolean isOver(Book<K, C> book) {
        return count() > settings.maxTotal() || book.total() > settings.maxPerKey();
    }

    int cap(int capacity) {
        return Math.min(capacity, settings.maxStreams());
    }
}
