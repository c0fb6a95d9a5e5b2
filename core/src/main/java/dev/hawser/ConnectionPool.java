package dev.hawser;

import dev.hawser.internal.client.PoolEngine;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are kept for use again. A connection is leased to one call at a time; when the call's
 * response has been read or closed, it comes back and stays idle until a call to the same {@link Address}
 * takes it, its time is over, or the server closes it.
 *
 * <p>A pool may be shared by clients. Safe for use by many threads. It has a thread only while it has
 * connections, and that does not keep the JVM alive.
 */
public final class ConnectionPool implements AutoCloseable {
    final PoolEngine engine;

    /** A pool that keeps up to 5 idle connections, over all addresses, each for 5 minutes. */
    public ConnectionPool() {
        this(new Builder());
    }

    /**
     * A pool with these limits, and defaults for the rest.
     *
     * @param maxIdleConnections how many idle connections it keeps, over all addresses; from 0
     * @param keepAliveDuration how long it keeps an idle connection; above 0
     * @throws IllegalArgumentException if one is out of its range
     */
    public ConnectionPool(int maxIdleConnections, long keepAliveDuration, TimeUnit timeUnit) {
        this(new Builder().maxIdleConnections(maxIdleConnections).keepAliveDuration(keepAliveDuration, timeUnit));
    }

    private ConnectionPool(Builder builder) {
        this.engine = new PoolEngine(builder.settings());
    }

    /** A builder that holds the present settings, as for {@link #resize}. */
    public Builder newBuilder() {
        return new Builder(settings());
    }

    /** The present settings. */
    public ConnectionPoolSettings settings() {
        return engine.settings();
    }

    /**
     * Changes the settings while the pool is in use: {@code pool.resize(pool.newBuilder().maxConnections(200))}. Limits that
     * rise serve waiters at once. Limits that fall close idle connections at once and those in use when they come back.
     * A new lifetime holds for connections made from now on.
     *
     * @throws IllegalArgumentException if two settings contradict each other, or name, listener, {@link Builder#spread} or
     *     {@link Builder#leakStacks} differ from the pool's, as these cannot be changed
     */
    public void resize(Builder changed) {
        engine.resize(changed.settings());
    }

    /** How many connections are idle. */
    public int idleConnectionCount() {
        return engine.idleConnectionCount();
    }

    /** How many connections there are, idle or in use. */
    public int connectionCount() {
        return engine.connectionCount();
    }

    /** Closes all idle connections. Those in use, and the calls on them, are not touched. */
    public void evictAll() {
        engine.evictAll();
    }

    /**
     * Lets no connection that is open now be used again: those that are idle are closed in the background, those in use
     * when they come back. Costs the same however many there are.
     */
    public void softEvict() {
        engine.softEvict(null);
    }

    /** Does {@link #softEvict()} for the connections of one address. */
    public void softEvict(Address address) {
        engine.softEvict(Objects.requireNonNull(address, "address"));
    }

    /**
     * Lets one connection not be used again: it is closed now if it is idle, else when it comes back. One that is another pool's, or
     * closed already, is not touched.
     */
    public void evict(Connection connection) {
        engine.evict(Objects.requireNonNull(connection, "connection"));
    }

    /**
     * Gives out no connection, and makes none, until {@link #resume()}. Calls that need one wait, within their timeouts; those
     * that have one go on.
     */
    public void suspend() {
        engine.suspend();
    }

    /** Ends {@link #suspend()}; those who wait are served at once. */
    public void resume() {
        engine.resume();
    }

    /** The pool at this moment. The cost is in proportion to the number of connections and waiters. */
    public ConnectionPoolSnapshot snapshot() {
        return engine.snapshot();
    }

    /**
     * Closes the pool as {@link #close()} does, and waits until the connections in use have come back; those that have not
     * when the time is over are cut off, and their calls fail.
     *
     * @param time how long to wait; zero to cut off at once
     * @return whether all came back in time
     * @throws InterruptedException if the thread was interrupted while it waited; the pool stays closed, and nothing was
     *     cut off
     */
    public boolean drain(Duration time) throws InterruptedException {
        return engine.drain(time);
    }

