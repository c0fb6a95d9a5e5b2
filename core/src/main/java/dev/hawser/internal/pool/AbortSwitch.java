package dev.hawser.internal.pool;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A switch that is thrown once, and the action that it sets off. Safe for use by many threads. */
final class AbortSwitch {
    private final AtomicReference<@Nullable Runnable> action = new AtomicReference<>();
    private volatile boolean thrown;

    /** Sets the action in place of the one before; runs it now if the switch was thrown. */
    void set(Runnable newAction) {
        action.set(newAction);
        if (thrown) {
            runAction();
        }
    }

    void throwNow() {
        thrown = true;
        runAction();
    }

    boolean isThrown() {
        return thrown;
    }

    private void runAction() {
        Runnable due = action.getAndSet(null);
        if (due != null) {
            due.run();
        }
    }
}
