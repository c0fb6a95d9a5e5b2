package dev.hawser.cli.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hawser.Connection;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.Retirement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** All that a pool tells, in the order in which it is told; others can wait for what they expect of it. */
final class PoolLog implements ConnectionPoolListener {
    private final LongSupplier elapsedNanos;
    private final Map<Thread, Long> dials = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();

    @GuardedBy("lock")
    private final List<PoolEvent> events = new ArrayList<>();

    @GuardedBy("lock")
    private final Set<Long> open = new TreeSet<>();

    @GuardedBy("lock")
    private final Set<Long> leased = new TreeSet<>();

    @GuardedBy("lock")
    private int leases;

    PoolLog(LongSupplier elapsedNanos) {
        this.elapsedNanos = elapsedNanos;
    }

    /** Notes that this thread, which makes one connection, has begun to. */
    void dialBegan() {
        dials.putIfAbsent(Thread.currentThread(), elapsedNanos.getAsLong());
    }

    @Override
    public void connectionOpened(Connection connection) {
        Long dialed = dials.remove(Thread.currentThread());
        add(new PoolEvent.Opened(elapsedNanos.getAsLong(), connection.id(), dialed));
    }

    @Override
    public void connectionLeased(Connection connection, int uses, long idleNanos) {
        add(new PoolEvent.Leased(elapsedNanos.getAsLong(), connection.id(), uses, idleNanos));
    }

    @Override
    public void connectionReturned(Connection connection) {
        add(new PoolEvent.Returned(elapsedNanos.getAsLong(), connection.id()));
    }

    @Override
    public void connectionRetired(Connection connection, Retirement reason) {
        add(new PoolEvent.Retired(elapsedNanos.getAsLong(), connection.id(), reason));
    }

    private void add(PoolEvent event) {
        lock.lock();
        try {
            events.add(event);
            count(event);
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void count(PoolEvent event) {
        if (event instanceof PoolEvent.Opened) {
            open.add(event.connection());
        } else if (event instanceof PoolEvent.Leased) {
            leases++;
            leased.add(event.connection());
        } else if (event instanceof PoolEvent.Returned) {
            leased.remove(event.connection());
        } else {
            leased.remove(event.connection());
            open.remove(event.connection());
        }
    }

    /** How many events there are so far. */
    int size() {
        lock.lock();
        try {
            return events.size();
        } finally {
            lock.unlock();
        }
    }

    /** The events so far. */
    List<PoolEvent> events() {
        lock.lock();
        try {
            return List.copyOf(events);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until so many leases have been given and all are back; returns whether it came to that in time. */
    boolean awaitLeasesBack(int count, Duration patience) throws InterruptedException {
        return await(() -> leasesBack(count), patience);
    }

    /** Waits until there are more events than those; returns whether it came to that in time. */
    boolean awaitMoreThan(int events, Duration patience) throws InterruptedException {
        return await(() -> size() > events, patience);
    }

    private boolean leasesBack(int count) {
        lock.lock();
        try {
            return leases >= count && leased.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** How many connections were made and have not left the pool. */
    int openCount() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    private boolean await(BooleanSupplier condition, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = added.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Leases given, and the connections that are not back. */
    @Override
    public String toString() {
        lock.lock();
        try {
            return leases + " leases given, connections not back: " + leased + ", open: " + open;
        } finally {
            lock.unlock();
        }
    }
}
