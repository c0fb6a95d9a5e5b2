package dev.hawser.internal.time;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A maker of executors whose threads do not keep the JVM alive. */
public final class Workers {
    private static final long IDLE_SECONDS = 60;

    private Workers() {}

    /**
     * An executor that runs each task at once: on a virtual thread of its own where the JDK has them (21 and
     * later), else on a platform thread that is kept for 60 seconds.
     *
     * @param name the start of the threads' names
     */
    public static ExecutorService unbounded(String name) {
        AtomicLong number = new AtomicLong();
        return SystemThreads.virtualExecutor(name)
                .orElseGet(() -> new ThreadPoolExecutor(
                        0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                            Thread thread = new Thread(null, work, name + " " + number.incrementAndGet(), 0, false);
                            thread.setDaemon(true);
                            return thread;
                        }));
    }
}
