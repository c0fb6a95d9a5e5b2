package dev.hawser.sse;

import java.time.Duration;

/** How long to wait before the next connection: the server's time or our own, doubled with each attempt in a row that failed. */
final class Backoff {
    private static final int MOST_DOUBLINGS = 30;

    private final long maxMillis;
    private long millis;
    private int failures;

    Backoff(Duration delay, Duration most) {
        this.millis = delay.toMillis();
        this.maxMillis = most.toMillis();
    }

    /** The server asks for another time. */
    void set(long newMillis) {
        millis = newMillis;
    }

    /** A connection was made. */
    void succeeded() {
        failures = 0;
    }

    /** A connection was not made. */
    void failed() {
        failures = Math.min(failures + 1, MOST_DOUBLINGS);
    }

    /** The time to wait from now. No time at all is doubled as a millisecond. */
    Duration next() {
        long least = Math.max(1, millis);
        long doubled = failures < 2 ? millis : least << Math.min(failures - 1, Long.numberOfLeadingZeros(least) - 2);
        return Duration.ofMillis(Math.max(millis, Math.min(doubled, maxMillis)));
    }
}
