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

    /** Whether a thread is virtual, so that it must not wait at a selector. */
    static boolean isVirtual(Thread thread) {
        return SystemThreads.isVirtual(thread);
    }

    /** Lets other threads go first, once, if they are ready to run. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing but the pace depends on it
    static void letOthersGo() {
        Thread.yield();
    }

    /** Platform threads. */
    static Threads platform() {
        return SystemThreads.platform();
    }

    /**
     * Virtual threads where the JDK has them (21 and later), platform threads elsewhere. A thread that must
     * keep the JVM alive is a platform thread even there, as no virtual thread can.
     */
    static Threads virtual() {
        return SystemThreads.virtual();
    }
}
