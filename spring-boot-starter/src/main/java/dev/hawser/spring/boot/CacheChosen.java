package dev.hawser.spring.boot;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/** Whether the application wants responses to be kept: if a property says where, or how much. */
final class CacheChosen extends AnyNestedCondition {
    CacheChosen() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnProperty(CacheMaker.DIRECTORY)
    static final class InAFolder {}

    @ConditionalOnProperty(CacheMaker.MAX_SIZE)
    static final class OfASize {}
}
