package dev.hawser.spring.boot;

import dev.hawser.HawserClient;

/**
 * Changes the clients that are made from properties, for what has none: interceptors, listeners, authenticators, a cache of names.
 * A bean of this type is asked once for each pool's client, after its properties were set, in the order of {@code @Order}.
 */
@FunctionalInterface
public interface HawserClientCustomizer {
    /**
     * Changes a client that is about to be made.
     *
     * @param pool the name of its pool; {@link HawserPools#DEFAULT} for that of all who choose none
     */
    void customize(String pool, HawserClient.Builder client);
}
