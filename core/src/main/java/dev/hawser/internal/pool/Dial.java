package dev.hawser.internal.pool;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A connection being made, as its {@link Dialer} sees it. Safe for use by many threads. */
public final class Dial<K, C extends Poolable> {
    Dial() {}

    /** The want that caused the dial. */
    public Want<K, C> want() {
        throw new UnsupportedOperationException();
    }

    /** Whether the caller who caused the dial still waits: then its events are the caller's. */
    public boolean isWanted() {
        throw new UnsupportedOperationException();
    }

    /** Looks for an open connection that has room and serves as well: the answer may be {@link Dialed.Joined}. */
    public @Nullable C look(List<K> furtherKeys, Predicate<? super C> eligible) {
        throw new UnsupportedOperationException();
    }

    /** Sets what ends the dial at once when the pool is closed; run now if that has happened. */
    public void onAbort(Runnable abort) {
        throw new UnsupportedOperationException();
    }

    /** Whether the pool was closed. */
    public boolean isAborted() {
        throw new UnsupportedOperationException();
    }
}
