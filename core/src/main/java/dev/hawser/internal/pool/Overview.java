package dev.hawser.internal.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a ledger shows of itself at one moment. */
final class Overview {
    private Overview() {}

    static <K, C extends Poolable> PoolSnapshot<K, C> of(Ledger<K, C> ledger, long now) {
        List<PoolSnapshot.Key<K>> keys = new ArrayList<>();
        List<PoolSnapshot.Waiting<K>> waiters = new ArrayList<>();
        for (Book<K, C> book : ledger.shelves.books.values()) {
            keys.add(new PoolSnapshot.Key<>(book.key, countsOf(book)));
            if (book.demand != null) {
                addLine(book.demand.waiters, waiters, now);
                addLine(book.demand.freshWaiters, waiters, now);
            }
        }
        waiters.sort(Comparator.comparingLong(waiter -> -waiter.waitedNanos()));
        List<PoolSnapshot.Line<K, C>> lines = new ArrayList<>(ledger.shelves.entries.size());
        for (Entry<K, C> entry : ledger.shelves.entries.values()) {
            lines.add(lineOf(entry, now));
        }
        return new PoolSnapshot<>(ledger.counts(), keys, lines, waiters, ledger.suspended, ledger.leaked);
    }

    private static PoolCounts countsOf(Book<?, ?> book) {
        return new PoolCounts(book.dialing(), book.idle, book.open - book.idle, book.draining, book.waiting());
    }

    private static <K, C extends Poolable> void addLine(
            WaitLine<K, C> line, List<PoolSnapshot.Waiting<K>> waiters, long now) {
        for (Waiter<K, C> waiter = line.first(); waiter != null; waiter = waiter.behind) {
            waiters.add(new PoolSnapshot.Waiting<>(waiter.want.key(), waiter.want.holder(), now - waiter.sinceNanos));
        }
    }

    private static <K, C extends Poolable> PoolSnapshot.Line<K, C> lineOf(Entry<K, C> entry, long now) {
        List<PoolSnapshot.Holding> holders = new ArrayList<>(entry.streams);
        for (Lease<K, C> lease = entry.leases; lease != null; lease = lease.older) {
            holders.add(0, new PoolSnapshot.Holding(lease.get(), now - lease.leasedNanos));
        }
        return new PoolSnapshot.Line<>(
                entry.home.key,
                entry.connection(),
                entry.streams,
                entry.capacity,
                entry.uses,
                now - entry.bornNanos,
                entry.isIdle() ? now - entry.idleSinceNanos : 0,
                entry.retirement,
                holders);
    }
}
