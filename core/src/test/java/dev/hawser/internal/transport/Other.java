package dev.hawser.internal.transport;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Work on another thread, which can be caught in the middle of waiting for the network. */
final class Other<T> {
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

    /** Returns when the thread is inside a system call of the network, or has ended. */
    Other<T> awaitInNetwork() {
        while (thread.isAlive() && !inNetwork()) {
            Thread.onSpinWait();
        }
        return this;
    }

    private boolean inNetwork() {
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length > 0
                && stack[0].isNativeMethod()
                && stack[0].getClassName().startsWith("sun.nio.ch.");
    }

    void interrupt() {
        thread.interrupt();
    }

    boolean isDone() {
        return task.isDone();
    }

    T result() throws Exception {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
