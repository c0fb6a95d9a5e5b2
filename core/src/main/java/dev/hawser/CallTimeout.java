package dev.hawser;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time that one call may take in all. Zero means that there is no limit. */
public interface CallTimeout {
    /**
     * Sets the time.
     *
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if the call was executed or enqueued
     */
    CallTimeout timeout(long timeout, TimeUnit unit);

    /**
     * Sets the time.
     *
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if the call was executed or enqueued
     */
    default CallTimeout timeout(Duration timeout) {
        return timeout(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    }

    /** The time in nanoseconds; 0 if there is no limit. */
    long timeoutNanos();
}
