package dev.hawser.internal.time;

/** A maker of alarms that all ring on one background thread. Safe for use by many threads. */
public interface Alarms {
    /** An alarm, not yet set, that runs {@code task} when it rings. */
    Alarm alarm(Task task);

    /** What an alarm does. */
    @FunctionalInterface
    interface Task {
        /**
         * Does what is due; must not block. What it throws is handed to the thread's uncaught exception
         * handler and harms no other alarm.
         *
         * @param nowNanos the clock's reading, in nanoseconds
         * @return the clock's reading at which to ring again, or {@link Alarm#NEVER}
         */
        long ring(long nowNanos);
    }
}
