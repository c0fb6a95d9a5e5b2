package dev.hawser.internal.pool;

import java.io.InterruptedIOException;

/** No connection came free in time, or too many wait already. */
public final class PoolTimeoutException extends InterruptedIOException {
    private static final long serialVersionUID = 1L;

    /** Why a wait ended without a connection. */
    public enum Cause {
        /** Its time was over. */
        TIME_OVER,
        /** As many as may wait did so already. */
        TOO_MANY_WAITERS
    }

    private final Cause why;
    private final transient PoolSnapshot<?, ?> snapshot;

    PoolTimeoutException(Cause why, PoolSnapshot<?, ?> snapshot) {
        super(why + ", " + snapshot.counts());
        this.why = why;
        this.snapshot = snapshot;
    }

    public Cause why() {
        return why;
    }

    /** The pool when the wait was given up. */
    public PoolSnapshot<?, ?> snapshot() {
        return snapshot;
    }
}
