package dev.hawser.spring.boot;

import dev.hawser.Cache;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.HawserClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * Puts Hawser behind {@code RestClient.Builder}, {@code RestTemplateBuilder} and HTTP service clients: the
 * {@link ClientHttpRequestFactoryBuilder} that all of these ask for is there before Spring Boot would make one.
 */
@AutoConfiguration(before = ImperativeHttpClientAutoConfiguration.class, after = HttpClientAutoConfiguration.class)
@ConditionalOnClass({ClientHttpRequestFactory.class, ClientHttpRequestFactoryBuilder.class})
@Conditional(HawserChosen.class)
@EnableConfigurationProperties(HawserProperties.class)
public final class HawserAutoConfiguration {
    /** An auto-configuration. */
    public HawserAutoConfiguration() {}

    /** What all clients keep responses in; it is closed after the pools, whose requests may still fill it. */
    @Bean
    @ConditionalOnMissingBean
    @Conditional(CacheChosen.class)
    Cache hawserCache(HawserProperties properties) {
        return new CacheMaker(properties.cache()).make();
    }

    @Bean
    @ConditionalOnMissingBean
    HawserPools hawserPools(
            HawserProperties properties,
            Environment environment,
            ObjectProvider<HttpClientSettings> settings,
            ObjectProvider<Cache> cache,
            ObjectProvider<ConnectionPoolListener> listeners,
            ObjectProvider<HawserPoolCustomizer> poolCustomizers,
            ObjectProvider<HawserClientCustomizer> clientCustomizers,
            ObjectProvider<ClientHttpRequestFactoryBuilderCustomizer<?>> builderCustomizers) {
        String otherFactory = environment.getProperty(HawserChosen.FACTORY);
        if (otherFactory != null && !otherFactory.isBlank()) {
            throw new ContradictingPropertiesException(
                    new Given<>(HawserChosen.ENABLED, true), new Given<>(HawserChosen.FACTORY, otherFactory));
        }
        PoolsMaker maker = new PoolsMaker(
                properties,
                cache.getIfAvailable(),
                listeners.orderedStream().toList(),
                poolCustomizers.orderedStream().toList(),
                clientCustomizers.orderedStream().toList(),
                builderCustomizers.orderedStream().toList());
        return maker.make(settings.getIfAvailable(HttpClientSettings::defaults));
    }

    @Bean
    @ConditionalOnMissingBean(ClientHttpRequestFactoryBuilder.class)
    ClientHttpRequestFactoryBuilder<?> hawserClientHttpRequestFactoryBuilder(HawserPools pools) {
        return pools.requestFactoryBuilder(HawserPools.DEFAULT);
    }

    /** The client itself, for code that calls it by its name; it goes with the pools. */
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    HawserClient hawserClient(HawserPools pools) {
        return pools.get(HawserPools.DEFAULT).client();
    }
}
