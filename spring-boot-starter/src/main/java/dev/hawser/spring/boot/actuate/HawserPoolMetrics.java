package dev.hawser.spring.boot.actuate;

import dev.hawser.spring.boot.HawserPool;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Collection;
import java.util.List;

/** The meters of all pools: see {@link PoolMeters} and {@link ServerMeters}. */
public final class HawserPoolMetrics implements MeterBinder {
    private final List<HawserPool> pools;
    private final int maxAddresses;

    /**
     * The meters of these pools.
     *
     * @param maxAddresses how many servers have meters of their own, for each pool; those beyond are counted together
     */
    public HawserPoolMetrics(Collection<HawserPool> pools, int maxAddresses) {
        this.pools = List.copyOf(pools);
        this.maxAddresses = maxAddresses;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (HawserPool pool : pools) {
            RecentSnapshot recent =
                    new RecentSnapshot(pool.connectionPool(), registry.config().clock());
            pool.addListener(new PoolMeters(pool.name(), recent, registry));
            pool.addListener(new ServerMeters(pool.name(), recent, registry, maxAddresses));
        }
    }
}
