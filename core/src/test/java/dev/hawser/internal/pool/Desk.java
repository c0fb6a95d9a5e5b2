package dev.hawser.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Retirement;
import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A ledger with its clock, and a clerk who performs what it decides, audits it, and notes what became of it. */
final class Desk {
    final Ledger<String, FakeConnection> ledger;
    /** The dials that have begun and not ended, the oldest first. */
    final List<Todo.NewDial<String, FakeConnection>> dials = new ArrayList<>();
    /** The reasons of all retirements, in order. */
    final List<Retirement> retirements = new ArrayList<>();

    long now = Long.MAX_VALUE - 1_000_000; // the clock's scale has no beginning, and runs over
    int dialsBegun;

    /** The leases that were told of as held for too long. */
    final List<Lease<String, FakeConnection>> longLeases = new ArrayList<>();

    boolean emptied;

    /** Whether each step is audited; that takes time in proportion to the number of connections. */
    boolean isAudited = true;

    private int connections;

    Desk(Settings settings) {
        ledger = new Ledger<>(settings.make(), new ReferenceQueue<>(), false);
    }

    void passMillis(long millis) {
        now += millis * 1_000_000;
    }

    /** What {@code cleanup} answers, in milliseconds if it is a time. */
    long cleanup() {
        long left = ledger.cleanup(now);
        perform();
        return left <= 0 ? left : Math.max(1, left / 1_000_000);
    }

    void cleanupAll() {
        while (cleanup() == 0) {
            // until nothing is due
        }
    }

    FakeWaiter ask(String key) {
        return ask(new FakeWaiter(key, false, false));
    }

    FakeWaiter askShared(String key) {
        return ask(new FakeWaiter(key, true, false));
    }

    FakeWaiter askFresh(String key) {
        return ask(new FakeWaiter(key, false, true));
    }

    FakeWaiter ask(FakeWaiter waiter) {
        assertThat(ledger.ask(waiter, now)).isNull();
        perform();
        return waiter;
    }

    @Nullable
    Lease<String, FakeConnection> leaseIdle(String key) {
        Lease<String, FakeConnection> lease = ledger.leaseIdle(key, new Object(), now);
        perform();
        if (lease != null) {
            lease.take();
        }
        return lease;
    }

    /** A lease of a connection that is at hand. */
    Lease<String, FakeConnection> lease(String key) {
        return Objects.requireNonNull(leaseIdle(key), "no connection at hand to " + key);
    }

    /** A lease of a connection that is dialled for it. */
    Lease<String, FakeConnection> leaseNew(String key) {
        FakeWaiter waiter = askFresh(key);
        open(1);
        return waiter.lease();
    }

    /** The same of one whose peer stands between. */
    Lease<String, FakeConnection> leaseNewRelayed(String key) {
        FakeWaiter waiter = askFresh(key);
        FakeConnection made = new FakeConnection("connection " + ++connections);
        ledger.opened(dials.remove(0).entry(), new Dialed.Opened<>(made, 1, List.of(), true), 0.5, now);
        perform();
        return waiter.lease();
    }

    FakeConnection open(int capacity, String... furtherKeys) {
        return open(0.5, capacity, furtherKeys);
    }

    /** Ends the oldest dial well; {@code jitter} is the draw from 0 to 1 that shortens the connection's life. */
    FakeConnection open(double jitter, int capacity, String... furtherKeys) {
        FakeConnection made = new FakeConnection("connection " + ++connections);
        ledger.opened(dials.remove(0).entry(), new Dialed.Opened<>(made, capacity, List.of(furtherKeys)), jitter, now);
        perform();
        return made;
    }

    void fail(IOException cause) {
        ledger.failed(dials.remove(0).entry(), cause, now);
        perform();
    }

    void join(FakeConnection other) {
        ledger.joined(dials.remove(0).entry(), other, now);
        perform();
    }

    void release(Lease<String, FakeConnection> lease) {
        release(lease, null);
    }

    void release(Lease<String, FakeConnection> lease, @Nullable Retirement reason) {
        lease.take();
        assertThat(lease.endTaken(reason)).isTrue();
        ledger.release(lease, reason, true, now);
        perform();
    }

    PoolCounts counts() {
        return ledger.counts();
    }

    void perform() {
        if (isAudited) {
            Audit.check(ledger);
        }
        Todo<String, FakeConnection> todo = ledger.takeTodo();
        if (todo == null) {
            return;
        }
        todo.deliveries.forEach(Todo.Delivery::perform);
        for (Todo.Close<FakeConnection> close : todo.closes) {
            close.connection().close(close.reason());
            retirements.add(close.reason());
        }
        todo.leaks.stream().filter(leak -> !leak.lost()).map(Todo.Leak::lease).forEach(longLeases::add);
        emptied |= todo.emptied;
        dials.addAll(todo.dials);
        dialsBegun += todo.dials.size();
    }
}
