package dev.hawser.internal.time;

/** A thing to be done later. Safe for use by many threads. */
public interface Alarm {
    /** The answer of a task that need not run again. */
    long NEVER = Long.MAX_VALUE;

    /**
     * Makes the alarm ring when the clock reads {@code atNanos}, or earlier if it is already set for an
     * earlier time. Setting it later than it is set costs one volatile read and has no effect: a task must
     * look at what is due when it rings.
     */
    void ringBy(long atNanos);

    /**
     * Takes the alarm off, so that nothing holds its task any more. A task that is running at this moment
     * finishes, and may set the alarm again by its answer.
     */
    void cancel();

    /** The sooner of two times, each of which may be {@link #NEVER}. */
    static long sooner(long a, long b) {
        return a == NEVER || b != NEVER && b - a < 0 ? b : a;
    }
}
