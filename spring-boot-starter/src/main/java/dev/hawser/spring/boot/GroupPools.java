package dev.hawser.spring.boot;

import dev.hawser.spring.boot.HawserProperties.GroupProperties;
import java.util.Map;
import org.springframework.boot.http.client.autoconfigure.HttpClientSettingsPropertyMapper;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientProperties;
import org.springframework.core.Ordered;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceGroup;

/** Gives each group of HTTP service clients its pool, with the settings that Boot's properties have for the group. */
final class GroupPools implements RestClientHttpServiceGroupConfigurer {
    /** Just after Boot's own, which sets the request factory of the default pool. */
    private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 11;

    private final HawserPools pools;
    private final Map<String, GroupProperties> groups;
    private final HttpServiceClientProperties clients;
    private final HttpClientSettingsPropertyMapper settings;

    GroupPools(
            HawserPools pools,
            Map<String, GroupProperties> groups,
            HttpServiceClientProperties clients,
            HttpClientSettingsPropertyMapper settings) {
        this.pools = pools;
        this.groups = groups;
        this.clients = clients;
        this.settings = settings;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public void configureGroups(Groups<RestClient.Builder> all) {
        all.forEachClient(this::configure);
    }

    private void configure(HttpServiceGroup group, RestClient.Builder client) {
        GroupProperties chosen = groups.get(group.name());
        if (chosen != null) {
            client.requestFactory(
                    pools.requestFactoryBuilder(chosen.pool()).build(settings.map(clients.get(group.name()))));
        }
    }
}
