package dev.hawser.cli.load;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a load consists of.
 *
 * @param connections how many requests are under way at the same time at most, each on its own connection
 * @param requests how many requests are sent in all, or null for as many as the duration allows
 * @param duration for how long requests are begun, or null for as long as their number needs
 * @param rate how many requests are begun each second (open model), or null if each connection sends its next one
 *     when its last one is answered (closed model)
 */
record LoadPlan(
        int connections,
        @Nullable Long requests,
        @Nullable Duration duration,
        @Nullable Double rate) {}