    /**
     * Closes all idle connections now, and those in use when they come back. A call that needs a connection
     * from here on fails. Closing again has no effect.
     */
    @Override
    public void close() {
        engine.close();
    }

    /** Whether {@link #close()} or {@link #drain} was called, or the client that it was made for is closed. */
    public boolean isClosed() {
        return engine.isClosed();
    }

    /** The name, the number of connections, and of idle ones. */
    @Override
    public String toString() {
        return "ConnectionPool{" + settings().name() + ", connections=" + connectionCount() + ", idle="
                + idleConnectionCount() + "}";
    }

    /** A maker of {@link ConnectionPool}s. Each setting is checked when it is set, and held against the others by {@link #build()}. */
    public static final class Builder {
        private static final int NO_LIMIT = Integer.MAX_VALUE;

        private String name = "default";
        private int maxIdleConnections = 5;
        private int maxIdlePerAddress = NO_LIMIT;
        private Duration keepAliveDuration = Duration.ofMinutes(5);
        private @Nullable Duration keepAliveWithoutHint;
        private @Nullable Duration keepAliveWithoutHintByProxy;
        private int maxConnections = NO_LIMIT;
        private int maxConnectionsPerAddress = NO_LIMIT;
        private int maxWaiters = NO_LIMIT;
        private Duration acquireTimeout = Duration.ZERO;
        private int maxConcurrentDials = 8;
        private Duration maxLifetime = Duration.ofMinutes(30);
        private double lifetimeJitter = 0.1;
        private int maxRequestsPerConnection = NO_LIMIT;
        private int minIdlePerAddress;
        private int maxStreamsPerConnection = NO_LIMIT;
        private int maxMultiplexedConnectionsPerAddress = NO_LIMIT;
        private Duration validateAfterInactivity = Duration.ofMillis(1);
        private ReuseOrder reuseOrder = ReuseOrder.MOST_RECENTLY_USED;
        private Duration addressRefresh = Duration.ZERO;
        private Spread spread = Spread.FIRST_ANSWER;
        private boolean leakStacks;
        private Duration leakDetectionThreshold = Duration.ZERO;
        private @Nullable ConnectionPoolListener listener;

        /** A builder with the defaults. */
        public Builder() {}

        private Builder(ConnectionPoolSettings settings) {
            this.name = settings.name();
            this.maxIdleConnections = settings.maxIdleConnections();
            this.maxIdlePerAddress = settings.maxIdlePerAddress();
            this.keepAliveDuration = settings.keepAliveDuration();
            this.keepAliveWithoutHint = settings.keepAliveWithoutHint().equals(settings.keepAliveDuration())
                    ? null
                    : settings.keepAliveWithoutHint();
            this.keepAliveWithoutHintByProxy =
                    settings.keepAliveWithoutHintByProxy().equals(settings.keepAliveWithoutHint())
                            ? null
                            : settings.keepAliveWithoutHintByProxy();
            this.maxConnections = settings.maxConnections();
            this.maxConnectionsPerAddress = settings.maxConnectionsPerAddress();
            this.maxWaiters = settings.maxWaiters();
            this.acquireTimeout = settings.acquireTimeout();
            this.maxConcurrentDials = settings.maxConcurrentDials();
            this.maxLifetime = settings.maxLifetime();
            this.lifetimeJitter = settings.lifetimeJitter();
            this.maxRequestsPerConnection = settings.maxRequestsPerConnection();
            this.minIdlePerAddress = settings.minIdlePerAddress();
            this.maxStreamsPerConnection = settings.maxStreamsPerConnection();
            this.maxMultiplexedConnectionsPerAddress = settings.maxMultiplexedConnectionsPerAddress();
            this.validateAfterInactivity = settings.validateAfterInactivity();
            this.reuseOrder = settings.reuseOrder();
            this.addressRefresh = settings.addressRefresh();
            this.spread = settings.spread();
            this.leakStacks = settings.leakStacks();
            this.leakDetectionThreshold = settings.leakDetectionThreshold();
            this.listener = settings.listener();
        }

