package dev.hawser.internal.pool;

import java.io.IOException;

/** One caller's wait for a connection. It settles once: with a lease, with the reason why not, or given up. */
public final class Wait<K, C extends Poolable> {
    Wait() {}

    /**
     * Waits for the lease. To be called by one thread, once.
     *
     * @param deadlineNanos the clock's reading at which to give up, or {@link dev.hawser.internal.time.Alarm#NEVER}
     * @throws PoolTimeoutException if the deadline has passed, or too many wait already
     * @throws java.io.InterruptedIOException if the thread was interrupted; its flag stays set
     * @throws IOException what the dial failed with; or if the wait was cancelled, or the pool is closed
     */
    public Lease<K, C> await(long deadlineNanos) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Gives the wait up, from any thread. A connection that was delivered, but not yet taken, goes back. */
    public void cancel() {
        throw new UnsupportedOperationException();
    }

    /** Whether nothing was delivered yet. */
    public boolean isWaiting() {
        throw new UnsupportedOperationException();
    }
}
