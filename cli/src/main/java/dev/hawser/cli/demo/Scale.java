package dev.hawser.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where a time stands on a line: from {@code left}, which is 0, over {@code width}, which is {@code endNanos}.
 */
record Scale(double left, double width, long endNanos) {
    private static final int MOST_TICKS = 10;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    /** The place of a time. */
    double x(long nanos) {
        return left + width * nanos / endNanos;
    }

    double right() {
        return left + width;
    }

    /** Round times from 0, at equal distances, ten at most. */
    List<Long> ticks() {
        long step = step();
        List<Long> ticks = new ArrayList<>();
        for (long tick = 0; tick <= endNanos; tick += step) {
            ticks.add(tick);
        }
        return ticks;
    }

    /** 1, 2 or 5 times a power of ten. */
    private long step() {
        long power = 100;
        while (true) {
            for (int factor : new int[] {1, 2, 5}) {
                if (endNanos / (factor * power) < MOST_TICKS) {
                    return factor * power;
                }
            }
            power *= 10;
        }
    }

    /** The unit of the labels: milliseconds, or seconds where the steps are at least one. */
    String unit() {
        return step() >= SECOND ? "seconds" : "milliseconds";
    }

    /** A tick's number in that unit. */
    String label(long tick) {
        long unit = step() >= SECOND ? SECOND : MILLI;
        return step() >= MILLI
                ? Long.toString(tick / unit)
                : String.format(Locale.ROOT, "%." + (step() >= MILLI / 10 ? 1 : 4) + "f", tick / (double) MILLI);
    }
}
