package dev.hawser.spring.boot;

import dev.hawser.ConnectionPool;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the builder of one pool from its properties, and names those that are wrong. */
final class PoolMaker {
    /** The properties below one prefix. */
    private record Level(String prefix, PoolProperties properties) {}

    private final String name;

    /** The pool's own, and then those that hold where it has none. */
    private final List<Level> levels;

    private PoolMaker(String name, List<Level> levels) {
        this.name = name;
        this.levels = levels;
    }

    /** The maker of the pool of those who choose none. */
    static PoolMaker ofDefault(HawserProperties all) {
        return new PoolMaker(HawserPools.DEFAULT, List.of(new Level("hawser.pool.", all.pool())));
    }

    /** The maker of a further pool. */
    static PoolMaker of(String name, PoolProperties own, HawserProperties all) {
        return new PoolMaker(
                name, List.of(new Level("hawser.pools." + name + ".", own), new Level("hawser.pool.", all.pool())));
    }

    ConnectionPool.Builder builder() {
        ConnectionPool.Builder pool = new ConnectionPool.Builder().name(name);
        set("max-idle", PoolProperties::maxIdle, pool::maxIdleConnections);
        set("max-idle-per-address", PoolProperties::maxIdlePerAddress, pool::maxIdlePerAddress);
        set("keep-alive", PoolProperties::keepAlive, pool::keepAliveDuration);
        set("keep-alive-without-hint", PoolProperties::keepAliveWithoutHint, pool::keepAliveWithoutHint);
        set(
                "keep-alive-without-hint-by-proxy",
                PoolProperties::keepAliveWithoutHintByProxy,
                pool::keepAliveWithoutHintByProxy);
        set("max-connections", PoolProperties::maxConnections, pool::maxConnections);
        set("max-connections-per-address", PoolProperties::maxConnectionsPerAddress, pool::maxConnectionsPerAddress);
        set("max-waiters", PoolProperties::maxWaiters, pool::maxWaiters);
        set("acquire-timeout", PoolProperties::acquireTimeout, pool::acquireTimeout);
        set("max-concurrent-dials", PoolProperties::maxConcurrentDials, pool::maxConcurrentDials);
        set("max-lifetime", PoolProperties::maxLifetime, pool::maxLifetime);
        set("lifetime-jitter", PoolProperties::lifetimeJitter, pool::lifetimeJitter);
        set("max-requests-per-connection", PoolProperties::maxRequestsPerConnection, pool::maxRequestsPerConnection);
        set("min-idle-per-address", PoolProperties::minIdlePerAddress, pool::minIdlePerAddress);
        set("max-streams-per-connection", PoolProperties::maxStreamsPerConnection, pool::maxStreamsPerConnection);
        set(
                "max-multiplexed-connections-per-address",
                PoolProperties::maxMultiplexedConnectionsPerAddress,
                pool::maxMultiplexedConnectionsPerAddress);
        set("validate-after-inactivity", PoolProperties::validateAfterInactivity, pool::validateAfterInactivity);
        set("reuse-order", PoolProperties::reuseOrder, pool::reuseOrder);
        set("address-refresh", PoolProperties::addressRefresh, pool::addressRefresh);
        set("spread", PoolProperties::spread, pool::spread);
        set("leak-stacks", PoolProperties::leakStacks, pool::leakStacks);
        set("leak-detection-threshold", PoolProperties::leakDetectionThreshold, pool::leakDetectionThreshold);
        refuseContradictions();
        return pool;
    }

    private <T> void set(String setting, Function<PoolProperties, @Nullable T> getter, Consumer<? super T> setter) {
        Given<T> given = given(setting, getter);
        if (given != null) {
            given.applyTo(setter);
        }
    }

    private <T> @Nullable Given<T> given(String setting, Function<PoolProperties, @Nullable T> getter) {
        for (Level level : levels) {
            T value = getter.apply(level.properties());
            if (value != null) {
                return new Given<>(level.prefix() + setting, value);
            }
        }
        return null;
    }

    private void refuseContradictions() {
        refuseAbove("min-idle-per-address", PoolProperties::minIdlePerAddress, "max-idle", PoolProperties::maxIdle, 5);
        refuseAbove(
                "min-idle-per-address",
                PoolProperties::minIdlePerAddress,
                "max-idle-per-address",
                PoolProperties::maxIdlePerAddress,
                Integer.MAX_VALUE);
        refuseAbove(
                "min-idle-per-address",
                PoolProperties::minIdlePerAddress,
                "max-connections",
                PoolProperties::maxConnections,
                Integer.MAX_VALUE);
        refuseAbove(
                "min-idle-per-address",
                PoolProperties::minIdlePerAddress,
                "max-connections-per-address",
                PoolProperties::maxConnectionsPerAddress,
                Integer.MAX_VALUE);
        refuseAbove(
                "keep-alive-without-hint",
                PoolProperties::keepAliveWithoutHint,
                "keep-alive",
                PoolProperties::keepAlive,
                Duration.ofMinutes(5));
        refuseAbove(
                "keep-alive-without-hint-by-proxy",
                PoolProperties::keepAliveWithoutHintByProxy,
                "keep-alive",
                PoolProperties::keepAlive,
                Duration.ofMinutes(5));
    }

    /** Refuses a setting that exceeds the one that bounds it. */
    private <T extends Comparable<T>> void refuseAbove(
            String setting,
            Function<PoolProperties, @Nullable T> getter,
            String bound,
            Function<PoolProperties, @Nullable T> boundGetter,
            T boundByDefault) {
        Given<T> given = given(setting, getter);
        Given<T> limit = given(bound, boundGetter);
        T most = limit == null ? boundByDefault : limit.value();
        if (given != null && given.value().compareTo(most) > 0) {
            throw limit == null
                    ? ContradictingPropertiesException.ofDefault(
                            given, new Given<>(levels.get(0).prefix() + bound, most))
                    : new ContradictingPropertiesException(given, limit);
        }
    }
}
