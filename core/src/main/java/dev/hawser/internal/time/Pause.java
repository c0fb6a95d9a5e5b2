package dev.hawser.internal.time;

/** How a background thread waits. {@link #wake} is for any thread, the rest for the one that waits. */
public interface Pause {
    /** Waits for that time, until it is woken, or for a shorter time; returns at once if it was woken since the last wait. */
    void await(long nanos);

    /** Ends the wait, or the next one if there is none now. */
    void wake();

    /** Gives up what waiting needs, as the thread is about to end; the next wait makes it anew. */
    void end();

    /** A wait for nothing else. */
    static Pause plain() {
        return new PlainPause();
    }
}
