package dev.hawser.internal.pool;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The check of a {@link Ledger} against its invariants, and of its lists against each other. */
final class Audit<K, C extends Poolable> {
    /** A ledger with more connections and waiters than this is audited only every so often. */
    private static final int SMALL = 64;

    private final Bookkeeping<K, C> ledger;
    private int idle;
    private int open;
    private int draining;
    private int dialing;
    private int waiting;

    private Audit(Bookkeeping<K, C> ledger) {
        this.ledger = ledger;
    }

    /** For an {@code assert} after each step: the whole check of a small ledger, a rare one of a large ledger. */
    static boolean afterStep(Bookkeeping<?, ?> ledger) {
        int size = ledger.shelves.entries.size() + ledger.waiting + ledger.shelves.books.size();
        if (size <= SMALL || ++ledger.stepsSinceAudit > size) {
            ledger.stepsSinceAudit = 0;
            check(ledger);
        }
        return true;
    }

    /** Throws an {@link IllegalStateException} that names what does not hold. */
    static <K, C extends Poolable> void check(Bookkeeping<K, C> ledger) {
        new Audit<>(ledger).check();
    }

    private void check() {
        ledger.shelves.books.forEach((key, book) -> {
            require(key.equals(book.key), "a book of another key is filed under it", book);
            checkBook(book);
        });
        ledger.shelves.entries.forEach(this::checkEntry);
        checkIdleOrder();
        checkAside();
        checkFurtherKeys();
        require(
                dialing == ledger.dials.inFlight(),
                "dials: counted " + dialing + ", booked " + ledger.dials.inFlight(),
                "total");
        require(waiting == ledger.waiting, "waiters: counted " + waiting + ", booked " + ledger.waiting, "total");
        require(draining == ledger.draining, "draining: counted " + draining + ", booked " + ledger.draining, "total");
        require(open + draining == ledger.shelves.entries.size(), "open and draining are not all", "total");
    }

    private void checkBook(Book<K, C> book) {
        int dials = book.dialing();
        idle += book.idle;
        open += book.open;
        draining += book.draining;
        dialing += dials;
        waiting += book.waiting();
        require(book.idle >= 0 && book.idle <= book.open && book.draining >= 0, "counts below zero", book);
        require(!book.isBlank(), "a blank book is kept", book);
        require(book.ready >= 0 && book.ready <= book.idle, "more are ready than idle", book);
        require(
                book.reserve == null || book.reserve.book == book && book.reserve.dialing <= dials,
                "a reserve is another's, or has more dials than there are",
                book);
        for (Entry<K, C> entry : book.shared) {
            require(entry.state == Entry.State.OPEN, "a connection is shared that is not open", book);
            require(
                    entry.home == book ? entry.capacity != 1 : entry.guestOf.contains(book),
                    "a connection is shared by mistake",
                    book);
        }
        if (book.demand != null) {
            checkDemand(book, book.demand);
        }
    }

    private void checkDemand(Book<K, C> book, Demand<K, C> demand) {
        require(demand.book == book && !demand.isOver(), "a demand is over, but kept", book);
        for (Entry<K, C> dial : demand.dials) {
            require(
                    dial.state == Entry.State.DIALING && dial.home == book && dial.dialing != null,
                    "a dial is none",
                    book);
        }
        checkLine(demand, demand.waiters);
        checkLine(demand, demand.freshWaiters);
        if (!ledger.closed && !ledger.suspended && demand.waiting() > 0) {
            checkNobodyWaitsInVain(book, demand);
        }
    }

    /** Invariant 4, and that each waiter stands where he should. */
    private void checkLine(Demand<K, C> demand, WaitLine<K, C> line) {
        Book<K, C> book = demand.book;
        long last = 0;
        int size = 0;
        for (Waiter<K, C> waiter = line.first(); waiter != null; waiter = waiter.behind) {
            require(waiter.arrival > last, "4: the line is out of order", book);
            require(waiter.phase == Waiter.Phase.WAITING, "5: one who waits has settled", book);
            require(
                    waiter.dial == null || demand.dials.contains(waiter.dial),
                    "one awaits a dial that has ended",
                    book);
            require(demand.lineOf(waiter) == line, "one waits in the wrong line", book);
            last = waiter.arrival;
            size++;
        }
        require(size == line.size(), "a line has " + size + " waiters, but says " + line.size(), book);
    }

    /** Invariant 3. */
    private void checkNobodyWaitsInVain(Book<K, C> book, Demand<K, C> demand) {
        boolean hasFreeStream = book.choose(ledger.settings.reuseOrder()) != null;
        require(ledger.firstWaiter(book) == null || !hasFreeStream, "3: one waits beside a free stream", book);
        if (demand.needsDial(ledger.settings)) {
            require(
                    book.total() >= ledger.settings.maxPerKey() ? book.idle == 0 : isFull(),
                    "3: one waits who could have a dial",
                    book);
            require(ledger.shelves.idleOrder.size() == 0, "3: one waits though room could be made", book);
            require(
                    demand.isInLine != ledger.dials.promises.has(demand),
                    "3: one waits who is forgotten, or queues though promised room",
                    book);
        }
        if (demand.isPatient()) {
            require(demand.hasDeadline(), "3: one waits for a dial, and nothing limits for how long", book);
        }
    }

