package dev.hawser.internal.pool;

import dev.hawser.Retirement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a step of the ledger has decided, to be performed after the lock is let go. */
final class Todo<K, C extends Poolable> {
    /** One who is to be handed a lease, or the reason why he gets none, which may be that of others too. */
    record Delivery<K, C extends Poolable>(
            Waiter<K, C> to,
            @Nullable Lease<K, C> lease,
            @Nullable Throwable cause,
            boolean shared) {
        void perform() {
            if (lease != null) {
                lease.unwatch();
                to.delivered(lease);
            } else if (cause != null) {
                to.failed(cause, shared);
            }
        }
    }

    /** A dial to begin. */
    record NewDial<K, C extends Poolable>(Entry<K, C> entry, Dialing<K, C> dialing) {}

    /** A connection to close. */
    record Close<C extends Poolable>(C connection, Retirement reason) {}

    /** A lease that was lost, or else is held for longer than the threshold. */
    record Leak<K, C extends Poolable>(Lease<K, C> lease, long heldNanos, boolean lost) {}

    /** A dial that ended without a connection. */
    record DialFailure<K>(K key, Throwable cause) {}

    final List<Close<C>> closes = new ArrayList<>(1);
    final List<Delivery<K, C>> deliveries = new ArrayList<>(1);
    final List<NewDial<K, C>> dials = new ArrayList<>(1);
    final List<AbortSwitch> aborts = new ArrayList<>(0);
    final List<Leak<K, C>> leaks = new ArrayList<>(0);
    final List<C> watches = new ArrayList<>(0);
    final List<DialFailure<K>> failures = new ArrayList<>(0);
    final List<News<K, C>> news = new ArrayList<>(1);

    /** The time at which the alarm is to ring, if {@link #setsAlarm}. */
    long alarmNanos;

    boolean setsAlarm;

    /** Whether a closed pool has lost its last connection and its last dial. */
    boolean emptied;

    /** Whether someone is to be told of something. */
    boolean isToBeTold() {
        return !(leaks.isEmpty() && failures.isEmpty() && news.isEmpty());
    }
}
