package dev.hawser.it.cutoff;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What becomes true on another thread, within bounds. */
public final class Eventually {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

    private Eventually() {}

    /** Returns when it is true; fails if it never is. */
    public static void await(String what, BooleanSupplier truth) {
        long start = System.nanoTime();
        while (!truth.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                fail("not within " + PATIENCE_NANOS / 1_000_000_000 + " s: " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
