package dev.hawser.internal.pool;

import dev.hawser.ReuseOrder;

/**
 * The limits and times of a pool. Counts that have no limit are {@link #NO_LIMIT}, times that have none
 * {@link #FOREVER}.
 *
 * @param maxIdle idle connections over all keys; from 0
 * @param maxIdlePerKey idle connections of one key; from 0
 * @param keepAliveNanos a connection idle for at least this long goes; above 0
 * @param keepAliveWithoutHintNanos the same for one whose server named no time; never longer than {@code keepAliveNanos}
 * @param keepAliveRelayedNanos the same for one that is {@linkplain Dialed.Opened#relayed() relayed}
 * @param maxTotal connections in all, those being dialled or drained included; from 1
 * @param maxPerKey connections of one key, those being dialled or drained included; from 1
 * @param maxWaiters those who may wait at once, beside those for whom a dial is in flight; from 0
 * @param maxConcurrentDials dials of one key in flight; from 1
 * @param maxLifetimeNanos the age at which a connection takes no more exchanges; above 0
 * @param lifetimeJitter the part of {@code maxLifetimeNanos} by which one connection's may be shorter; 0 to 1
 * @param maxUses exchanges that one connection may carry; from 1
 * @param maxStreams a cap on the exchanges that one connection may carry at once; from 1
 * @param maxShared connections of one key that may be open if its peer allows several exchanges at once on each; from 1
 * @param minIdlePerKey idle connections held ready for a key in use; from 0
 * @param leakThresholdNanos the time after which a lease that is still held is told of; {@link #FOREVER} for never
 * @param reuseOrder which idle connection is leased first
 */
public record PoolSettings(
        int maxIdle,
        int maxIdlePerKey,
        long keepAliveNanos,
        long keepAliveWithoutHintNanos,
        long keepAliveRelayedNanos,
        int maxTotal,
        int maxPerKey,
        int maxWaiters,
        int maxConcurrentDials,
        long maxLifetimeNanos,
        double lifetimeJitter,
        int maxUses,
        int maxStreams,
        int maxShared,
        int minIdlePerKey,
        long leakThresholdNanos,
        ReuseOrder reuseOrder) {
    /** A count without limit. */
    public static final int NO_LIMIT = Integer.MAX_VALUE;

    /** A time without limit: 73 years, so that sums and differences of times do not overflow. */
    public static final long FOREVER = Long.MAX_VALUE / 4;

    private static final long MINUTE = 60_000_000_000L;

    public PoolSettings {
        atLeast(0, maxIdle, "maxIdle");
        atLeast(0, maxIdlePerKey, "maxIdlePerKey");
        atLeast(1, keepAliveNanos, "keepAliveNanos");
        atLeast(1, keepAliveWithoutHintNanos, "keepAliveWithoutHintNanos");
        atLeast(1, keepAliveRelayedNanos, "keepAliveRelayedNanos");
        atLeast(1, maxTotal, "maxTotal");
        atLeast(1, maxPerKey, "maxPerKey");
        atLeast(0, maxWaiters, "maxWaiters");
        atLeast(1, maxConcurrentDials, "maxConcurrentDials");
        atLeast(1, maxLifetimeNanos, "maxLifetimeNanos");
        if (!(lifetimeJitter >= 0 && lifetimeJitter <= 1)) {
            throw new IllegalArgumentException("lifetimeJitter must be from 0 to 1, but is " + lifetimeJitter);
        }
        atLeast(1, maxUses, "maxUses");
        atLeast(1, maxStreams, "maxStreams");
        atLeast(1, maxShared, "maxShared");
        atLeast(0, minIdlePerKey, "minIdlePerKey");
        atLeast(1, leakThresholdNanos, "leakThresholdNanos");
        keepAliveNanos = Math.min(keepAliveNanos, FOREVER);
        keepAliveWithoutHintNanos = Math.min(keepAliveWithoutHintNanos, keepAliveNanos);
        keepAliveRelayedNanos = Math.min(keepAliveRelayedNanos, keepAliveNanos);
        maxLifetimeNanos = Math.min(maxLifetimeNanos, FOREVER);
        leakThresholdNanos = Math.min(leakThresholdNanos, FOREVER);
    }

    /** 5 idle for 5 minutes, 8 dials of a key at once, a life of 30 minutes less up to a tenth, no other limit. */
    public static PoolSettings defaults() {
        return idle(5, 5 * MINUTE);
    }

    /** The defaults, but for the number of idle connections and the time they are kept. */
    public static PoolSettings idle(int maxIdle, long keepAliveNanos) {
        return new PoolSettings(
                maxIdle,
                NO_LIMIT,
                keepAliveNanos,
                keepAliveNanos,
                keepAliveNanos,
                NO_LIMIT,
                NO_LIMIT,
                NO_LIMIT,
                8,
                30 * MINUTE,
                0.1,
                NO_LIMIT,
                NO_LIMIT,
                NO_LIMIT,
                0,
                FOREVER,
                ReuseOrder.MOST_RECENTLY_USED);
    }

    private static void atLeast(long least, long value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", but is " + value);
        }
    }
}
