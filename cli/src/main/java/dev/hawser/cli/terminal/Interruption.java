package dev.hawser.cli.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Something that is done when the process is told to end (Ctrl-C) before the work is over. The process
 * then waits for that, but not for ever.
 */
public final class Interruption {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook;

    /** Has {@code action} done, in a thread of its own. */
    public Interruption(Runnable action) {
        hook = new Thread(
                () -> {
                    action.run();
                    awaitOver();
                },
                "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void awaitOver() {
        try {
            if (!over.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                return; // The process ends without it.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says that the work is done that could be interrupted. */
    public void over() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, and the action is done or under way.
        }
    }
}
