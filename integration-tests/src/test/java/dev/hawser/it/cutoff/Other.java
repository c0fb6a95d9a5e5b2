package dev.hawser.it.cutoff;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Work on another thread, whose stack tells what it waits for. */
final class Other<T> {
    private static final long PATIENCE_SECONDS = 10;

    private final FutureTask<T> task;
    private final Thread thread;

    private Other(Callable<T> work) {
        this.task = new FutureTask<>(work);
        this.thread = new Thread(task, "other");
        thread.setDaemon(true);
        thread.start();
    }

    static <T> Other<T> start(Callable<T> work) {
        return new Other<>(work);
    }

    Thread thread() {
        return thread;
    }

    T result() throws Exception {
        return result(PATIENCE_SECONDS);
    }

    T result(long seconds) throws Exception {
        try {
            return task.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Whether the thread is in a method of a class whose name starts so, or of one that it called. */
    static boolean isIn(Thread thread, String... classes) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> Arrays.stream(classes).anyMatch(frame.getClassName()::startsWith));
    }

    /** Returns when the thread is reading, or has ended. */
    static void awaitReading(Thread thread) {
        Eventually.await(thread + " waits for its peer", () -> !thread.isAlive() || isReading(thread));
    }

    /** Whether the thread waits for its peer: in the network or, in HTTP/2, parked by its stream. */
    static boolean isReading(Thread thread) {
        Thread.State state = thread.getState();
        boolean parked = state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
        return isInNetwork(thread) || parked && isIn(thread, "dev.hawser.internal.http2.Http2Codec");
    }

    /** A platform thread is then in a system call, a virtual one is parked by the channel. */
    static boolean isInNetwork(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        boolean waits = stack.length > 0
                && (stack[0].isNativeMethod() || stack[0].getClassName().contains("VirtualThread"));
        return waits && isIn(thread, "sun.nio.ch.");
    }
}
