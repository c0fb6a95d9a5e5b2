package dev.hawser.internal.pool;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A connection being made, as its {@link Dialer} sees it. Safe for use by many threads. */
public final class Dial<K, C extends Poolable> {
    private final Pool<K, C> pool;
    private final Waiter<K, C> cause;
    private final AbortSwitch abort;

    Dial(Pool<K, C> pool, Waiter<K, C> cause, AbortSwitch abort) {
        this.pool = pool;
        this.cause = cause;
        this.abort = abort;
    }

    /** The want that caused the dial. */
    public Want<K, C> want() {
        return cause.want;
    }

    /** Whether the caller who caused the dial still waits: then its events are the caller's. */
    public boolean isWanted() {
        return cause.isWaiting();
    }

    /**
     * Looks for an open connection that has room and serves as well: the answer may be {@link Dialed.Joined}.
     *
     * @param furtherKeys where to look
     * @param eligible whether a connection found there will do; asked with no lock held
     * @return null if there is none, or the want that caused the dial is for a fresh connection
     */
    public @Nullable C look(List<K> furtherKeys, Predicate<? super C> eligible) {
        return cause.want.fresh() ? null : pool.look(furtherKeys, eligible);
    }

    /** Sets what ends the dial at once when the pool is closed, in place of the last; run now if that has happened. */
    public void onAbort(Runnable action) {
        abort.set(action);
    }

    /** Whether the pool was closed. */
    public boolean isAborted() {
        return abort.isThrown();
    }
}
