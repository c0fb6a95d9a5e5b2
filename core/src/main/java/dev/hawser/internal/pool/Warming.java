package dev.hawser.internal.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections that are made before anyone needs them. All are held until the last one is there or has failed, so that none
 * takes another's place; then they go back unused. Whatever else ends the future gives up those that are still to come.
 */
final class Warming<K, C extends Poolable> extends CompletableFuture<Warmed> {
    private final Pool<K, C> pool;
    private final List<One> all = new ArrayList<>();
    private final Queue<Lease<K, C>> leases = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger outstanding;

    Warming(Pool<K, C> pool, K key, int count, Dialer<K, C> dialer) {
        this.pool = pool;
        this.outstanding = new AtomicInteger(count);
        Want<K, C> want = new Want<>(key, this, false, true, dialer);
        for (int i = 0; i < count; i++) {
            all.add(new One(want));
        }
    }

    void begin() {
        if (all.isEmpty()) {
            complete(new Warmed(0, List.of()));
        }
        all.forEach(pool::ask);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean canceled = super.cancel(mayInterruptIfRunning);
        if (canceled) {
            all.forEach(pool::giveUp);
            giveBack();
        }
        return canceled;
    }

    /** Dependent stages are ordinary futures: to end one of them gives nothing up. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    private void settled() {
        int left = outstanding.decrementAndGet();
        if (isDone()) {
            giveBack();
        } else if (left == 0) {
            Warmed outcome = new Warmed(leases.size(), List.copyOf(failures));
            giveBack();
            complete(outcome);
        }
    }

    private void giveBack() {
        for (Lease<K, C> lease = leases.poll(); lease != null; lease = leases.poll()) {
            pool.giveBack(lease, null);
        }
    }

    /** The wait for one of them. */
    private final class One extends Waiter<K, C> {
        private volatile boolean settled;

        One(Want<K, C> want) {
            super(want);
        }

        @Override
        void delivered(Lease<K, C> lease) {
            settled = true;
            leases.add(lease);
            settled();
        }

        @Override
        void failed(Throwable cause, boolean shared) {
            settled = true;
            failures.add(cause);
            settled();
        }

        @Override
        boolean isWaiting() {
            return !settled;
        }
    }
}
