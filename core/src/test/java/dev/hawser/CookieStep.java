package dev.hawser;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One line of a rule. */
sealed interface CookieStep {
    /** The file and line that has it, and the line itself. */
    String place();

    /**
     * A response comes.
     *
     * @param after the time that passes before it
     * @param setCookie the value of its {@code Set-Cookie}
     */
    record Answer(String place, Duration after, HttpUrl url, String setCookie) implements CookieStep {}

    /**
     * A request goes.
     *
     * @param after the time that passes before it
     * @param cookies what its {@code Cookie} has; empty if it has none
     */
    record Ask(String place, Duration after, HttpUrl url, String cookies) implements CookieStep {}

    /**
     * The jar is looked into.
     *
     * @param after the time that passes before it
     * @param cookies all that it keeps, as a {@code Set-Cookie} has them
     */
    record Look(String place, Duration after, String cookies) implements CookieStep {}

    /**
     * A date is read.
     *
     * @param instant null if it is none
     */
    record Date(String place, String text, @Nullable Instant instant) implements CookieStep {}
}
