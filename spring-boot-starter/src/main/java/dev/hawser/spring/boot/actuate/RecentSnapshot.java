package dev.hawser.spring.boot.actuate;

import dev.hawser.ConnectionPool;
import dev.hawser.ConnectionPoolSnapshot;
import io.micrometer.core.instrument.Clock;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A pool's snapshot of now, or of at most 100 ms ago: the gauges that are read together share one, as one costs in proportion to
 * the number of connections. Safe for use by many threads.
 */
final class RecentSnapshot {
    private static final long RECENT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private record Taken(ConnectionPoolSnapshot snapshot, long nanos) {}

    private final ConnectionPool pool;
    private final Clock clock;
    private volatile @Nullable Taken last;

    RecentSnapshot(ConnectionPool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    ConnectionPoolSnapshot get() {
        long now = clock.monotonicTime();
        Taken taken = last;
        if (taken == null || now - taken.nanos() > RECENT_NANOS) {
            taken = new Taken(pool.snapshot(), now);
            last = taken;
        }
        return taken.snapshot();
    }
}
