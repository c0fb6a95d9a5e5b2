package dev.hawser.internal.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hawser.Retirement;
import dev.hawser.internal.time.Alarm;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.time.Threads;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are kept, shared by all who want one. What it decides is decided by its
 * {@link Ledger}, under one lock; what is to be done is done after the lock is let go. Safe for use by many
 * threads.
 */
public final class Pool<K, C extends Poolable> {
    private static final long RECENT_NANOS = 10_000_000;

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Ledger<K, C> ledger;

    private final Clock clock;
    private final Alarm alarm;
    private final Threads threads;
    private final Random random;
    private final LeakListener<K, C> leaks;
    private final @Nullable PoolEvents<K, C> events;
    private final Poolable.FaultListener faults = this::found;
    private final ReferenceQueue<Object> dropped = new ReferenceQueue<>();

    /** What threads have left to be told that may run no code of others, and the alarm on whose thread it is told. */
    private final Queue<Todo<K, C>> untold = new ConcurrentLinkedQueue<>();

    private final Alarm herald;

    private volatile @Nullable Recent<K, C> recent;

    /** Completed when the pool is closed and its last connection and dial are gone. */
    private final CompletableFuture<@Nullable Void> emptied = new CompletableFuture<>();

    /**
     * An empty pool.
     *
     * @param random draws the jitter of lifetimes; safe for use by many threads
     * @param leaks who is told of leases that were dropped
     * @param events the listener, or null if there is none
     */
    public Pool(
            PoolSettings settings,
            Clock clock,
            Alarms alarms,
            Threads threads,
            Random random,
            LeakListener<K, C> leaks,
            @Nullable PoolEvents<K, C> events) {
        this.ledger = new Ledger<>(settings, dropped, events != null);
        this.clock = clock;
        this.alarm = alarms.alarm(this::cleanup);
        this.herald = alarms.alarm(this::tellUntold);
        this.threads = threads;
        this.random = random;
        this.leaks = leaks;
        this.events = events;
    }

    /**
     * Leases a connection that is at hand: an idle one, or one in use that has room. The cost depends neither
     * on the number of connections nor on that of keys, and nothing but the lease is allocated. Connections
     * that fail their check are retired on the way.
     *
     * @return null if there is none, or others wait for one
     */
    public @Nullable Lease<K, C> leaseIdle(K key, Object holder) {
        reclaimLost();
        try {
            Lease<K, C> lease = reserveIdle(key, holder);
            while (lease != null) {
                Retirement fault = lease.connection().check(lease.idleNanos());
                if (fault == null) {
                    take(lease, 0);
                    return lease;
                }
                giveBack(lease, fault);
                lease = reserveIdle(key, holder);
            }
            return null;
        } finally {
            Reference.reachabilityFence(holder);
        }
    }

    private @Nullable Lease<K, C> reserveIdle(K key, Object holder) {
        long now = clock.nanoTime();
        Lease<K, C> lease;
        Todo<K, C> todo;
        lock.lock();
        try {
            lease = ledger.leaseIdle(key, holder, now);
            todo = ledger.takeTodo();
        } finally {
            lock.unlock();
        }
        if (lease != null) {
            lease.unwatch();
        }
        perform(todo);
        return lease;
    }

    /** Begins to wait for a connection, and has one dialled if need be. */
    public Wait<K, C> lease(Want<K, C> want) {
        reclaimLost();
        Wait<K, C> wait = new Wait<>(this, want);
        C other = want.fresh() || want.furtherKeys().isEmpty() ? null : look(want.furtherKeys(), want.eligible());
        long now = clock.nanoTime();
        Ledger.Refusal refusal;
        Todo<K, C> todo;
        lock.lock();
        try {
            if (other != null) {
                ledger.adopt(other, want.key(), now);
            }
            refusal = ledger.ask(wait, now);
            todo = ledger.takeTodo();
        } finally {
            lock.unlock();
        }
        perform(todo);
        refuse(wait, refusal);
        return wait;
    }

