package dev.hawser.internal.client;

import dev.hawser.Address;
import dev.hawser.internal.connection.HttpConnection;
import dev.hawser.internal.pool.LeakListener;
import dev.hawser.internal.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The warnings of a pool: one for each leak, and one for exhaustion, at most once a second, with the number of those held
 * back. Safe for use by many threads.
 */
final class PoolLog implements LeakListener<Address, HttpConnection> {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final System.Logger log = System.getLogger("dev.hawser.ConnectionPool");
    private final Supplier<String> poolName;
    private final Clock clock;

    /** When exhaustion may be written again. */
    private final AtomicLong pauseEnd;

    private final AtomicLong heldBack = new AtomicLong();

    PoolLog(Supplier<String> poolName, Clock clock) {
        this.poolName = poolName;
        this.clock = clock;
        this.pauseEnd = new AtomicLong(clock.nanoTime());
    }

    @Override
    public void leaked(Address address, HttpConnection connection, long heldNanos, @Nullable Object trace) {
        warn(
                "A connection to " + address.url() + " was leaked. Did you forget to close a response body? "
                        + "It was leased " + TimeUnit.NANOSECONDS.toMillis(heldNanos) + " ms ago, from pool "
                        + poolName.get() + ".",
                trace);
    }

    @Override
    public void heldLong(
            Address address,
            HttpConnection connection,
            @Nullable Object holder,
            long heldNanos,
            @Nullable Object trace) {
        warn(
                "A connection to " + address.url() + " has been held for "
                        + TimeUnit.NANOSECONDS.toMillis(heldNanos)
                        + " ms, longer than the leakDetectionThreshold of pool "
                        + poolName.get() + ", by " + (holder == null ? "a call that was dropped" : holder) + ".",
                trace);
    }

    private void warn(String message, @Nullable Object trace) {
        if (trace instanceof Throwable stack) {
            log.log(System.Logger.Level.WARNING, message, stack);
        } else {
            log.log(
                    System.Logger.Level.WARNING,
                    message + " To see where, set ConnectionPool.Builder.leakStacks(true).");
        }
    }

    /** A call got no connection. */
    void exhausted(String message) {
        long end = pauseEnd.get();
        long now = clock.nanoTime();
        if (now - end < 0 || !pauseEnd.compareAndSet(end, now + PAUSE_NANOS)) {
            heldBack.incrementAndGet();
            return;
        }
        long before = heldBack.getAndSet(0);
        log.log(
                System.Logger.Level.WARNING,
                before == 0 ? message : message + " (" + before + " like this held back since the last)");
    }
}
