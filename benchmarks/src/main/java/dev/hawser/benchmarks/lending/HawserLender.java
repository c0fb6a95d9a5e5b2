package dev.hawser.benchmarks.lending;

import dev.hawser.Retirement;
import dev.hawser.ReuseOrder;
import dev.hawser.internal.pool.Dialed;
import dev.hawser.internal.pool.Lease;
import dev.hawser.internal.pool.Pool;
import dev.hawser.internal.pool.PoolSettings;
import dev.hawser.internal.pool.Poolable;
import dev.hawser.internal.pool.Want;
import dev.hawser.internal.time.Alarm;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.time.Sweeper;
import dev.hawser.internal.time.Threads;
import java.io.IOException;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** This project's pool: first what is at hand, then a place in the line. */
final class HawserLender implements Lender<Lease<String, HawserLender.Nowhere>> {
    private static final String KEY = "host";

    private final Pool<String, Nowhere> pool;

    HawserLender(int connections) {
        PoolSettings defaults = PoolSettings.defaults();
        PoolSettings settings = new PoolSettings(
                PoolSettings.NO_LIMIT,
                PoolSettings.NO_LIMIT,
                defaults.keepAliveNanos(),
                defaults.keepAliveWithoutHintNanos(),
                defaults.keepAliveRelayedNanos(),
                connections,
                connections,
                PoolSettings.NO_LIMIT,
                defaults.maxConcurrentDials(),
                PoolSettings.FOREVER,
                0,
                PoolSettings.NO_LIMIT,
                PoolSettings.NO_LIMIT,
                PoolSettings.NO_LIMIT,
                0,
                PoolSettings.FOREVER,
                ReuseOrder.MOST_RECENTLY_USED);
        Clock clock = Clock.system();
        pool = new Pool<>(
                settings,
                clock,
                new Sweeper("sweeper", clock, Threads.platform()),
                Threads.platform(),
                new Random(1),
                (key, connection, heldNanos, trace) -> {
                    throw new IllegalStateException("the lease of " + key + " was dropped");
                },
                null);
    }

    @Override
    public Lease<String, Nowhere> borrow() throws IOException {
        Lease<String, Nowhere> lease = pool.leaseIdle(KEY, this);
        if (lease == null) {
            return pool.lease(new Want<String, Nowhere>(
                            KEY, this, false, false, dial -> new Dialed.Opened<String, Nowhere>(new Nowhere())))
                    .await(Alarm.NEVER);
        }
        return lease;
    }

    @Override
    public void giveBack(Lease<String, Nowhere> lease) {
        pool.release(lease);
    }

    @Override
    public void close() {
        pool.close();
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
