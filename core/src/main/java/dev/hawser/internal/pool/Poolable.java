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

    /**
     * The pool's books have the connection from now on, so it hears of what happens to it; nothing of that is to be told before.
     * Called once, on the thread of the dial that made it. Someone may use it already.
     */
    default void listed() {}

    /**
     * Has the connection watched while nobody uses it. Called on the alarms' thread when it has been idle for a
     * second; it may have been leased since. Does nothing if it cannot be watched, or may carry more than
     * one exchange.
     *
     * @param listener is told, on the same thread and with no lock held, why the connection must go; {@link #check}
     *     says the same from then on
     */
    default void watch(FaultListener listener) {}

    /** Who is told what speaks against a connection that is watched: one for all connections of a pool. */
    @FunctionalInterface
    interface FaultListener {
        void found(Poolable connection, Retirement fault);
    }

    /** Ends the watch that was begun, or is about to be; called by the thread that has leased the connection, before all else. */
    default void unwatch() {}

    /**
     * Ends what the holder of a lease has begun, and dropped; from any thread. The connection goes when nobody else uses it.
     *
     * @param use what he has set by {@link Lease#use}; null if nothing
     */
    default void giveUp(@Nullable Object use) {}

    /** Ends the connection. Called exactly once, after it has left the pool. Never throws, never blocks for long. */
    void close(Retirement reason);
}
