package dev.hawser.internal.client;

import dev.hawser.Address;
import dev.hawser.Connection;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.ConnectionPoolSettings;
import dev.hawser.ConnectionPoolSnapshot;
import dev.hawser.Retirement;
import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.call.PoolReport;
import dev.hawser.internal.connection.ConnectionMaker;
import dev.hawser.internal.connection.HttpConnection;
import dev.hawser.internal.connection.SharedReports;
import dev.hawser.internal.pool.Pool;
import dev.hawser.internal.pool.PoolSettings;
import dev.hawser.internal.routing.AddressWatch;
import dev.hawser.internal.routing.Spreading;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.time.Sweeper;
import dev.hawser.internal.time.Threads;
import dev.hawser.internal.transport.Connector;
import dev.hawser.internal.transport.Lookout;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A connection pool's engine: the pool itself, and what its connections are made with. */
public final class PoolEngine {
    private final Clock clock = Clock.system();
    private final Lookout lookout = new Lookout();
    private final Alarms alarms = new Sweeper("hawser sweeper", clock, Threads.platform(), lookout);
    private final Shares shares = new Shares();
    private final ConnectionMaker maker;
    private final PoolReport report;
    private final Pool<Address, HttpConnection> pool;
    private volatile ConnectionPoolSettings settings;
    private volatile boolean closed;

    public PoolEngine(ConnectionPoolSettings settings) {
        this.settings = settings;
        Buffers buffers = new Buffers();
        Spreading spreading = new Spreading(settings.spread());
        AddressWatch<HttpConnection> watch = new AddressWatch<>(
                () -> nanos(this.settings.addressRefresh()), clock, alarms, Threads.platform(), this::addressGone);
        this.maker = new ConnectionMaker(
                new Connector(clock, alarms, buffers, lookout),
                buffers,
                clock,
                alarms,
                Threads.platform(),
                nanos(settings.validateAfterInactivity()),
                spreading,
                watch,
                new Reports());
        PoolLog log = new PoolLog(() -> this.settings.name(), clock);
        this.report = new PoolReport(this::settings, log::exhausted);
        ConnectionPoolListener listener = settings.listener();
        this.pool = new Pool<>(
                internal(settings),
                clock,
                alarms,
                Threads.platform(),
                new Random(),
                log,
                listener == null ? null : new ToListener(listener));
    }

    private static PoolSettings internal(ConnectionPoolSettings settings) {
        return new PoolSettings(
                settings.maxIdleConnections(),
                settings.maxIdlePerAddress(),
                nanos(settings.keepAliveDuration()),
                nanos(settings.keepAliveWithoutHint()),
                nanos(settings.keepAliveWithoutHintByProxy()),
                settings.maxConnections(),
                settings.maxConnectionsPerAddress(),
                settings.maxWaiters(),
                settings.maxConcurrentDials(),
                nanos(settings.maxLifetime()),
                settings.lifetimeJitter(),
                settings.maxRequestsPerConnection(),
                settings.maxStreamsPerConnection(),
                settings.maxMultiplexedConnectionsPerAddress(),
                settings.minIdlePerAddress(),
                settings.leakDetectionThreshold().isZero()
                        ? PoolSettings.FOREVER
                        : nanos(settings.leakDetectionThreshold()),
                settings.reuseOrder());
    }

    private static long nanos(Duration time) {
        return time.compareTo(Duration.ofNanos(PoolSettings.FOREVER)) < 0 ? time.toNanos() : PoolSettings.FOREVER;
    }

    private void addressGone(HttpConnection connection) {
        pool.drain(connection, Retirement.ADDRESS_GONE);
    }

    /** Passes on to the pool what happens to its shared connections. */
    private final class Reports implements SharedReports {
        @Override
        public void capacityChanged(HttpConnection connection) {
            pool.capacityChanged(connection, connection::capacity);
        }

        @Override
        public void suspicionChanged(HttpConnection connection) {
            pool.suspicionChanged(connection, connection::isSuspected);
        }

        @Override
        public void ended(HttpConnection connection, Retirement reason) {
            pool.drainQuietly(connection, reason);
        }
    }

    Pool<Address, HttpConnection> pool() {
        return pool;
    }

    ConnectionMaker maker() {
        return maker;
    }

    PoolReport report() {
        return report;
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

    public ConnectionPoolSettings settings() {
        return settings;
    }

    /**
     * Changes the settings.
     *
     * @throws IllegalArgumentException if one differs that cannot be changed
     */
    public void resize(ConnectionPoolSettings changed) {
        ConnectionPoolSettings now = settings;
        requireSame("name", now.name(), changed.name());
        requireSame("validateAfterInactivity", now.validateAfterInactivity(), changed.validateAfterInactivity());
        requireSame("leakStacks", now.leakStacks(), changed.leakStacks());
        requireSame("spread", now.spread(), changed.spread());
        requireSame("listener", now.listener(), changed.listener());
        settings = changed;
        pool.resize(internal(changed));
    }

    private static void requireSame(String setting, @Nullable Object now, @Nullable Object changed) {
        if (!Objects.equals(now, changed)) {
            throw new IllegalArgumentException(
                    setting + " of a pool cannot be changed: it is " + now + ", not " + changed);
        }
    }

    public int idleConnectionCount() {
        return pool.counts().idle();
    }

    public int connectionCount() {
        return pool.counts().connections();
    }

    public ConnectionPoolSnapshot snapshot() {
        return report.of(pool.snapshot());
    }

    public void evictAll() {
        pool.evictAll();
    }

    /** Evicts one connection; an interceptor of the user's may have put another kind in its place, which is none of the pool's. */
    public void evict(Connection connection) {
        if (connection instanceof HttpConnection own) {
            pool.drain(own, Retirement.EVICTED);
        }
    }

    /** Evicts the connections of an address, or all. */
    public void softEvict(@Nullable Address address) {
        pool.softEvict(address);
    }

    public void suspend() {
        pool.suspend();
    }

    public void resume() {
        pool.resume();
    }

    public boolean drain(Duration time) throws InterruptedException {
        closed = true;
        return pool.drain(nanos(time));
    }

    public void close() {
        closed = true;
        pool.close();
    }

    public boolean isClosed() {
        return closed;
    }
}
