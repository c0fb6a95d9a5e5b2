package dev.hawser.spring.boot.actuate;

import dev.hawser.spring.boot.HawserAutoConfiguration;
import dev.hawser.spring.boot.HawserPools;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The endpoint {@code hawserpools}, where there is an actuator that exposes it. */
@AutoConfiguration(after = HawserAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(HawserPools.class)
public final class HawserEndpointAutoConfiguration {
    /** An auto-configuration. */
    public HawserEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint(HawserPoolsEndpoint.class)
    HawserPoolsEndpoint hawserPoolsEndpoint(HawserPools pools) {
        return new HawserPoolsEndpoint(pools);
    }
}
