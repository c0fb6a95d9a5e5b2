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
    /** The states of a lease, beside null, which is reserved for a caller who has not taken it yet, and the reasons. */
    private enum State {
        /** In use. */
        TAKEN,
        /** Ended well. */
        RETURNED
    }

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Lease.class, "state", Enum.class);
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

    /** Its neighbours in {@link LongLeases}; guarded by the pool's lock. */
    @Nullable
    Lease<K, C> earlier;

    @Nullable
    Lease<K, C> later;

    private final K key;
    private final int uses;
    private final long idleNanos;
    private final boolean watched;

    /** Null, a {@link State}, or the {@link Retirement} for which it ended. */
    private volatile @Nullable Enum<?> state;

    private volatile @Nullable Object trace;
    private volatile @Nullable Object use;

    Lease(
            Entry<K, C> entry,
            K key,
            Object holder,
            ReferenceQueue<Object> dropped,
            int uses,
            long idleNanos,
            boolean watched,
            long leasedNanos) {
        super(holder, dropped);
        this.entry = entry;
        this.key = key;
        this.uses = uses;
        this.idleNanos = idleNanos;
        this.watched = watched;
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

    /**
     * Sets what the holder has begun on a connection that others use too, and that is {@linkplain Poolable#giveUp given up} if he
     * drops the lease. Not the holder, nor what leads to him.
     */
    public void use(Object newUse) {
        use = newUse;
    }

    @Nullable
    Object use() {
        return use;
    }

    /** Whether the lease has not ended. */
    public boolean isHeld() {
        Enum<?> now = state;
        return now == null || now == State.TAKEN;
    }

    /** The reason with which the lease was ended; null while it is held, and if it ended well. */
    public @Nullable Retirement end() {
        return state instanceof Retirement reason ? reason : null;
    }

    /** Ends the watch over the connection, if it was watched; by the thread that has reserved it, before all else. */
    void unwatch() {
        if (watched) {
            entry.connection().unwatch();
        }
    }

    /** Takes a reserved lease into use; only by the thread to which it was handed, while its holder is reachable. */
    void take() {
        STATE.set(this, State.TAKEN); // nobody else can end it yet, so this races with nothing
    }

    /** Ends a lease that is in use, for everyone. */
    boolean endTaken(@Nullable Retirement reason) {
        return STATE.compareAndSet(this, State.TAKEN, ended(reason));
    }

    /** Ends a lease that was not taken into use, for everyone. */
    boolean endReserved(@Nullable Retirement reason) {
        return STATE.compareAndSet(this, null, ended(reason));
    }

    private static Enum<?> ended(@Nullable Retirement reason) {
        return reason == null ? State.RETURNED : reason;
    }
}
