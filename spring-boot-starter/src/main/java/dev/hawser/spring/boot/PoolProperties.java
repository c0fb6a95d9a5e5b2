package dev.hawser.spring.boot;

import dev.hawser.ConnectionPool;
import dev.hawser.ReuseOrder;
import dev.hawser.Spread;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link ConnectionPool}, one for each of its builder's; null for what is not set.
 *
 * @param maxIdle How many idle connections are kept, over all addresses.
 * @param maxIdlePerAddress How many idle connections are kept for one address. No limit by default.
 * @param keepAlive How long a connection may be idle before it is closed.
 * @param keepAliveWithoutHint How long a connection may be idle whose server names no time in a Keep-Alive header; by default,
 *     and at most, keep-alive.
 * @param keepAliveWithoutHintByProxy The same for a connection by an HTTP proxy; by default keep-alive-without-hint, and at most
 *     keep-alive.
 * @param maxConnections How many connections there may be over all addresses. No limit by default.
 * @param maxConnectionsPerAddress How many connections there may be to one address. No limit by default.
 * @param maxWaiters How many requests may wait at once for a connection; one more fails at once. No limit by default.
 * @param acquireTimeout How long a request may wait for a connection that the limits keep from it. By default, and for zero, as
 *     long as its other timeouts let it.
 * @param maxConcurrentDials How many connections to one address may be in the making at once.
 * @param maxLifetime The age at which a connection takes no more requests.
 * @param lifetimeJitter By which part of max-lifetime that of one connection may be shorter, from 0 to 1.
 * @param maxRequestsPerConnection How many requests one connection serves. No limit by default.
 * @param minIdlePerAddress How many idle connections are held ready for each address in use.
 * @param maxStreamsPerConnection How many requests one HTTP/2 connection carries at once, below what its server allows.
 * @param maxMultiplexedConnectionsPerAddress How many connections to one address may be open if its server allows several requests at
 *     once on each (HTTP/2). No limit by default.
 * @param validateAfterInactivity How long a connection must have been idle to be looked at before it is used again.
 * @param reuseOrder Which idle connection is used first.
 * @param addressRefresh How often the names of servers are resolved again while there are connections to them. Never by default.
 * @param spread Over which of a server's IP addresses its connections are spread.
 * @param leakStacks Whether the warning of a leak shows the stack that took the connection.
 * @param leakDetectionThreshold How long a request may hold a connection before a warning is logged. Never warns by default.
 */
public record PoolProperties(
        @Nullable Integer maxIdle,
        @Nullable Integer maxIdlePerAddress,
        @Nullable Duration keepAlive,
        @Nullable Duration keepAliveWithoutHint,
        @Nullable Duration keepAliveWithoutHintByProxy,
        @Nullable Integer maxConnections,
        @Nullable Integer maxConnectionsPerAddress,
        @Nullable Integer maxWaiters,
        @Nullable Duration acquireTimeout,
        @Nullable Integer maxConcurrentDials,
        @Nullable Duration maxLifetime,
        @Nullable Double lifetimeJitter,
        @Nullable Integer maxRequestsPerConnection,
        @Nullable Integer minIdlePerAddress,
        @Nullable Integer maxStreamsPerConnection,
        @Nullable Integer maxMultiplexedConnectionsPerAddress,
        @Nullable Duration validateAfterInactivity,
        @Nullable ReuseOrder reuseOrder,
        @Nullable Duration addressRefresh,
        @Nullable Spread spread,
        @Nullable Boolean leakStacks,
        @Nullable Duration leakDetectionThreshold) {}
