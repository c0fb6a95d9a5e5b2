package dev.hawser.benchmarks.micro;

import dev.hawser.Retirement;
import dev.hawser.internal.pool.Dialed;
import dev.hawser.internal.pool.Lease;
import dev.hawser.internal.pool.Pool;
import dev.hawser.internal.pool.PoolSettings;
import dev.hawser.internal.pool.Poolable;
import dev.hawser.internal.pool.Want;
import dev.hawser.internal.time.Alarm;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A pool without a limit on idle connections, whose connections lead nowhere and are made on the caller's thread. */
final class FilledPool {
    private static final long KEEP_ALIVE_NANOS = TimeUnit.MINUTES.toNanos(5);

    final Pool<String, Nowhere> pool;

    FilledPool(Clock clock, Alarms alarms) {
        pool = new Pool<>(
                PoolSettings.idle(PoolSettings.NO_LIMIT, KEEP_ALIVE_NANOS),
                clock,
                alarms,
                (name, keepsJvmAlive, work) -> work.run(),
                new Random(1),
                (key, connection, heldNanos, trace) -> {
                    throw new IllegalStateException("the lease of " + key + " was dropped");
                },
                null);
    }

    /** Puts an idle connection into the pool for each of {@code count} addresses. */
    void fill(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            put("host" + i + ".example");
        }
    }

    /** Puts an idle connection to one address into the pool. */
    void put(String key) throws IOException {
        Want<String, Nowhere> want =
                new Want<>(key, this, false, true, dial -> new Dialed.Opened<String, Nowhere>(new Nowhere()));
        Lease<String, Nowhere> lease = pool.lease(want).await(Alarm.NEVER);
        pool.release(lease);
    }

    /** A connection that is always well. */
    static final class Nowhere implements Poolable {
        @Override
        public @Nullable Retirement check(long idleNanos) {
            return null;
        }

        @Override
        public void close(Retirement reason) {}
    }
}
