package dev.hawser;

import java.io.InterruptedIOException;
import java.util.Objects;

/**
 * No connection came free in time, or too many calls wait for one already: {@link ConnectionPool.Builder#acquireTimeout},
 * {@link ConnectionPool.Builder#maxWaiters}. The message says how full the pool is, and who has held its connections for
 * longest; {@link #snapshot()} says it in full. Nothing of the request was sent.
 */
public final class ConnectionPoolTimeoutException extends InterruptedIOException {
    private static final long serialVersionUID = 1L;

    private final transient ConnectionPoolSnapshot snapshot;

    /** An error that was told by {@code snapshot}. */
    public ConnectionPoolTimeoutException(String message, ConnectionPoolSnapshot snapshot) {
        super(message);
        this.snapshot = Objects.requireNonNull(snapshot, "snapshot");
    }

    /**
     * The pool when the wait was given up, or up to 10 milliseconds before, as errors that come close together share one. Not
     * kept when the exception is serialized.
     */
    public ConnectionPoolSnapshot snapshot() {
        return snapshot;
    }
}
