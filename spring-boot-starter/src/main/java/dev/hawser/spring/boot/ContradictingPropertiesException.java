package dev.hawser.spring.boot;

import java.util.List;

/** Two properties that cannot both hold. The message names both, with their values. */
final class ContradictingPropertiesException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Given<?>> contradicting;

    ContradictingPropertiesException(Given<?> one, Given<?> other) {
        this(describe(one) + ", but " + describe(other), List.of(one, other));
    }

    private ContradictingPropertiesException(String message, List<Given<?>> contradicting) {
        super(message);
        this.contradicting = contradicting;
    }

    /** For a property that contradicts another one's default. */
    static ContradictingPropertiesException ofDefault(Given<?> one, Given<?> byDefault) {
        return new ContradictingPropertiesException(
                describe(one) + ", but " + describe(byDefault) + " by default", List.of(one, byDefault));
    }

    /** For a property that another one leaves without effect, or that is missing beside it; {@code how} says which. */
    static ContradictingPropertiesException because(Given<?> one, Given<?> other, String how) {
        return new ContradictingPropertiesException(
                describe(one) + ", but " + describe(other) + ": " + how, List.of(one, other));
    }

    private static String describe(Given<?> given) {
        return given.property() + " is " + given.value();
    }

    /** The two. */
    List<Given<?>> contradicting() {
        return contradicting;
    }
}