        /** Sets the name that logs, errors and snapshots show; "default" by default, not blank. */
        public Builder name(String shown) {
            if (shown.isBlank()) {
                throw new IllegalArgumentException("name is blank");
            }
            this.name = shown;
            return this;
        }

        /** Sets how many idle connections are kept, over all addresses; 5 by default, from 0. */
        public Builder maxIdleConnections(int most) {
            this.maxIdleConnections = atLeast("maxIdleConnections", most, 0);
            return this;
        }

        /** Sets how many idle connections are kept for one address; no limit by default, from 0. */
        public Builder maxIdlePerAddress(int most) {
            this.maxIdlePerAddress = atLeast("maxIdlePerAddress", most, 0);
            return this;
        }

        /** Sets how long a connection may be idle before it is closed; 5 minutes by default, above 0. */
        public Builder keepAliveDuration(Duration time) {
            this.keepAliveDuration = positive("keepAliveDuration", time);
            return this;
        }

        /** Sets how long a connection may be idle before it is closed; 5 minutes by default, above 0. */
        public Builder keepAliveDuration(long time, TimeUnit unit) {
            return keepAliveDuration(Duration.of(time, unit.toChronoUnit()));
        }

        /**
         * Sets how long a connection may be idle whose server names no time in a {@code Keep-Alive} header; by
         * default, and at most, the {@link #keepAliveDuration(Duration)}. Above 0.
         */
        public Builder keepAliveWithoutHint(Duration time) {
            this.keepAliveWithoutHint = positive("keepAliveWithoutHint", time);
            return this;
        }

        /**
         * Sets how long a connection by an HTTP proxy may be idle, if the last response on it named no time in a {@code Keep-Alive}
         * header; by default the {@link #keepAliveWithoutHint}, and at most the {@link #keepAliveDuration(Duration)}. Above 0.
         */
        public Builder keepAliveWithoutHintByProxy(Duration time) {
            this.keepAliveWithoutHintByProxy = positive("keepAliveWithoutHintByProxy", time);
            return this;
        }

        /**
         * Sets how many connections there may be over all addresses, those in the making and those that carry their last
         * exchange included; no limit by default, from 1. A call that needs one more waits; if another address has an idle
         * one, that is closed to make room; if not, the second that comes back to another address, whoever waits for it there,
         * unless one to its own address comes back within 250 ms.
         */
        public Builder maxConnections(int most) {
            this.maxConnections = atLeast("maxConnections", most, 1);
            return this;
        }

        /**
         * Sets how many connections there may be to one address, those in the making and those that carry their last
         * exchange included; no limit by default, from 1. Calls that need one more wait, and are served in order of arrival.
         */
        public Builder maxConnectionsPerAddress(int most) {
            this.maxConnectionsPerAddress = atLeast("maxConnectionsPerAddress", most, 1);
            return this;
        }

        /**
         * Sets how many calls may wait at once for a connection, beside those for which one is being made; no limit by default,
         * from 0. One more fails at once with a {@link ConnectionPoolTimeoutException}.
         */
        public Builder maxWaiters(int most) {
            this.maxWaiters = atLeast("maxWaiters", most, 0);
            return this;
        }

        /**
         * Sets how long a call may wait for a connection that the limits keep from it, before it fails with a
         * {@link ConnectionPoolTimeoutException}; by default, and for zero, as long as the call's own timeout lets it. Not
         * negative. The time that a new connection takes is limited by the client's connect timeout.
         */
        public Builder acquireTimeout(Duration time) {
            this.acquireTimeout = notNegative("acquireTimeout", time);
            return this;
        }

