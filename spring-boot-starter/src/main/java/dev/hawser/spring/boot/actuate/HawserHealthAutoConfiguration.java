package dev.hawser.spring.boot.actuate;

import dev.hawser.spring.boot.HawserAutoConfiguration;
import dev.hawser.spring.boot.HawserPool;
import dev.hawser.spring.boot.HawserPools;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/** The health of the pools, {@code hawserPools}, unless {@code management.health.hawser.enabled} is false. */
@AutoConfiguration(after = HawserAutoConfiguration.class)
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(HawserPools.class)
@ConditionalOnEnabledHealthIndicator("hawser")
public final class HawserHealthAutoConfiguration {
    /** An auto-configuration. */
    public HawserHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "hawserPoolsHealthContributor")
    HealthContributor hawserPoolsHealthContributor(HawserPools pools) {
        Map<String, HawserPool> byName = new LinkedHashMap<>();
        pools.all().forEach(pool -> byName.put(pool.name(), pool));
        return CompositeHealthContributor.fromMap(byName, PoolHealthIndicator::new);
    }
}
