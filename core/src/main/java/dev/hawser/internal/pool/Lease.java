package dev.hawser.internal.pool;

import dev.hawser.Retirement;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a connection, held by one call. It ends once: of all who try to end it, whichever thread
 * they are on, exactly one succeeds, so no late cancel can hurt the next lease of the same connection.
 */
public final class Lease<K, C extends Poolable> extends WeakReference<Object> {
    Lease(Object holder, ReferenceQueue<Object> dropped) {
        super(holder, dropped);
    }

    /** The connection, to be used until the lease has ended. */
    public C connection() {
        throw new UnsupportedOperationException();
    }

    /** The key for which it was leased. */
    public K key() {
        throw new UnsupportedOperationException();
    }

    /** The exchanges that the connection had carried before this lease; 0 if it was fresh. */
    public int uses() {
        throw new UnsupportedOperationException();
    }

    /** How long the connection had been idle when it was leased; 0 if it was fresh or in use by others. */
    public long idleNanos() {
        throw new UnsupportedOperationException();
    }

    /** The connection's age when it was leased. */
    public long ageNanos() {
        throw new UnsupportedOperationException();
    }

    /** Sets what a report of a leak shall show: a description, or a throwable with the leasing stack. */
    public void trace(@Nullable Object trace) {
        throw new UnsupportedOperationException();
    }

    /** Whether the lease has not ended. */
    public boolean isHeld() {
        throw new UnsupportedOperationException();
    }

    /** The reason with which the lease was ended; null while it is held, and if it ended well. */
    public @Nullable Retirement end() {
        throw new UnsupportedOperationException();
    }
}