        /** Sets how many connections to one address may be in the making at once; 8 by default, from 1. */
        public Builder maxConcurrentDials(int most) {
            this.maxConcurrentDials = atLeast("maxConcurrentDials", most, 1);
            return this;
        }

        /**
         * Sets the age at which a connection takes no more calls; 30 minutes by default, above 0. Each
         * connection's own is shorter by up to {@link #lifetimeJitter}, so that those made together do not end together. A
         * call that is on it then ends undisturbed.
         */
        public Builder maxLifetime(Duration age) {
            this.maxLifetime = positive("maxLifetime", age);
            return this;
        }

        /** Sets by which part of the {@link #maxLifetime} one connection's may be shorter, drawn once at its birth; 0.1 by default, from 0 to 1. */
        public Builder lifetimeJitter(double part) {
            if (!(part >= 0 && part <= 1)) {
                throw new IllegalArgumentException("lifetimeJitter must be from 0 to 1: " + part);
            }
            this.lifetimeJitter = part;
            return this;
        }

        /** Sets how many requests one connection serves before it is closed; no limit by default, from 1. */
        public Builder maxRequestsPerConnection(int most) {
            this.maxRequestsPerConnection = atLeast("maxRequestsPerConnection", most, 1);
            return this;
        }

        /**
         * Sets how many idle connections are held ready for each address that was warmed up or used within the
         * {@link #keepAliveDuration}; 0 by default. What is missing is made in the background, TLS included; one whose lifetime
         * ends is replaced before it goes.
         */
        public Builder minIdlePerAddress(int least) {
            this.minIdlePerAddress = atLeast("minIdlePerAddress", least, 0);
            return this;
        }

        /** Sets how many exchanges one connection may carry at once, below what its server allows (SETTINGS_MAX_CONCURRENT_STREAMS of HTTP/2); no limit by default, from 1. */
        public Builder maxStreamsPerConnection(int most) {
            this.maxStreamsPerConnection = atLeast("maxStreamsPerConnection", most, 1);
            return this;
        }

        /**
         * Sets how many connections to one address may be open at once, if each carries several exchanges (HTTP/2); no limit
         * by default, from 1. While the exchanges at once that the servers and {@link #maxStreamsPerConnection} allow on those that are
         * open are all in use, a call gets another connection, which those who wait share; with as many open as this allows,
         * it waits for one of the exchanges to end. A call that is sent again, as its connection refused or failed it, gets another one all the
         * same. {@link #maxConnectionsPerAddress} holds beside this.
         */
        public Builder maxMultiplexedConnectionsPerAddress(int most) {
            this.maxMultiplexedConnectionsPerAddress = atLeast("maxMultiplexedConnectionsPerAddress", most, 1);
            return this;
        }

        /**
         * Sets how long a connection must have been idle to be looked at before it is used again; 1 ms by default. Not
         * negative; cannot be changed later. The look costs 1 to 2 microseconds, and sees that the server has closed the
         * connection or sent bytes that nobody asked for. With zero, every connection is looked at, and a response that a
         * server sends unasked is taken for another's answer only if it arrives after the look. A server that has once sent
         * such bytes is looked at before each use in any case. A connection by a {@link HawserClient.Builder#socketFactory} of
         * the user's own is looked at after a second at the earliest.
         */
        public Builder validateAfterInactivity(Duration idle) {
            this.validateAfterInactivity = notNegative("validateAfterInactivity", idle);
            return this;
        }

        /** Sets which idle connection is leased first; the one that came back last by default. */
        public Builder reuseOrder(ReuseOrder order) {
            this.reuseOrder = Objects.requireNonNull(order, "reuseOrder");
            return this;
        }

