package dev.hawser.internal.pool;

import java.util.concurrent.atomic.AtomicReference;

/** A switch that is thrown once, and the action that it sets off. Safe for use by many threads. */
final class AbortSwitch {
    private static final Runnable THROWN = () -> {};
    private static final Runnable NOTHING = () -> {};

    private final AtomicReference<Runnable> action = new AtomicReference<>(NOTHING);

    /** Sets the action in place of the one before; runs it now if the switch was thrown. */
    void set(Runnable newAction) {
        Runnable before = action.get();
        while (before != THROWN) {
            if (action.compareAndSet(before, newAction)) {
                return;
            }
            before = action.get();
        }
        newAction.run();
    }

    void throwNow() {
        action.getAndSet(THROWN).run();
    }

    boolean isThrown() {
        return action.get() == THROWN;
    }
}
