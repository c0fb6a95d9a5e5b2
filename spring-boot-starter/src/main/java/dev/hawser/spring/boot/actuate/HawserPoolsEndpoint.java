package dev.hawser.spring.boot.actuate;

import dev.hawser.spring.boot.HawserPools;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** The actuator's endpoint {@code hawserpools}: what each pool is set to, what it holds, and who waits. */
@Endpoint(id = "hawserpools")
public final class HawserPoolsEndpoint {
    private final HawserPools pools;

    /** An endpoint for these pools. */
    public HawserPoolsEndpoint(HawserPools pools) {
        this.pools = pools;
    }

    /** All pools: their settings and counts, over all addresses and for each. */
    @ReadOperation
    public PoolsDescriptor pools() {
        Map<String, PoolDescriptor> all = new LinkedHashMap<>();
        pools.all()
                .forEach(pool -> all.put(
                        pool.name(), PoolDescriptor.of(pool.connectionPool().snapshot(), false)));
        return new PoolsDescriptor(all);
    }

    /** One pool with each of its connections, and those who wait for one; null if there is no such pool. */
    @ReadOperation
    public @Nullable PoolDescriptor pool(@Selector String name) {
        return pools.has(name)
                ? PoolDescriptor.of(pools.get(name).connectionPool().snapshot(), true)
                : null;
    }

    /**
     * Lets no connection of a pool that is open now be used again, so that new ones are made: those that are idle are closed,
     * those in use when they come back.
     */
    @DeleteOperation
    public void evict(@Selector String name) {
        if (pools.has(name)) {
            pools.get(name).connectionPool().softEvict();
        }
    }

    /** All pools by their names. */
    public record PoolsDescriptor(Map<String, PoolDescriptor> pools) implements OperationResponseBody {}
}
