package dev.hawser.internal.time;

/** A source of time: a monotonic one for durations, the wall's for dates. Safe for use by many threads. */
public interface Clock {
    /** Nanoseconds on a monotonic scale with an arbitrary origin; compare by subtraction only. */
    long nanoTime();

    /** Milliseconds since 1970-01-01T00:00Z. */
    long currentTimeMillis();

    /** The clock of the machine. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
