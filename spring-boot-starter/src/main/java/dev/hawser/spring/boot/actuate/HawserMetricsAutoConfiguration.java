package dev.hawser.spring.boot.actuate;

import dev.hawser.spring.boot.HawserAutoConfiguration;
import dev.hawser.spring.boot.HawserPools;
import dev.hawser.spring.boot.HawserProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The meters of the pools, where there is a registry. */
@AutoConfiguration(
        after = HawserAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean({HawserPools.class, MeterRegistry.class})
public final class HawserMetricsAutoConfiguration {
    /** An auto-configuration. */
    public HawserMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    HawserPoolMetrics hawserPoolMetrics(HawserPools pools, HawserProperties properties) {
        return new HawserPoolMetrics(pools.all(), properties.metrics().maxAddresses());
    }
}
