package dev.hawser.internal.time;

/** A maker of threads. Safe for use by many threads. */
@FunctionalInterface
public interface Threads {
    /**
     * Starts a thread.
     *
     * @param name what the thread is for, as seen in a thread dump
     * @param keepsJvmAlive whether the JVM must wait for it to end
     */
    void start(String name, boolean keepsJvmAlive, Runnable work);
}
