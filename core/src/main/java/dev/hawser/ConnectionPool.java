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
        this.engine = new PoolEngine(
                builder.maxIdleConnections,
                builder.maxIdlePerAddress,
                builder.keepAliveDuration,
                builder.keepAliveWithoutHint == null ? builder.keepAliveDuration : builder.keepAliveWithoutHint,
                builder.maxLifetime,
                builder.maxRequestsPerConnection,
                builder.leakStacks,
                builder.listener);
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
     * Closes all idle connections now, and those in use when they come back. A call that needs a connection
     * from here on fails. Closing again has no effect.
     */
    @Override
    public void close() {
        engine.close();
    }

    /** The number of connections, and of idle ones. */
    @Override
    public String toString() {
        return "ConnectionPool{connections=" + connectionCount() + ", idle=" + idleConnectionCount() + "}";
    }

    /** A maker of {@link ConnectionPool}s. Each setting is checked when it is set. */
    public static final class Builder {
        private int maxIdleConnections = 5;
        private int maxIdlePerAddress = Integer.MAX_VALUE;
        private Duration keepAliveDuration = Duration.ofMinutes(5);
        private @Nullable Duration keepAliveWithoutHint;
        private Duration maxLifetime = Duration.ofMinutes(30);
        private int maxRequestsPerConnection = Integer.MAX_VALUE;
        private boolean leakStacks;
        private @Nullable ConnectionPoolListener listener;

        /** A builder with the defaults. */
        public Builder() {}

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
         * Sets the age at which a connection takes no more calls; 30 minutes by default, above 0. Each
         * connection's own is shorter by up to a tenth, so that those made together do not end together.
         */
        public Builder maxLifetime(Duration age) {
            this.maxLifetime = positive("maxLifetime", age);
            return this;
        }

        /** Sets how many calls one connection serves before it is closed; no limit by default, from 1. */
        public Builder maxRequestsPerConnection(int most) {
            this.maxRequestsPerConnection = atLeast("maxRequestsPerConnection", most, 1);
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

        /** Sets who is told of each connection; nobody by default. */
        public Builder listener(ConnectionPoolListener told) {
            this.listener = Objects.requireNonNull(told, "listener");
            return this;
        }

        /** The pool, without a connection yet. */
        public ConnectionPool build() {
            return new ConnectionPool(this);
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
    }
}
