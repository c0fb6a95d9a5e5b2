package dev.hawser.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * All properties of Hawser in Spring Boot. One that does not exist stops the start, as it may be one that was misspelt.
 *
 * @param enabled Whether Hawser sends the requests of RestClient, RestTemplate and HTTP service clients.
 * @param drainTimeout How long the pools wait, when the application stops, for connections in use to come back before they are
 *     cut off.
 * @param pool The pool of all clients that choose none.
 * @param pools Further pools by their names; what one does not set, it takes from hawser.pool.
 * @param client The settings of the client, for all pools.
 * @param cache Where responses are kept.
 * @param serviceclient What holds for the HTTP service clients of a group, by its name.
 * @param metrics What is measured.
 */
@ConfigurationProperties(prefix = "hawser", ignoreUnknownFields = false)
public record HawserProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("30s") Duration drainTimeout,
        @DefaultValue @NestedConfigurationProperty PoolProperties pool,
        @DefaultValue Map<String, PoolProperties> pools,
        @DefaultValue @NestedConfigurationProperty ClientProperties client,
        @DefaultValue CacheProperties cache,
        @DefaultValue Map<String, GroupProperties> serviceclient,
        @DefaultValue MetricsProperties metrics) {

    /**
     * Where responses are kept, so that the same need not be asked of a server again (RFC 9111). One cache serves the clients of all
     * pools; there is none unless one of these is set.
     *
     * @param directory The folder in which responses are kept; it belongs to this application alone. In memory by default.
     * @param maxSize How much is kept. If only a directory is set, 100 MB.
     */
    public record CacheProperties(
            @Nullable Path directory, @Nullable DataSize maxSize) {}

    /**
     * What holds for one group of HTTP service clients.
     *
     * @param pool The name of the pool that its clients use, of those under hawser.pools.
     */
    public record GroupProperties(String pool) {}

    /**
     * What is measured.
     *
     * @param maxAddresses How many servers have meters of their own; those beyond are counted together.
     */
    public record MetricsProperties(@DefaultValue("100") int maxAddresses) {}
}
