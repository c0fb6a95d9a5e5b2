package dev.hawser.spring.boot;

import dev.hawser.ConnectionPool;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.web.client.RestClient;

/**
 * The pools that were made from properties: the default one, and those under {@code hawser.pools}. To have a client use one of
 * these:
 *
 * <pre>{@code
 * RestClient payments(RestClient.Builder builder, HawserPools pools) {
 *     return builder.apply(pools.use("payments")).build();
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class HawserPools implements AutoCloseable {
    /** The name of the pool that all use who choose none, {@code hawser.pool}. */
    public static final String DEFAULT = "default";

    private final System.Logger log = System.getLogger("dev.hawser.spring.boot.HawserPools");
    private final Map<String, HawserPool> pools;
    private final Map<String, ClientHttpRequestFactoryBuilder<?>> builders;
    private final HttpClientSettings settings;
    private final Duration drainTimeout;

    HawserPools(
            Map<String, HawserPool> pools,
            Map<String, ClientHttpRequestFactoryBuilder<?>> builders,
            HttpClientSettings settings,
            Duration drainTimeout) {
        this.pools = Collections.unmodifiableMap(new LinkedHashMap<>(pools));
        this.builders = Map.copyOf(builders);
        this.settings = settings;
        this.drainTimeout = drainTimeout;
    }

    /** All of them, the default one first. */
    public Collection<HawserPool> all() {
        return pools.values();
    }

    /** Whether there is a pool of that name. */
    public boolean has(String name) {
        return pools.containsKey(name);
    }

    /**
     * The pool of that name.
     *
     * @throws IllegalArgumentException if there is none; the message names those that there are
     */
    public HawserPool get(String name) {
        HawserPool pool = pools.get(name);
        if (pool == null) {
            throw new IllegalArgumentException("no pool \"" + name + "\"; there are " + pools.keySet()
                    + ", and another would need properties below hawser.pools." + name);
        }
        return pool;
    }

    /**
     * Makes the request factories of a pool's clients, as for {@code RestTemplateBuilder.requestFactoryBuilder}.
     *
     * @throws IllegalArgumentException if there is no pool of that name
     */
    public ClientHttpRequestFactoryBuilder<?> requestFactoryBuilder(String name) {
        ClientHttpRequestFactoryBuilder<?> builder = builders.get(get(name).name());
        return Objects.requireNonNull(builder, name);
    }

    /**
     * Has a {@link RestClient} use a pool, with the settings of {@code spring.http.clients} otherwise.
     *
     * @throws IllegalArgumentException if there is no pool of that name
     */
    public Consumer<RestClient.Builder> use(String name) {
        ClientHttpRequestFactoryBuilder<?> builder = requestFactoryBuilder(name);
        return client -> client.requestFactory(builder.build(settings));
    }

    /**
     * Closes all pools: idle connections at once, those in use when they come back, or, if they have not in time, after
     * {@code hawser.drain-timeout}, when their requests fail. If the thread is interrupted, they are cut off at once.
     */
    @Override
    public void close() {
        pools.values().forEach(pool -> pool.connectionPool().close());
        long deadline = System.nanoTime() + drainTimeout.toNanos();
        for (HawserPool pool : pools.values()) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            int open = pool.connectionPool().connectionCount();
            if (!drained(pool.connectionPool(), left)) {
                log.log(
                        System.Logger.Level.WARNING,
                        "Pool {0}: of {1} connections in use not all came back within {2}; the rest was cut off",
                        pool.name(),
                        open,
                        drainTimeout);
            }
        }
    }

    private static boolean drained(ConnectionPool pool, Duration time) {
        try {
            return pool.drain(time);
        } catch (InterruptedException e) {
            boolean unused = cutOff(pool);
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Without the flag of an interrupt, which stands in the way of any wait. */
    private static boolean cutOff(ConnectionPool pool) {
        try {
            return pool.drain(Duration.ZERO);
        } catch (InterruptedException e) {
            return false;
        }
    }
}
