package dev.hawser.internal.pool;

import java.util.List;

/** How many connections were made, and why the others were not. */
public record Warmed(int opened, List<Throwable> failures) {}
