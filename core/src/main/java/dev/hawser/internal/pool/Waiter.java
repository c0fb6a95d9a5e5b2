package dev.hawser.internal.pool;

import org.jspecify.annotations.Nullable;

/** One who waits for a connection, as the ledger sees him. */
abstract class Waiter<K, C extends Poolable> {
    /** Where a wait is in its life. */
    enum Phase {
        /** To WAITING, or to GAVE_UP. */
        NEW,
        /** To SETTLED when a connection or a failure is delivered, or to GAVE_UP. */
        WAITING,
        /** Back to WAITING, in the same place, if the connection was dead on delivery; or to GAVE_UP. */
        SETTLED,
        /** The end. */
        GAVE_UP
    }

    final Want<K, C> want;

    Phase phase = Phase.NEW;

    /** His number: the lower, the sooner he is served. Given when he first begins to wait. */
    long arrival;

    /** When he first began to wait. */
    long sinceNanos;

    /** The dial whose failure will be his; null if there is none. */
    @Nullable
    Entry<K, C> dial;

    /** His neighbours in {@link WaitLine}. */
    @Nullable
    Waiter<K, C> ahead;

    @Nullable
    Waiter<K, C> behind;

    Waiter(Want<K, C> want) {
        this.want = want;
    }

    /** Hands over what the ledger has delivered. Called with no lock held. */
    abstract void delivered(Lease<K, C> lease);

    /**
     * Hands over the reason why there will be no connection. Called with no lock held.
     *
     * @param shared whether others may be handed it too
     */
    abstract void failed(Throwable cause, boolean shared);

    /** Whether he neither has been handed anything nor gave up; may lag behind the ledger. Safe for use by many threads. */
    abstract boolean isWaiting();
}
