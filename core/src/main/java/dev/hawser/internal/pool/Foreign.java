package dev.hawser.internal.pool;

/** Calls code that is not the pool's. What it throws goes to the thread's uncaught exception handler. */
final class Foreign {
    private Foreign() {}

    static void run(Runnable code) {
        try {
            code.run();
        } catch (Throwable fault) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, fault);
        }
    }
}