    /**
     * Counts another exchange under a lease that is held.
     *
     * @return false if the connection may carry no more: then the lease is to be ended, and another one taken
     */
    public boolean again(Lease<K, C> lease) {
        lock.lock();
        try {
            return lease.isHeld() && ledger.again(lease);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes in what the server said in {@code Keep-Alive} of its last response, for this one connection. The
     * idle time becomes the server's less a margin of 1 s, or of half of it if that is less, and never more
     * than the pool's. What it does not name stays as it was.
     *
     * @param timeoutNanos the time it keeps an idle connection; 0 for not at all, negative if it named none
     * @param max the further exchanges it allows; 0 for none, negative if it named none
     */
    public void keepAlive(Lease<K, C> lease, long timeoutNanos, int max) {
        long now = clock.nanoTime();
        Todo<K, C> todo;
        lock.lock();
        try {
            if (lease.isHeld()) {
                ledger.keepAlive(lease, timeoutNanos, max, now);
            }
            todo = ledger.takeTodo();
        } finally {
            lock.unlock();
        }
        perform(todo);
    }

    /** A lease that is held may last for as long as it likes: it is not told of as held for too long. */
    public void lasts(Lease<K, C> lease) {
        lock.lock();
        try {
            ledger.lasts(lease);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends a lease whose exchanges ended well. The connection waits for its next use, or goes, as the limits
     * have it.
     *
     * @return false if the lease had ended already
     */
    public boolean release(Lease<K, C> lease) {
        boolean ended = lease.endTaken(null);
        if (ended) {
            returned(lease, null, true);
        }
        reclaimLost();
        return ended;
    }

    /**
     * Ends a lease, from any thread, and its connection with it. One that carries other exchanges still takes
     * no new ones, and is closed after the last.
     *
     * @return false if the lease had ended already
     */
    public boolean release(Lease<K, C> lease, Retirement reason) {
        boolean ended = lease.endTaken(reason);
        if (ended) {
            returned(lease, reason, true);
        }
        reclaimLost();
        return ended;
    }

    /**
     * Takes in how many exchanges the peer now allows at once on a connection. Runs no code of others: what is to be told is told
     * on the alarms' thread.
     *
     * @param capacity asked under the pool's lock, so that of two answers the later one counts; must know it without waiting
     */
    public void capacityChanged(C connection, IntSupplier capacity) {
        inQuietStep((books, now) -> books.capacityChanged(connection, capacity.getAsInt(), now));
    }

    /**
     * Takes in that it is not known whether the peer of a connection is there, or is known again: meanwhile no exchange
     * begins on it. Runs no code of others: what is to be told is told on the alarms' thread.
     *
     * @param suspected asked under the pool's lock, as in {@link #capacityChanged}
     */
    public void suspicionChanged(C connection, BooleanSupplier suspected) {
        inQuietStep((books, now) -> books.suspicionChanged(connection, suspected.getAsBoolean(), now));
    }

    /** Does what {@link #drain} does, and runs no code of others: what is to be told is told on the alarms' thread. */
    public void drainQuietly(C connection, Retirement reason) {
        inQuietStep((books, now) -> books.drain(connection, reason, now));
    }

    /** Makes a connection take no new exchange; it is closed when it carries none. */
    public void drain(C connection, Retirement reason) {
        inStep((books, now) -> books.drain(connection, reason, now));
    }

    /** What the watch over an idle connection has found. */
    @SuppressWarnings("unchecked") // it is one of those that this pool has had watched
    private void found(Poolable connection, Retirement fault) {
        drain((C) connection, fault);
    }

    /** Makes a connection serve a key no longer that is not its own: what {@link Dialed.Joined} did is undone. */
    public void withdraw(C connection, K key) {
        inStep((books, now) -> books.withdraw(connection, key, now));
    }

    /** Whether nothing but dials in flight keeps those waiting who want a connection of this key. */
    public boolean waitsForDials(K key) {
        lock.lock();
        try {
            return ledger.waitsForDials(key);
        } finally {
            lock.unlock();
        }
    }

    /** The figures of this moment. */
    public PoolCounts counts() {
        lock.lock();
        try {
            return ledger.counts();
        } finally {
            lock.unlock();
        }
    }

    /** All connections of this moment, and the figures. The cost is in proportion to the number of connections. */
    public PoolSnapshot<K, C> snapshot() {
        long now = clock.nanoTime();
        lock.lock();
        try {
            return ledger.snapshot(now);
        } finally {
            lock.unlock();
        }
    }

    /** Closes the connections that are idle. */
    public void evictAll() {
        inStep((books, now) -> books.evictAll(Retirement.EVICTED, now));
    }

    /**
     * Lets no connection that is open or being dialled be used again, or only those of one key. Those that are idle are closed
     * in the background. The cost does not depend on their number.
     */
    public void softEvict(@Nullable K key) {
        inStep((books, now) -> books.softEvict(key, now));
    }

    /**
     * Has connections made until so many are idle for a key, and holds some ready from then on, as {@link #warm} does.
     * Cancelling the future gives up those that are still to come.
     */
    public CompletableFuture<Warmed> warmUp(K key, int count, Dialer<K, C> background) {
        Warming<K, C> warming = new Warming<>(this, key, Math.max(0, count - idleOf(key)), background);
        CompletableFuture<Warmed> unused = warming.whenComplete((warmed, failure) -> warm(key, background));
        warming.begin();
        return warming;
    }

    private int idleOf(K key) {
        lock.lock();
        try {
            return ledger.idleOf(key);
        } finally {
            lock.unlock();
        }
    }

    /** Begins a wait whose outcome is told to the waiter. */
    void ask(Waiter<K, C> waiter) {
        Ledger.Refusal[] refusal = new Ledger.Refusal[1];
        inStep((books, now) -> refusal[0] = books.ask(waiter, now));
        refuse(waiter, refusal[0]);
    }

    /** Holds idle connections ready for a key from now on, as many as the settings say, whether it is used or not. */
    public void warm(K key, Dialer<K, C> background) {
        inStep((books, now) -> books.warm(key, background, now));
    }

    /** Gives out no connection, and begins no dial, until {@link #resume}; who wants one waits. */
    public void suspend() {
        inStep((books, now) -> books.suspend());
    }

    /** Ends {@link #suspend}, and serves those who wait. */
    public void resume() {
        inStep((books, now) -> books.resume(now));
    }

    /**
     * Closes the pool, and waits until its connections have come back; cuts off those that have not in time.
     *
     * @return whether all came back in time
     */
    public boolean drain(long nanos) throws InterruptedException {
        close();
        try {
            emptied.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            leases().forEach(lease -> release(lease, Retirement.SHUTDOWN));
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Lease<K, C>> leases() {
        lock.lock();
        try {
            return ledger.leases();
        } finally {
            lock.unlock();
        }
    }

    /** Changes the settings; idle connections above the new limits go at once. */
    public void resize(PoolSettings settings) {
        inStep((books, now) -> books.resize(settings, now));
    }

    /** Closes what is idle now and the rest when it comes back; ends all waits and dials. Idempotent. */
    public void close() {
        IOException cause = closed();
        inStep((books, now) -> books.close(cause, now));
    }

    /** The first eligible connection with room that is found under one of the keys; null if there is none. */
    @Nullable
    C look(List<K> furtherKeys, Predicate<? super C> eligible) {
        List<C> candidates;
        lock.lock();
        try {
            candidates = ledger.candidates(furtherKeys);
        } finally {
            lock.unlock();
        }
        for (C candidate : candidates) {
            if (eligible.test(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    /** Takes a reserved lease into use, after a wait of so many nanoseconds. */
    void take(Lease<K, C> lease, long waitedNanos) {
        lease.take();
        News<K, C> news = lease.entry.news;
        if (news != null && events != null) {
            C connection = lease.connection();
            news.add(
                    listener -> listener.leased(lease.key(), connection, lease.idleNanos(), lease.uses(), waitedNanos));
            news.tell(events);
        }
    }

    /** Ends a lease that was not taken into use. */
    void giveBack(Lease<K, C> lease, @Nullable Retirement fault) {
        if (lease.endReserved(fault)) {
            returned(lease, fault, false);
        }
    }

    void giveUp(Waiter<K, C> waiter) {
        inStep((books, now) -> books.giveUp(waiter, now));
    }

    void askAgain(Waiter<K, C> waiter) {
        long now = clock.nanoTime();
        Ledger.Refusal refusal;
        Todo<K, C> todo;
        lock.lock();
        try {
            refusal = ledger.askAgain(waiter, now);
            todo = ledger.takeTodo();
        } finally {
            lock.unlock();
        }
        perform(todo);
        refuse(waiter, refusal);
    }

    long nanoTime() {
        return clock.nanoTime();
    }

    /** The error of one who waited for too long, or among too many, with the pool as it is, or was a moment ago. */
    PoolTimeoutException timeout(PoolTimeoutException.Cause why) {
        long now = clock.nanoTime();
        Recent<K, C> last = recent;
        if (last == null || now - last.nanos() > RECENT_NANOS) {
            last = new Recent<>(snapshot(), now);
            recent = last;
        }
        return new PoolTimeoutException(why, last.snapshot());
    }

    /** A snapshot that many errors may share, so that a storm of them does not look at all connections each time. */
    private record Recent<K, C extends Poolable>(PoolSnapshot<K, C> snapshot, long nanos) {}

    /** Throws if the books do not add up. */
    void audit() {
        lock.lock();
        try {
            Audit.check(ledger);
        } finally {
            lock.unlock();
        }
    }

    private void refuse(Waiter<K, C> waiter, Ledger.@Nullable Refusal refusal) {
        if (refusal == Ledger.Refusal.CLOSED) {
            waiter.failed(closed(), false);
        } else if (refusal == Ledger.Refusal.TOO_MANY_WAITERS) {
            waiter.failed(timeout(PoolTimeoutException.Cause.TOO_MANY_WAITERS), false);
        }
    }

    private static IOException closed() {
        return new IOException("The connection pool is closed");
    }

    private void returned(Lease<K, C> lease, @Nullable Retirement reason, boolean used) {
        long now = clock.nanoTime();
        Todo<K, C> todo;
        lock.lock();
        try {
            ledger.release(lease, reason, used, now);
            todo = ledger.takeTodo();
        } finally {
            lock.unlock();
        }
        perform(todo);
    }

    /** Reclaims the connections whose leases were dropped. */
    private void reclaimLost() {
        Reference<?> lost = dropped.poll();
        while (lost != null) {
            reclaim(lost);
            lost = dropped.poll();
        }
    }

    @SuppressWarnings("unchecked") // only leases of this pool are registered with its queue
    private void reclaim(Reference<?> lost) {
        Lease<K, C> lease = (Lease<K, C>) lost;
        if (lease.endTaken(Retirement.LEAKED)) {
            lease.connection().giveUp(lease.use());
            inStep((books, now) -> books.lost(lease, now));
        } else {
            giveBack(lease, null);
        }
    }

    /** The alarm's task. */
    private long cleanup(long now) {
        reclaimLost();
        while (true) {
            long left;
            Todo<K, C> todo;
            lock.lock();
            try {
                left = ledger.cleanupAtAlarm(now);
                todo = ledger.takeTodo();
            } finally {
                lock.unlock();
            }
            perform(todo);
            if (left != 0) {
                return left == Ledger.NOTHING_LEFT ? Alarm.NEVER : now + left;
            }
        }
    }

    /** Takes one step in the ledger, and then does what that decided. */
    private void inStep(Step<K, C> step) {
        perform(decided(step));
    }

    /** The same, but that events are told later. */
    private void inQuietStep(Step<K, C> step) {
        performQuietly(decided(step));
    }

    private @Nullable Todo<K, C> decided(Step<K, C> step) {
        long now = clock.nanoTime();
        lock.lock();
        try {
            step.take(ledger, now);
            return ledger.takeTodo();
        } finally {
            lock.unlock();
        }
    }

    /** What is done in the ledger under one locking. */
    private interface Step<K, C extends Poolable> {
        void take(Ledger<K, C> books, long now);
    }

    /** Does what the ledger decided, and tells of it. */
    private void perform(@Nullable Todo<K, C> todo) {
        if (todo != null) {
            act(todo);
            tell(todo);
        }
    }

    /** Does what the ledger decided, and leaves it to the alarms' thread to tell of it. */
    private void performQuietly(@Nullable Todo<K, C> todo) {
        if (todo != null) {
            act(todo);
            if (todo.isToBeTold()) {
                untold.add(todo);
                herald.ringBy(clock.nanoTime());
            }
        }
    }

    private void act(Todo<K, C> todo) {
        todo.deliveries.forEach(Todo.Delivery::perform);
        for (Todo.Close<C> close : todo.closes) {
            Foreign.run(() -> close.connection().close(close.reason()));
        }
        for (Todo.NewDial<K, C> dial : todo.dials) {
            begin(dial);
        }
        for (C connection : todo.watches) {
            Foreign.run(() -> connection.watch(faults));
        }
        for (AbortSwitch abort : todo.aborts) {
            Foreign.run(abort::throwNow);
        }
        if (todo.setsAlarm) {
            alarm.ringBy(todo.alarmNanos);
        }
        if (todo.emptied) {
            emptied.complete(null);
        }
    }

    private void tell(Todo<K, C> todo) {
        for (Todo.Leak<K, C> leak : todo.leaks) {
            Foreign.run(() -> tell(leak));
        }
        if (events != null) {
            for (Todo.DialFailure<K> failure : todo.failures) {
                Foreign.run(() -> events.dialFailed(failure.key(), failure.cause()));
            }
            for (News<K, C> news : todo.news) {
                news.tell(events);
            }
        }
    }

    /** The herald's task. */
    private long tellUntold(long now) {
        for (Todo<K, C> todo = untold.poll(); todo != null; todo = untold.poll()) {
            tell(todo);
        }
        return Alarm.NEVER;
    }

    private void tell(Todo.Leak<K, C> leak) {
        Lease<K, C> lease = leak.lease();
        if (leak.lost()) {
            leaks.leaked(lease.key(), lease.connection(), leak.heldNanos(), lease.trace());
        } else {
            leaks.heldLong(lease.key(), lease.connection(), lease.get(), leak.heldNanos(), lease.trace());
        }
    }

    private void begin(Todo.NewDial<K, C> planned) {
        Dialing<K, C> plan = planned.dialing();
        Dial<K, C> dial = new Dial<>(this, plan.cause, plan.abort);
        try {
            threads.start("Hawser dial " + planned.entry().home.key, false, () -> run(dial, planned.entry()));
        } catch (Throwable cause) {
            inQuietStep((books, now) -> books.failed(planned.entry(), cause, now));
        }
    }

    /** The work of a dial's thread. */
    private void run(Dial<K, C> dial, Entry<K, C> entry) {
        Dialed<K, C> dialed;
        try {
            dialed = Objects.requireNonNull(dial.want().dialer().dial(dial), "a dialer returned null");
        } catch (Throwable cause) {
            inStep((books, now) -> books.failed(entry, cause, now));
            return;
        }
        if (dialed instanceof Dialed.Opened<K, C> opened) {
            double jitter = random.nextDouble();
            Todo<K, C> todo = decided((books, now) -> books.opened(entry, opened, jitter, now));
            Foreign.run(opened.connection()::listed);
            perform(todo);
        } else if (dialed instanceof Dialed.Joined<K, C> joined) {
            inStep((books, now) -> books.joined(entry, joined.connection(), now));
        }
    }
}
