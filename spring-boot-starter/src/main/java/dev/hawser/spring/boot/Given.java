package dev.hawser.spring.boot;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** A property that was given, by its full name. */
record Given<T>(String property, T value) {
    /** The property, or null if it has no value. */
    static <T> @Nullable Given<T> of(String property, @Nullable T value) {
        return value == null ? null : new Given<>(property, value);
    }

    /** Sets a value if there is one. A setter that refuses it stops the start, with Boot's own analysis of it. */
    static <T> void set(String property, @Nullable T value, Consumer<? super T> setter) {
        if (value != null) {
            new Given<>(property, value).applyTo(setter);
        }
    }

    void applyTo(Consumer<? super T> setter) {
        try {
            setter.accept(value);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationPropertyValueException(property, value, e.getMessage());
        }
    }
}
