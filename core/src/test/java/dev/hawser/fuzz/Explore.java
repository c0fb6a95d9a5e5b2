package dev.hawser.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A fuzz test that Jazzer drives for ten minutes, from the inputs that {@link Replay} replays. It runs only when
 * the environment has {@code JAZZER_FUZZ=1}; what it finds goes to {@code .cifuzz-corpus}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@FuzzTest(maxDuration = "10m")
public @interface Explore {}
