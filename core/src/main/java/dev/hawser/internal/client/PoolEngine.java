package dev.hawser.internal.client;

import dev.hawser.Address;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.connection.ConnectionMaker;
import dev.hawser.internal.connection.HttpConnection;
import dev.hawser.internal.pool.Pool;
import dev.hawser.internal.pool.PoolSettings;
import dev.hawser.internal.pool.ReuseOrder;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.time.Sweeper;
import dev.hawser.internal.time.Threads;
import dev.hawser.internal.transport.Connector;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A connection pool's engine: the pool itself, and what its connections are made with. */
public final class PoolEngine {
    private static final int MOST_DIALS = 8;
    private static final double LIFETIME_JITTER = 0.1;

    private final Clock clock = Clock.system();
    private final Alarms alarms = new Sweeper("hawser sweeper", clock, Threads.platform());
    private final Shares shares = new Shares();
    private final boolean leakStacks;
    private final ConnectionMaker maker;
    private final Pool<Address, HttpConnection> pool;

    public PoolEngine(
            int maxIdle,
            int maxIdlePerAddress,
            Duration keepAlive,
            Duration keepAliveWithoutHint,
            Duration maxLifetime,
            int maxRequestsPerConnection,
            boolean leakStacks,
            @Nullable ConnectionPoolListener listener) {
        this.leakStacks = leakStacks;
        Buffers buffers = new Buffers();
        this.maker = new ConnectionMaker(new Connector(clock, alarms, buffers), buffers, clock);
        PoolSettings settings = new PoolSettings(
                maxIdle,
                maxIdlePerAddress,
                nanos(keepAlive),
                nanos(keepAliveWithoutHint),
                PoolSettings.NO_LIMIT,
                PoolSettings.NO_LIMIT,
                PoolSettings.NO_LIMIT,
                MOST_DIALS,
                nanos(maxLifetime),
                LIFETIME_JITTER,
                maxRequestsPerConnection,
                PoolSettings.NO_LIMIT,
                ReuseOrder.MOST_RECENTLY_USED);
        this.pool = new Pool<>(
                settings,
                clock,
                alarms,
                Threads.platform(),
                new Random(),
                new LeakLog(),
                listener == null ? null : new ToListener(listener));
    }

    private static long nanos(Duration time) {
        return time.compareTo(Duration.ofNanos(PoolSettings.FOREVER)) < 0 ? time.toNanos() : PoolSettings.FOREVER;
    }

    Pool<Address, HttpConnection> pool() {
        return pool;
    }

    ConnectionMaker maker() {
        return maker;
    }

    /** Whether each lease notes the stack that took it. */
    boolean leakStacks() {
        return leakStacks;
    }

    Clock clock() {
        return clock;
    }

    Alarms alarms() {
        return alarms;
    }

    /** How many clients share the pool that was made for the first of them. */
    Shares shares() {
        return shares;
    }

    public int idleConnectionCount() {
        return pool.counts().idle();
    }

    public int connectionCount() {
        return pool.counts().connections();
    }

    public void evictAll() {
        pool.evictAll();
    }

    public void close() {
        pool.close();
    }
}