    private boolean isFull() {
        return ledger.dials.inFlight() + ledger.shelves.entries.size() >= ledger.settings.maxTotal();
    }

    @SuppressWarnings("ReferenceEquality") // a connection is itself, whatever it thinks it equals
    private void checkEntry(C connection, Entry<K, C> entry) {
        Book<K, C> home = entry.home;
        require(entry.connection() == connection, "a connection is filed under another", home);
        require(ledger.shelves.books.get(home.key) == home, "a connection's book is not on the shelf", home);
        require(
                entry.state == Entry.State.OPEN || entry.state == Entry.State.DRAINING,
                "filed, but " + entry.state,
                home);
        require((entry.state == Entry.State.DRAINING) == (entry.retirement != null), "6: retired without reason", home);
        require(entry.state == Entry.State.OPEN || entry.streams > 0, "draining, but carries nothing", home);
        require(entry.streams >= 0, "2: streams below zero", home);
        int leases = 0;
        for (Lease<K, C> lease = entry.leases; lease != null; lease = lease.older) {
            require(lease.entry == entry, "a lease of another connection", home);
            leases++;
        }
        require(leases == entry.streams, leases + " leases, but " + entry.streams + " streams", home);
        require(
                entry.isIdle() == ledger.shelves.isListedIdle(entry),
                "idle, but not in the order of idling; or in it, but not idle",
                home);
        if (entry.state == Entry.State.OPEN) {
            require(
                    entry.hasDeadline() && entry.dueNanos() - entry.lifetimeEndNanos <= 0,
                    "no end of life is awaited",
                    home);
            boolean isListed = home.shared.contains(entry);
            require(isListed == (entry.capacity != 1), "listed as shared, but capacity is " + entry.capacity, home);
        } else {
            require(!entry.hasDeadline() && entry.guestOf.isEmpty(), "retired, but still listed", home);
        }
    }

    private void checkIdleOrder() {
        int size = 0;
        boolean watched = true;
        for (Entry<K, C> entry = ledger.shelves.idleOrder.longest(); entry != null; entry = entry.shorterIdle) {
            require(entry.isIdle(), "in the order of idling, but not idle", entry.home);
            watched &= entry != ledger.shelves.idleOrder.unwatched();
            require(entry.watched == watched, "watched out of turn", entry.home);
            size++;
        }
        require(size == ledger.shelves.idleOrder.size() && size == idle, "idle: " + size + " and " + idle, "total");
        require(size <= ledger.settings.maxIdle(), "more are idle than the limit", "total");
        Set<Entry<K, C>> shelved = new HashSet<>();
        for (Book<K, C> book : ledger.shelves.books.values()) {
            for (Entry<K, C> entry : book.shelf.fromBottom()) {
                require(entry.isIdle() && entry.capacity == 1 && entry.home == book, "shelved by mistake", book);
                shelved.add(entry);
            }
        }
        long expected = ledger.shelves.entries.values().stream()
                .filter(entry -> entry.isIdle() && entry.capacity == 1)
                .count();
        require(expected == shelved.size(), "shelved: " + shelved.size() + " of " + expected, "total");
    }

    private void checkAside() {
        Promises<K, C> promises = ledger.dials.promises;
        int promised = 0;
        for (Book<K, C> book : ledger.shelves.books.values()) {
            Demand<K, C> demand = book.demand;
            boolean has = demand != null && promises.has(demand);
            promised += has ? 1 : 0;
            require(
                    demand == null || !has || ledger.suspended || demand.needsDial(ledger.settings),
                    "promised room, but needs none",
                    book);
            require(book.aside.isEmpty() || book.waiting() > 0 && !has, "set aside by mistake", book);
            for (Entry<K, C> entry : book.aside) {
                require(
                        entry.isAside && entry.state == Entry.State.OPEN && entry.streams == 0,
                        "aside, but used",
                        book);
            }
        }
        int aside = promises.allAside().size();
        require(aside == promised, aside + " are set aside for " + promised, "total");
        require(
                aside
                        == ledger.shelves.books.values().stream()
                                .mapToInt(book -> book.aside.size())
                                .sum(),
                "a book does not list what is set aside",
                "total");
        require(aside == 0 || isFull() || ledger.suspended, "set aside though there is room", "total");
    }

    private void checkFurtherKeys() {
        for (Map.Entry<K, List<Entry<K, C>>> found : ledger.shelves.further.entrySet()) {
            require(!found.getValue().isEmpty(), "nothing is found under a further key", found.getKey());
            for (Entry<K, C> entry : found.getValue()) {
                require(entry.state == Entry.State.OPEN, "found under a further key, but not open", entry.home);
            }
        }
    }

    private static void require(boolean holds, String otherwise, Object where) {
        if (!holds) {
            Object key = where instanceof Book<?, ?> book ? book.key : where;
            throw new IllegalStateException("The ledger does not add up (" + key + "): " + otherwise);
        }
    }
}
