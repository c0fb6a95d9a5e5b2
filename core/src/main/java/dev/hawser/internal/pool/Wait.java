package dev.hawser.internal.pool;

import dev.hawser.Retirement;
import dev.hawser.internal.time.Alarm;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One caller's wait for a connection. It settles once: with a lease, with the reason why not, or given up. */
public final class Wait<K, C extends Poolable> extends Waiter<K, C> {
    /** What has come of a wait. */
    private sealed interface Outcome<K, C extends Poolable> {}

    /** A lease, not taken yet. */
    private record Delivered<K, C extends Poolable>(Lease<K, C> lease) implements Outcome<K, C> {}

    private record Failed<K, C extends Poolable>(Throwable cause, boolean shared) implements Outcome<K, C> {}

    /** The lease is the caller's. */
    private record Taken<K, C extends Poolable>() implements Outcome<K, C> {}

    private record GivenUp<K, C extends Poolable>() implements Outcome<K, C> {}

    private final Pool<K, C> pool;
    private final long beganNanos;

    /** Null while nothing has come. */
    private final AtomicReference<@Nullable Outcome<K, C>> outcome = new AtomicReference<>();

    private volatile @Nullable Thread waiting;

    Wait(Pool<K, C> pool, Want<K, C> want) {
        super(want);
        this.pool = pool;
        this.beganNanos = pool.nanoTime();
    }

    /**
     * Waits for the lease. To be called by one thread, once.
     *
     * @param deadlineNanos the clock's reading at which to give up, or {@link Alarm#NEVER}
     * @throws PoolTimeoutException if the deadline has passed, or too many wait already
     * @throws InterruptedIOException if the thread was interrupted; its flag stays set
     * @throws IOException what the dial failed with; if others waited on it too, one of the same kind, with that for its
     *     cause; or if the wait was cancelled, or the pool is closed
     */
    public Lease<K, C> await(long deadlineNanos) throws IOException {
        return await(() -> deadlineNanos);
    }

    /**
     * Waits for the lease as {@link #await(long)} does, until a deadline that may move.
     *
     * @param deadlineNanos gives the deadline; asked at the beginning and each time it has come
     */
    public Lease<K, C> await(LongSupplier deadlineNanos) throws IOException {
        waiting = Thread.currentThread();
        while (true) {
            Outcome<K, C> now = outcome.get();
            if (now == null) {
                park(deadlineNanos.getAsLong());
            } else if (now instanceof Delivered<K, C> delivered) {
                Lease<K, C> lease = taken(delivered);
                if (lease != null) {
                    return lease;
                }
            } else if (now instanceof Failed<K, C> failed) {
                throw checked(failed.shared() ? SharedFailure.forOne(failed.cause()) : failed.cause());
            } else {
                throw new IOException("Canceled");
            }
        }
    }

    /** Gives the wait up, from any thread. A connection that was delivered, but not yet taken, goes back. */
    public void cancel() {
        if (giveUp()) {
            LockSupport.unpark(waiting);
        }
    }

    /** Whether nothing was delivered yet, and the wait was not given up. */
    @Override
    public boolean isWaiting() {
        return outcome.get() == null;
    }

    @Override
    void delivered(Lease<K, C> lease) {
        if (outcome.compareAndSet(null, new Delivered<>(lease))) {
            LockSupport.unpark(waiting);
        } else {
            pool.giveBack(lease, null);
        }
    }

    @Override
    void failed(Throwable cause, boolean shared) {
        if (outcome.compareAndSet(null, new Failed<>(cause, shared))) {
            LockSupport.unpark(waiting);
        }
    }

    /**
     * Takes the lease if its connection is alive; null if it is not, or another thread was first to end the wait. One that nobody has
     * used is taken though its peer has closed it: who uses it learns why, where another dial might end the same way again and again.
     */
    private @Nullable Lease<K, C> taken(Delivered<K, C> delivered) {
        Lease<K, C> lease = delivered.lease();
        Retirement fault = lease.connection().check(lease.idleNanos());
        if (fault == null || fault == Retirement.PEER_CLOSED && lease.uses() == 0) {
            if (outcome.compareAndSet(delivered, new Taken<>())) {
                pool.take(lease, pool.nanoTime() - beganNanos);
                return lease;
            }
            return null;
        }
        pool.giveBack(lease, fault);
        if (outcome.compareAndSet(delivered, null)) {
            pool.askAgain(this);
        }
        return null;
    }

    private void park(long deadlineNanos) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            giveUp();
            throw new InterruptedIOException("interrupted while waiting for a connection to " + want.key());
        }
        if (deadlineNanos == Alarm.NEVER) {
            LockSupport.park(this);
            return;
        }
        long left = deadlineNanos - pool.nanoTime();
        if (left > 0) {
            LockSupport.parkNanos(this, left);
        } else if (outcome.compareAndSet(null, new GivenUp<>())) {
            pool.giveUp(this);
            throw pool.timeout(PoolTimeoutException.Cause.TIME_OVER);
        }
    }

    /** Ends the wait, whatever has been delivered but not taken; false if it had ended. */
    private boolean giveUp() {
        Outcome<K, C> before = outcome.get();
        while (before == null || before instanceof Delivered<K, C>) {
            if (outcome.compareAndSet(before, new GivenUp<>())) {
                pool.giveUp(this);
                if (before instanceof Delivered<K, C> delivered) {
                    pool.giveBack(delivered.lease(), null);
                }
                return true;
            }
            before = outcome.get();
        }
        return false;
    }

    /** What is to be thrown; throws it itself if it is unchecked. */
    private static IOException checked(Throwable cause) {
        if (cause instanceof IOException failure) {
            return failure;
        }
        if (cause instanceof RuntimeException fault) {
            throw fault;
        }
        if (cause instanceof Error fault) {
            throw fault;
        }
        return new IOException(cause);
    }
}
