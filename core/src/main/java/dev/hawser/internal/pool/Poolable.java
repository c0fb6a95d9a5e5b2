package dev.hawser.internal.pool;

import dev.hawser.Retirement;
import org.jspecify.annotations.Nullable;

/** What a pool asks of a connection. The pool calls it with no lock held. */
public interface Poolable {
    /**
     * Looks, without blocking, whether the connection can still be used. Called by the thread that is about
     * to use it, after it has been reserved for that thread.
     *
     * @param idleNanos how long it carried no exchange; 0 for one that is new or shared and in use
     * @return null if it can, else the reason why it must go
     */
    @Nullable
    Retirement check(long idleNanos);

    /** Ends the connection. Called exactly once, after it has left the pool. Never throws, never blocks for long. */
    void close(Retirement reason);
}
