package dev.hawser.internal.pool;

import java.io.InterruptedIOException;

/** No connection came free in time, or too many wait already. The message and the counts tell why. */
public final class PoolTimeoutException extends InterruptedIOException {
    private static final long serialVersionUID = 1L;

    private final transient PoolCounts counts;

    PoolTimeoutException(String message, PoolCounts counts) {
        super(message);
        this.counts = counts;
    }

    /** The pool's figures when the wait was given up. */
    public PoolCounts counts() {
        return counts;
    }
}
