package dev.hawser.internal.pool;

import dev.hawser.ReuseOrder;
import java.util.concurrent.TimeUnit;

/** Pool settings in the making: no limit but those that are set. */
final class Settings {
    int maxIdle = PoolSettings.NO_LIMIT;
    int maxIdlePerKey = PoolSettings.NO_LIMIT;
    long keepAlive = TimeUnit.MINUTES.toNanos(5);
    long withoutHint = PoolSettings.FOREVER;
    long relayed = PoolSettings.FOREVER;
    int maxTotal = PoolSettings.NO_LIMIT;
    int maxPerKey = PoolSettings.NO_LIMIT;
    int maxWaiters = PoolSettings.NO_LIMIT;
    int maxDials = 8;
    long maxLifetime = PoolSettings.FOREVER;
    double jitter;
    int maxUses = PoolSettings.NO_LIMIT;
    int maxStreams = PoolSettings.NO_LIMIT;
    int maxShared = PoolSettings.NO_LIMIT;
    int minIdlePerKey;
    long leakThreshold = PoolSettings.FOREVER;
    ReuseOrder order = ReuseOrder.MOST_RECENTLY_USED;

    Settings maxIdle(int value) {
        maxIdle = value;
        return this;
    }

    Settings maxIdlePerKey(int value) {
        maxIdlePerKey = value;
        return this;
    }

    Settings keepAliveSeconds(long value) {
        keepAlive = TimeUnit.SECONDS.toNanos(value);
        return this;
    }

    Settings relayedSeconds(long value) {
        relayed = TimeUnit.SECONDS.toNanos(value);
        return this;
    }

    Settings withoutHintSeconds(long value) {
        withoutHint = TimeUnit.SECONDS.toNanos(value);
        return this;
    }

    Settings maxTotal(int value) {
        maxTotal = value;
        return this;
    }

    Settings maxPerKey(int value) {
        maxPerKey = value;
        return this;
    }

    Settings maxWaiters(int value) {
        maxWaiters = value;
        return this;
    }

    Settings maxDials(int value) {
        maxDials = value;
        return this;
    }

    Settings maxLifetimeSeconds(long value) {
        maxLifetime = TimeUnit.SECONDS.toNanos(value);
        return this;
    }

    Settings jitter(double value) {
        jitter = value;
        return this;
    }

    Settings maxUses(int value) {
        maxUses = value;
        return this;
    }

    Settings maxStreams(int value) {
        maxStreams = value;
        return this;
    }

    Settings maxShared(int value) {
        maxShared = value;
        return this;
    }

    Settings minIdlePerKey(int value) {
        minIdlePerKey = value;
        return this;
    }

    Settings leakThresholdMillis(long value) {
        leakThreshold = TimeUnit.MILLISECONDS.toNanos(value);
        return this;
    }

    Settings order(ReuseOrder value) {
        order = value;
        return this;
    }

    PoolSettings make() {
        return new PoolSettings(
                maxIdle,
                maxIdlePerKey,
                keepAlive,
                withoutHint,
                relayed,
                maxTotal,
                maxPerKey,
                maxWaiters,
                maxDials,
                maxLifetime,
                jitter,
                maxUses,
                maxStreams,
                maxShared,
                minIdlePerKey,
                leakThreshold,
                order);
    }
}