        /**
         * Sets how often the name of a server is resolved again while there are connections to it; by default, and for zero,
         * never. Not negative. A connection whose IP address has been missing from three answers in a row takes no more calls,
         * and is closed after the last: {@link Retirement#ADDRESS_GONE}. If an address comes back after n answers without it,
         * the answers rotate, and for as long as they do 2n in a row, at most 96, must miss one. A look-up that fails changes
         * nothing. Hosts that are IP addresses are not resolved, nor are servers behind a proxy. Not more than four names are
         * resolved at once.
         *
         * <p>The JDK remembers an answer for 30 s unless {@code networkaddress.cache.ttl} says otherwise, so with
         * {@link Dns#SYSTEM} a shorter interval sees one answer several times. On a live pool a change holds for connections
         * made from then on, and for the others from their next look-up on.
         */
        public Builder addressRefresh(Duration interval) {
            this.addressRefresh = notNegative("addressRefresh", interval);
            return this;
        }

        /**
         * Sets over which IP addresses of a server its connections are spread; by default {@link Spread#FIRST_ANSWER}. Cannot be
         * changed on a live pool.
         */
        public Builder spread(Spread over) {
            this.spread = Objects.requireNonNull(over, "spread");
            return this;
        }

        /**
         * Sets whether a leak's warning shows the stack that leased the connection; off by default, as it
         * costs some microseconds for each call.
         */
        public Builder leakStacks(boolean shown) {
            this.leakStacks = shown;
            return this;
        }

        /**
         * Sets how long a call may hold a connection before a warning is logged, with the stack that leased it if
         * {@link #leakStacks} is on; by default, and for zero, never. Not negative. The call is not touched.
         */
        public Builder leakDetectionThreshold(Duration time) {
            this.leakDetectionThreshold = notNegative("leakDetectionThreshold", time);
            return this;
        }

        /** Sets who is told of each connection; nobody by default. */
        public Builder listener(ConnectionPoolListener told) {
            this.listener = Objects.requireNonNull(told, "listener");
            return this;
        }

        /**
         * The pool, without a connection yet.
         *
         * @throws IllegalArgumentException if more connections shall be held ready for an address than there may be
         */
        public ConnectionPool build() {
            return new ConnectionPool(this);
        }

        private ConnectionPoolSettings settings() {
            checkMinIdle("maxIdleConnections", maxIdleConnections);
            checkMinIdle("maxIdlePerAddress", maxIdlePerAddress);
            checkMinIdle("maxConnections", maxConnections);
            checkMinIdle("maxConnectionsPerAddress", maxConnectionsPerAddress);
            Duration withoutHint = keepAliveWithoutHint == null ? keepAliveDuration : keepAliveWithoutHint;
            return new ConnectionPoolSettings(
                    name,
                    maxIdleConnections,
                    maxIdlePerAddress,
                    keepAliveDuration,
                    withoutHint,
                    keepAliveWithoutHintByProxy == null ? withoutHint : keepAliveWithoutHintByProxy,
                    maxConnections,
                    maxConnectionsPerAddress,
                    maxWaiters,
                    acquireTimeout,
                    maxConcurrentDials,
                    maxLifetime,
                    lifetimeJitter,
                    maxRequestsPerConnection,
                    minIdlePerAddress,
                    maxStreamsPerConnection,
                    maxMultiplexedConnectionsPerAddress,
                    validateAfterInactivity,
                    reuseOrder,
                    addressRefresh,
                    spread,
                    leakStacks,
                    leakDetectionThreshold,
                    listener);
        }

        private void checkMinIdle(String limit, int most) {
            if (minIdlePerAddress > most) {
                throw new IllegalArgumentException(
                        "minIdlePerAddress is " + minIdlePerAddress + ", but " + limit + " is " + most);
            }
        }

        private static int atLeast(String name, int value, int least) {
            if (value < least) {
                throw new IllegalArgumentException(name + " must be at least " + least + ": " + value);
            }
            return value;
        }

        private static Duration positive(String name, Duration time) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException(name + " <= 0: " + time);
            }
            return time;
        }

        private static Duration notNegative(String name, Duration time) {
            if (time.isNegative()) {
                throw new IllegalArgumentException(name + " < 0: " + time);
            }
            return time;
        }
    }
}
