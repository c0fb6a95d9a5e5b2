package dev.hawser.spring.boot;

import dev.hawser.spring.boot.HawserProperties.GroupProperties;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.autoconfigure.HttpClientSettingsPropertyMapper;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientProperties;
import org.springframework.core.Ordered;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.HttpServiceGroup;

/**
 * Gives each group of HTTP service clients its pool, with the settings that Boot's properties have for the group. The groups are known
 * from here on, so a pool that is chosen for none of them stops the start here.
 */
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
        Set<String> names = new TreeSet<>();
        all.forEachClient((group, client) -> {
            names.add(group.name());
            configure(group, client);
        });
        Set<String> known = names.stream().map(GroupPools::uniform).collect(Collectors.toSet());
        groups.forEach((name, chosen) -> {
            if (!known.contains(uniform(name))) {
                throw new InvalidConfigurationPropertyValueException(
                        "hawser.serviceclient." + name + ".pool",
                        chosen.pool(),
                        "there is no group of HTTP service clients \"" + name + "\" with a RestClient; there are "
                                + names);
            }
        });
    }

    /** A name without what Boot leaves aside where it compares names: of an environment's variable it has nothing else. */
    private static String uniform(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    private @Nullable GroupProperties chosenFor(String group) {
        GroupProperties exactly = groups.get(group);
        return exactly != null
                ? exactly
                : groups.entrySet().stream()
                        .filter(each -> uniform(each.getKey()).equals(uniform(group)))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
    }

    private void configure(HttpServiceGroup group, RestClient.Builder client) {
        GroupProperties chosen = chosenFor(group.name());
        if (chosen != null) {
            client.requestFactory(
                    pools.requestFactoryBuilder(chosen.pool()).build(settings.map(clients.get(group.name()))));
        }
    }
}
