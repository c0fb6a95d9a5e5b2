package dev.hawser;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link ConnectionPool}, as its {@link ConnectionPool.Builder} has checked them. Immutable. A count
 * that has no limit is {@link Integer#MAX_VALUE}, a time that is switched off {@link Duration#ZERO}.
 *
 * @param name the pool's name in logs, errors and snapshots
 * @param maxIdleConnections idle connections kept over all addresses
 * @param maxIdlePerAddress idle connections kept for one address
 * @param keepAliveDuration the time after which an idle connection is closed
 * @param keepAliveWithoutHint the same for a connection whose server named no time in {@code Keep-Alive}
 * @param keepAliveWithoutHintByProxy the same for a connection that goes by an HTTP proxy
 * @param maxConnections connections in all, those being made and those being drained included
 * @param maxConnectionsPerAddress the same for one address
 * @param maxWaiters calls that may wait for a connection, beside those for which one is being made
 * @param acquireTimeout how long a call may wait for a connection; zero if only the call's own timeout limits it
 * @param maxConcurrentDials connections to one address that may be in the making
 * @param maxLifetime the age at which a connection takes no more calls
 * @param lifetimeJitter the part of {@code maxLifetime} by which one connection's may be shorter
 * @param maxRequestsPerConnection requests that one connection serves
 * @param minIdlePerAddress idle connections that are held ready for each address in use
 * @param maxStreamsPerConnection exchanges at once on one connection
 * @param maxMultiplexedConnectionsPerAddress connections to one address that carry several exchanges at once
 * @param validateAfterInactivity how long a connection must have been idle to be looked at before it is used again
 * @param reuseOrder which idle connection is leased first
 * @param addressRefresh how often the names of servers are resolved again while there are connections to them; zero for never
 * @param spread over which IP addresses of a server its connections are spread
 * @param leakStacks whether the warning of a leak shows the stack that leased
 * @param leakDetectionThreshold how long a lease may last before a warning; zero if there is none
 * @param listener who is told of each connection; null for nobody
 */
public record ConnectionPoolSettings(
        String name,
        int maxIdleConnections,
        int maxIdlePerAddress,
        Duration keepAliveDuration,
        Duration keepAliveWithoutHint,
        Duration keepAliveWithoutHintByProxy,
        int maxConnections,
        int maxConnectionsPerAddress,
        int maxWaiters,
        Duration acquireTimeout,
        int maxConcurrentDials,
        Duration maxLifetime,
        double lifetimeJitter,
        int maxRequestsPerConnection,
        int minIdlePerAddress,
        int maxStreamsPerConnection,
        int maxMultiplexedConnectionsPerAddress,
        Duration validateAfterInactivity,
        ReuseOrder reuseOrder,
        Duration addressRefresh,
        Spread spread,
        boolean leakStacks,
        Duration leakDetectionThreshold,
        @Nullable ConnectionPoolListener listener) {
    /** Refuses to warm up more connections than there may be. */
    void checkWarmUp(int connections) {
        checkWarmUp(connections, "maxIdleConnections", maxIdleConnections);
        checkWarmUp(connections, "maxIdlePerAddress", maxIdlePerAddress);
        checkWarmUp(connections, "maxConnections", maxConnections);
        checkWarmUp(connections, "maxConnectionsPerAddress", maxConnectionsPerAddress);
    }

    private static void checkWarmUp(int connections, String limit, int most) {
        if (connections < 1 || connections > most) {
            throw new IllegalArgumentException(
                    "cannot warm up " + connections + " connections: at least 1, and " + limit + " is " + most);
        }
    }
}
