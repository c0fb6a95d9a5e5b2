package dev.hawser.internal.pool;

import dev.hawser.Retirement;
import org.jspecify.annotations.Nullable;

/** What the ledger's steps have left to be performed, and the time for which the alarm is set. */
final class Agenda<K, C extends Poolable> {
    private static final long NO_ALARM = Long.MAX_VALUE;

    private final boolean narrates;
    private @Nullable Todo<K, C> todo;
    private long alarmNanos = NO_ALARM;

    /**
     * An empty agenda.
     *
     * @param narrates whether events are to be told
     */
    Agenda(boolean narrates) {
        this.narrates = narrates;
    }

    /** What has been left since the last call; null if there is nothing. */
    @Nullable
    Todo<K, C> take() {
        Todo<K, C> taken = todo;
        if (taken != null) {
            todo = null;
        }
        return taken;
    }

    @Nullable
    News<K, C> newNews() {
        return narrates ? new News<>() : null;
    }

    void deliver(Waiter<K, C> waiter, Lease<K, C> lease) {
        todo().deliveries.add(new Todo.Delivery<>(waiter, lease, null, false));
    }

    void fail(Waiter<K, C> waiter, Throwable cause, boolean shared) {
        todo().deliveries.add(new Todo.Delivery<>(waiter, null, cause, shared));
    }

    void dial(Entry<K, C> entry, Dialing<K, C> dialing) {
        todo().dials.add(new Todo.NewDial<>(entry, dialing));
    }

    void abort(Entry<K, C> dial) {
        if (dial.dialing != null) {
            todo().aborts.add(dial.dialing.abort);
        }
    }

    /** A dial has ended without a connection. */
    void dialFailed(Entry<K, C> dial, Throwable cause) {
        if (narrates) {
            todo().failures.add(new Todo.DialFailure<>(dial.home.key, cause));
        }
    }

    void opened(Entry<K, C> entry) {
        News<K, C> news = newsOf(entry);
        if (news != null) {
            news.add(events -> events.opened(entry.home.key, entry.connection()));
        }
    }

    /** A lease ended well, or with its connection. */
    void returned(Lease<K, C> lease) {
        Entry<K, C> entry = lease.entry;
        News<K, C> news = newsOf(entry);
        if (news != null) {
            int uses = entry.uses;
            news.add(events -> events.returned(lease.key(), entry.connection(), uses));
        }
    }

    /** A lease has ended whose holder is garbage. */
    void lost(Lease<K, C> lease, long now) {
        todo().leaks.add(new Todo.Leak<>(lease, now - lease.leasedNanos, true));
    }

    /** An idle connection is to be watched. */
    void watch(Entry<K, C> entry) {
        todo().watches.add(entry.connection());
    }

    /** A lease has been held for longer than the threshold. */
    void heldLong(Lease<K, C> lease, long now) {
        todo().leaks.add(new Todo.Leak<>(lease, now - lease.leasedNanos, false));
    }

    /** The last connection and the last dial of a closed pool are gone. */
    void emptied() {
        todo().emptied = true;
    }

    void close(Entry<K, C> entry, Retirement reason, long now) {
        C connection = entry.connection();
        todo().closes.add(new Todo.Close<>(connection, reason));
        News<K, C> news = newsOf(entry);
        if (news != null) {
            int uses = entry.uses;
            long ageNanos = now - entry.bornNanos;
            news.add(events -> events.retired(entry.home.key, connection, reason, uses, ageNanos));
        }
    }

    /** Sees to it that the alarm rings at that time, or earlier. */
    void ringBy(long at) {
        if (alarmNanos == NO_ALARM || at - alarmNanos < 0) {
            alarmNanos = at;
            todo().alarmNanos = at;
            todo().setsAlarm = true;
        }
    }

    /** There is nothing left to watch over: an alarm that is set for later rings now, and then rests. */
    void restSoon(long now) {
        if (alarmNanos != NO_ALARM) {
            ringBy(now);
        }
    }

    /** The alarm is ringing; it will be set anew for that time. */
    void rangUntil(long at) {
        alarmNanos = at;
    }

    /** The alarm is ringing, and will not be set anew. */
    void rangAndRests() {
        alarmNanos = NO_ALARM;
    }

    private @Nullable News<K, C> newsOf(Entry<K, C> entry) {
        News<K, C> news = entry.news;
        if (news != null) {
            todo().news.add(news);
        }
        return news;
    }

    private Todo<K, C> todo() {
        Todo<K, C> current = todo;
        if (current == null) {
            current = new Todo<>();
            todo = current;
        }
        return current;
    }
}
