package dev.hawser.internal.transport;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A thread that waits at a lookout, and does between its waits what it is told to. */
final class Watchman implements AutoCloseable {
    private static final long AN_HOUR = 3_600_000_000_000L;

    private final Lookout lookout;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::work, "watchman");
    private volatile boolean over;

    Watchman(Lookout lookout) {
        this.lookout = lookout;
        thread.setDaemon(true);
        thread.start();
    }

    private void work() {
        while (!over) {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            lookout.await(AN_HOUR);
        }
        lookout.end();
    }

    /** Has something done on the thread. */
    CompletableFuture<Void> tell(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        tasks.add(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (Throwable fault) {
                done.completeExceptionally(fault);
            }
        });
        lookout.wake();
        return done;
    }

    @Override
    public void close() {
        over = true;
        lookout.wake();
    }
}
