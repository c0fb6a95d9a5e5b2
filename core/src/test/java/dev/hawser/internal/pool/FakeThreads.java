package dev.hawser.internal.pool;

import dev.hawser.internal.time.Threads;
import java.util.ArrayDeque;
import java.util.Queue;

/** Threads that run when the test says so, on its own thread. */
final class FakeThreads implements Threads {
    private final Queue<Runnable> started = new ArrayDeque<>();

    @Override
    public void start(String name, boolean keepsJvmAlive, Runnable work) {
        started.add(work);
    }

    int waiting() {
        return started.size();
    }

    void runNext() {
        started.remove().run();
    }
}
