package dev.hawser.spring.boot;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.HttpClientSettingsPropertyMapper;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientProperties;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceProxyRegistry;

/** Gives groups of HTTP service clients the pools that {@code hawser.serviceclient.<group>.pool} names. */
@AutoConfiguration(
        after = {HawserAutoConfiguration.class, HttpServiceClientPropertiesAutoConfiguration.class},
        afterName = "org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration")
@ConditionalOnClass({RestClientHttpServiceGroupConfigurer.class, HttpServiceClientProperties.class})
@ConditionalOnBean({HawserPools.class, HttpServiceProxyRegistry.class, HttpServiceClientProperties.class})
public final class HawserServiceClientAutoConfiguration {
    /** An auto-configuration. */
    public HawserServiceClientAutoConfiguration() {}

    @Bean
    GroupPools hawserGroupPools(
            HawserPools pools,
            HawserProperties properties,
            HttpServiceClientProperties clients,
            ObjectProvider<SslBundles> sslBundles,
            ObjectProvider<HttpClientSettings> settings) {
        return new GroupPools(
                pools,
                properties.serviceclient(),
                clients,
                new HttpClientSettingsPropertyMapper(sslBundles.getIfAvailable(), settings.getIfAvailable()));
    }
}
