package dev.hawser.spring.boot;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Whether the application wants Hawser: it does unless {@code hawser.enabled} is false, or Boot's own property chooses another
 * client and {@code hawser.enabled} is not set.
 */
final class HawserChosen extends SpringBootCondition {
    static final String ENABLED = "hawser.enabled";
    static final String FACTORY = "spring.http.clients.imperative.factory";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        Boolean enabled = Binder.get(environment).bind(ENABLED, Boolean.class).orElse(null);
        String factory = environment.getProperty(FACTORY);
        ConditionMessage.Builder message = ConditionMessage.forCondition("Hawser");
        if (Boolean.FALSE.equals(enabled)) {
            return ConditionOutcome.noMatch(message.because(ENABLED + " is false"));
        }
        if (StringUtils.hasText(factory) && enabled == null) {
            return ConditionOutcome.noMatch(message.because(FACTORY + " chooses " + factory));
        }
        return ConditionOutcome.match(message.because("nothing chooses another client"));
    }
}
