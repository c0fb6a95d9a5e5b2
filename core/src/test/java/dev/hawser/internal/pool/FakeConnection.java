package dev.hawser.internal.pool;

import dev.hawser.Retirement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A connection to nowhere, that notes what is done to it. */
final class FakeConnection implements Poolable {
    private final String name;
    private final AtomicInteger closes = new AtomicInteger();
    volatile @Nullable Retirement closedBecause;
    volatile @Nullable Retirement fault;
    private final AtomicInteger watches = new AtomicInteger();
    private final AtomicInteger unwatches = new AtomicInteger();
    private volatile @Nullable FaultListener told;
    /** What it does when it hears that it is on the books. */
    Runnable whenListed = () -> {};
    /** What was given up on it; it stays if others may use it. */
    volatile @Nullable Object givenUp;

    /** How many leases use it, as its users count. */
    final AtomicInteger users = new AtomicInteger();

    FakeConnection(String name) {
        this.name = name;
    }

    @Override
    public @Nullable Retirement check(long idleNanos) {
        return fault;
    }

    @Override
    public void watch(FaultListener listener) {
        watches.incrementAndGet();
        told = listener;
    }

    @Override
    public void unwatch() {
        unwatches.incrementAndGet();
    }

    @Override
    public void giveUp(@Nullable Object use) {
        givenUp = use;
    }

    @Override
    public void listed() {
        whenListed.run();
    }

    int watches() {
        return watches.get();
    }

    int unwatches() {
        return unwatches.get();
    }

    /** What is told of a fault; null if it is not watched. */
    @Nullable
    FaultListener told() {
        return told;
    }

    @Override
    public void close(Retirement reason) {
        closedBecause = reason;
        if (closes.incrementAndGet() > 1) {
            throw new AssertionError(name + " was closed twice");
        }
    }

    boolean isClosed() {
        return closes.get() > 0;
    }

    @Override
    public String toString() {
        return name;
    }
}
