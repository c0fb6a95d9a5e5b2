package dev.hawser.cli.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When requests are to be begun, until no more are. In the open model each has a time of its own, whether the
 * ones before are answered or not. Safe for use by many threads.
 */
final class Schedule {
    /** There is nothing more to send. */
    static final long OVER = Long.MIN_VALUE;

    private static final long FOR_EVER = Long.MAX_VALUE / 2;

    private final LongSupplier nanoTime;
    private final long startNanos;
    private final long mostRequests;
    private final long durationNanos;
    private final @Nullable Double rate;
    private final AtomicLong taken = new AtomicLong();
    private volatile boolean stopped;

    /** A schedule that starts now. */
    Schedule(LoadPlan plan, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        this.mostRequests = plan.requests() == null ? Long.MAX_VALUE : plan.requests();
        this.durationNanos =
                plan.duration() == null ? FOR_EVER : plan.duration().toNanos();
        this.rate = plan.rate();
    }

    /**
     * Waits until it is time for another request; returns the time for which that was meant, or {@link #OVER}. In
     * the open model it has passed already if all connections were busy then.
     */
    long awaitNext() {
        if (stopped || elapsedNanos() >= durationNanos) {
            return OVER;
        }
        long index = taken.getAndIncrement();
        if (index >= mostRequests) {
            return OVER;
        }
        if (rate == null) {
            return nanoTime.getAsLong();
        }
        long afterNanos = (long) (index / rate * TimeUnit.SECONDS.toNanos(1));
        return afterNanos < durationNanos && awaitElapsed(afterNanos) ? startNanos + afterNanos : OVER;
    }

    private boolean awaitElapsed(long nanos) {
        for (long left = nanos - elapsedNanos(); left > 0; left = nanos - elapsedNanos()) {
            if (stopped) {
                return false;
            }
            LockSupport.parkNanos(this, Math.min(left, TimeUnit.MILLISECONDS.toNanos(50)));
        }
        return !stopped && elapsedNanos() < durationNanos;
    }

    /** Has no more requests begun. */
    void stop() {
        stopped = true;
    }

    long elapsedNanos() {
        return nanoTime.getAsLong() - startNanos;
    }

    /** How many requests were due by now. Of the closed model, none ever is. */
    long due() {
        if (rate == null) {
            return 0;
        }
        double seconds = Math.min(elapsedNanos(), durationNanos) / (double) TimeUnit.SECONDS.toNanos(1);
        return Math.min((long) Math.ceil(seconds * rate), mostRequests);
    }
}
