package dev.hawser.internal.pool;

import dev.hawser.Retirement;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a connection, held by one call. It ends once: of all who try to end it, whichever thread
 * they are on, exactly one succeeds, so no late cancel can hurt the next lease of the same connection. Its
 * referent is the holder; the pool keeps the lease itself, so that a holder who is garbage is noticed.
 */
public final class Lease<K, C extends Poolable> extends WeakReference<Object> {
    /** Reserved for a caller who has not taken it yet. */
    private static final int RESERVED = 0;
    /** In use. */
    private static final int TAKEN = 1;
    /** Ended well. */
    private static final int RETURNED = 2;
    /** Ended for a reason: this and its ordinal. */
    private static final int ENDED = 3;

    private static final Retirement[] REASONS = Retirement.values();
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Lease.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Entry<K, C> entry;
    final long leasedNanos;

    /** Its neighbours among the leases of its connection; guarded by the pool's lock. */
    @Nullable
    Lease<K, C> older;

    @Nullable
    Lease<K, C> newer;

    private final K key;
    private final int uses;
    private final long idleNanos;
    private volatile int state = RESERVED;
    private volatile @Nullable Object trace;

    Lease(
            Entry<K, C> entry,
            K key,
            Object holder,
            ReferenceQueue<Object> dropped,
            int uses,
            long idleNanos,
            long leasedNanos) {
        super(holder, dropped);
        this.entry = entry;
        this.key = key;
        this.uses = uses;
        this.idleNanos = idleNanos;
        this.leasedNanos = leasedNanos;
    }

    /** The connection, to be used until the lease has ended. */
    public C connection() {
        return entry.connection();
    }

    /** The key for which it was leased. */
    public K key() {
        return key;
    }

    /** The exchanges that the connection had begun before this lease; 0 if it was fresh. */
    public int uses() {
        return uses;
    }

    /** How long the connection had been idle when it was leased; 0 if it was fresh or in use by others. */
    public long idleNanos() {
        return idleNanos;
    }

    /** The connection's age when it was leased. */
    public long ageNanos() {
        return leasedNanos - entry.bornNanos;
    }

    /** Sets what a report of a leak shall show: a description, or a throwable with the leasing stack. Not the holder. */
    public void trace(@Nullable Object newTrace) {
        trace = newTrace;
    }

    @Nullable
    Object trace() {
        return trace;
    }

    /** Whether the lease has not ended. */
    public boolean isHeld() {
        return state < RETURNED;
    }

    /** The reason with which the lease was ended; null while it is held, and if it ended well. */
    public @Nullable Retirement end() {
        int now = state;
        return now < ENDED ? null : REASONS[now - ENDED];
    }

    /** Takes a reserved lease into use. */
    boolean take() {
        return STATE.compareAndSet(this, RESERVED, TAKEN);
    }

    /** Ends a lease that is in use, for everyone. */
    boolean endTaken(@Nullable Retirement reason) {
        return STATE.compareAndSet(this, TAKEN, ended(reason));
    }

    /** Ends a lease that was not taken into use, for everyone. */
    boolean endReserved(@Nullable Retirement reason) {
        return STATE.compareAndSet(this, RESERVED, ended(reason));
    }

    private static int ended(@Nullable Retirement reason) {
        return reason == null ? RETURNED : ENDED + reason.ordinal();
    }
}
