package dev.hawser.spring.boot;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Tells which two properties contradict each other, and where each was set. */
final class ContradictingPropertiesFailureAnalyzer extends AbstractFailureAnalyzer<ContradictingPropertiesException> {
    private final @Nullable Environment environment;

    ContradictingPropertiesFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ContradictingPropertiesException cause) {
        StringBuilder description = new StringBuilder("Two properties contradict each other: ")
                .append(cause.getMessage())
                .append(".\n");
        for (Given<?> given : cause.contradicting()) {
            description.append("\n    ").append(given.property()).append(": ").append(originOf(given.property()));
        }
        return new FailureAnalysis(
                description.toString(), "Change or remove one of the two, so that both can hold.", cause);
    }

    private String originOf(String property) {
        if (environment != null) {
            ConfigurationPropertyName name = ConfigurationPropertyName.adapt(property, '.');
            for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
                ConfigurationProperty found = source.getConfigurationProperty(name);
                if (found != null) {
                    return found.getOrigin() == null ? "set" : "from " + found.getOrigin();
                }
            }
        }
        return "not set";
    }
}
