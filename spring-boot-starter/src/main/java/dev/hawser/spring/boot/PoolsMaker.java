package dev.hawser.spring.boot;

import dev.hawser.Cache;
import dev.hawser.ConnectionPool;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.HawserClient;
import dev.hawser.spring.HawserClientHttpRequestFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.util.LambdaSafe;
import org.springframework.util.unit.DataSize;

/**
 * Makes the pools of an application.
 *
 * @param properties all properties
 * @param cache what all clients keep responses in, null for nothing
 * @param listeners who is told of the connections of all pools
 * @param poolCustomizers change each pool
 * @param clientCustomizers change each client
 * @param builderCustomizers change each builder of request factories
 */
record PoolsMaker(
        HawserProperties properties,
        @Nullable Cache cache,
        List<ConnectionPoolListener> listeners,
        List<HawserPoolCustomizer> poolCustomizers,
        List<HawserClientCustomizer> clientCustomizers,
        List<ClientHttpRequestFactoryBuilderCustomizer<?>> builderCustomizers) {

    HawserPools make(HttpClientSettings settings) {
        Given.set("hawser.drain-timeout", properties.drainTimeout(), PoolsMaker::refuseNegative);
        Given.set("hawser.metrics.max-addresses", properties.metrics().maxAddresses(), PoolsMaker::refuseNegative);
        Map<String, HawserPool> pools = new LinkedHashMap<>();
        pools.put(HawserPools.DEFAULT, make(PoolMaker.ofDefault(properties).builder(), HawserPools.DEFAULT));
        properties.pools().forEach((name, own) -> {
            if (name.equals(HawserPools.DEFAULT)) {
                throw new InvalidConfigurationPropertyValueException(
                        "hawser.pools", name, "the default pool is set up by hawser.pool");
            }
            pools.put(name, make(PoolMaker.of(name, own, properties).builder(), name));
        });
        refuseUnknownPools(pools);
        Map<String, ClientHttpRequestFactoryBuilder<?>> builders = new LinkedHashMap<>();
        pools.forEach((name, pool) -> builders.put(name, customized(builderOf(pool))));
        return new HawserPools(pools, builders, settings, properties.drainTimeout());
    }

    private static void refuseNegative(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("must not be negative");
        }
    }

    private static void refuseNegative(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("must not be negative");
        }
    }

    private HawserPool make(ConnectionPool.Builder pool, String name) {
        poolCustomizers.forEach(customizer -> customizer.customize(name, pool));
        List<ConnectionPoolListener> told = new ArrayList<>(listeners);
        ConnectionPoolListener own = pool.build().settings().listener();
        if (own != null) {
            told.add(own);
        }
        Listeners all = new Listeners(told);
        HawserClient.Builder client =
                new ClientMaker(properties.client()).builder().cache(cache);
        clientCustomizers.forEach(customizer -> customizer.customize(name, client));
        return new HawserPool(
                client.connectionPool(pool.name(name).listener(all).build()).build(), all);
    }

    private void refuseUnknownPools(Map<String, HawserPool> pools) {
        properties.serviceclient().forEach((group, chosen) -> {
            if (!pools.containsKey(chosen.pool())) {
                throw new InvalidConfigurationPropertyValueException(
                        "hawser.serviceclient." + group + ".pool",
                        chosen.pool(),
                        "there is no such pool below hawser.pools; there are " + pools.keySet());
            }
        });
    }

    private HawserClientHttpRequestFactoryBuilder builderOf(HawserPool pool) {
        ClientProperties client = properties.client();
        HawserClientHttpRequestFactoryBuilder builder = HawserClientHttpRequestFactoryBuilder.of(pool.client());
        if (Boolean.TRUE.equals(client.bufferRequestBody())) {
            builder = builder.withCustomizer(factory -> factory.setBufferRequestBody(true));
        }
        Given<DataSize> size = Given.of("hawser.client.chunk-size", client.chunkSize());
        if (size != null) {
            size.applyTo(given -> new HawserClientHttpRequestFactory(pool.client()).setChunkSize(bytes(given)));
            builder = builder.withCustomizer(factory -> factory.setChunkSize(bytes(size.value())));
        }
        return builder;
    }

    private static int bytes(DataSize size) {
        return (int) Math.min(size.toBytes(), Integer.MAX_VALUE);
    }

    @SuppressWarnings("unchecked") // LambdaSafe calls those alone that take a builder of this type
    private ClientHttpRequestFactoryBuilder<?> customized(ClientHttpRequestFactoryBuilder<?> builder) {
        ClientHttpRequestFactoryBuilder<?>[] result = {builder};
        LambdaSafe.callbacks(ClientHttpRequestFactoryBuilderCustomizer.class, builderCustomizers, builder)
                .invoke(customizer -> result[0] = customizer.customize(result[0]));
        return result[0];
    }
}
