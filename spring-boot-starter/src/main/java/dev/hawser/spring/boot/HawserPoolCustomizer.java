package dev.hawser.spring.boot;

import dev.hawser.ConnectionPool;

/**
 * Changes the pools that are made from properties. A bean of this type is asked once for each pool, after its properties were
 * set, in the order of {@code @Order}.
 */
@FunctionalInterface
public interface HawserPoolCustomizer {
    /**
     * Changes a pool that is about to be made.
     *
     * @param name the pool's name; {@link HawserPools#DEFAULT} for that of all who choose none
     */
    void customize(String name, ConnectionPool.Builder pool);
}
