package dev.hawser.spring.boot;

/**
 * An assertion of what listeners are told, which may be a moment after the request that caused it: the thread that made the
 * connection tells them.
 */
@FunctionalInterface
public interface Eventually {
    /** Asserts it as it is now. */
    void check();

    /** Tries until it holds; fails as it does if the test's time is over. */
    static void eventually(Eventually assertion) {
        while (true) {
            try {
                assertion.check();
                return;
            } catch (AssertionError | RuntimeException notYet) {
                if (Thread.currentThread().isInterrupted()) {
                    throw notYet;
                }
                Thread.onSpinWait();
            }
        }
    }
}
