package dev.hawser.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Retirement;
import dev.hawser.internal.time.Alarm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which idle connections are watched, and what becomes of one at which a fault is found. */
class WatchTest {
    @RegisterExtension
    final AuditedPools pools = new AuditedPools();

    private final FakeTime time = new FakeTime();
    private final FakeThreads threads = new FakeThreads();
    private final Object holder = new Object();
    private final Pool<String, FakeConnection> pool = pools.audited(new Pool<>(
            new Settings().maxIdle(1_000).make(),
            time,
            time,
            threads,
            new Random(1),
            (key, connection, heldNanos, trace) -> {},
            null));

    private Lease<String, FakeConnection> leaseNew(String key) throws IOException {
        Wait<String, FakeConnection> wait =
                pool.lease(new Want<>(key, holder, false, false, dial -> new Dialed.Opened<>(new FakeConnection(key))));
        threads.runNext();
        return wait.await(Alarm.NEVER);
    }

    private FakeConnection idle(String key) throws IOException {
        Lease<String, FakeConnection> lease = leaseNew(key);
        pool.release(lease);
        return lease.connection();
    }

    /** Has the watch find a fault. */
    private static void find(FakeConnection connection, Retirement fault) {
        Objects.requireNonNull(connection.told(), "not watched").found(connection, fault);
    }

    @Test
    void beginsWhenAConnectionHasBeenIdleForASecond() throws IOException {
        FakeConnection connection = idle("a");

        time.passMillis(999);
        assertThat(connection.watches()).isZero();
        time.passMillis(1);
        assertThat(connection.watches()).isOne();
        time.passMillis(60_000);
        assertThat(connection.watches()).isOne();
    }

    @Test
    void doesNotBeginForOneThatIsUsedEachSecond() throws IOException {
        FakeConnection connection = idle("a");
        for (int i = 0; i < 10; i++) {
            time.passMillis(900);
            pool.release(Objects.requireNonNull(pool.leaseIdle("a", holder)));
        }

        assertThat(connection.watches()).isZero();
        assertThat(connection.unwatches()).isZero();
    }

    @Test
    void endsOnceWithTheLeaseAndBeginsAnewWithTheNextIdling() throws IOException {
        FakeConnection connection = idle("a");
        time.passMillis(1_000);
        Lease<String, FakeConnection> lease = Objects.requireNonNull(pool.leaseIdle("a", holder));
        assertThat(connection.unwatches()).isOne();

        pool.release(lease);
        pool.release(Objects.requireNonNull(pool.leaseIdle("a", holder)));
        assertThat(connection.unwatches()).isOne();
        time.passMillis(1_000);
        assertThat(connection.watches()).isEqualTo(2);
    }

    @Test
    void endsWhenTheConnectionIsDeliveredToOneWhoWaits() throws IOException {
        FakeConnection connection = idle("a");
        time.passMillis(1_000);
        Wait<String, FakeConnection> wait = pool.lease(new Want<>("a", holder, false, false, dial -> {
            throw new AssertionError("one is at hand");
        }));

        assertThat(wait.await(Alarm.NEVER).connection()).isSameAs(connection);
        assertThat(connection.unwatches()).isOne();
    }

    @Test
    void endsOnceIfTheConnectionGoesFromOneLeaseToTheNext() throws IOException {
        FakeConnection connection = idle("a");
        time.passMillis(1_000);
        Lease<String, FakeConnection> lease = Objects.requireNonNull(pool.leaseIdle("a", holder));
        Wait<String, FakeConnection> wait = pool.lease(new Want<>("a", holder, false, false, dial -> {
            throw new AssertionError("the dial is not begun");
        }));
        pool.release(lease);

        assertThat(wait.await(Alarm.NEVER).connection()).isSameAs(connection);
        assertThat(connection.unwatches()).isOne();
    }

    @Test
    void comesToAllWhateverTheirNumber() throws IOException {
        List<Lease<String, FakeConnection>> leases = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            leases.add(leaseNew("key " + i % 7));
        }
        leases.forEach(pool::release);
        time.passMillis(1_000);

        assertThat(leases).allMatch(lease -> lease.connection().watches() == 1);
    }

    @Test
    void beginsTogetherForThoseThatBecomeIdleOneAfterTheOther() throws IOException {
        List<FakeConnection> connections = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            connections.add(idle("key " + i));
            time.passMillis(1);
        }
        int rings = 0;
        int watched = 0;
        for (int milli = 0; milli < 1_100; milli++) {
            time.passMillis(1);
            int now = connections.stream()
                    .mapToInt(connection -> connection.watches())
                    .sum();
            rings += now > watched ? 1 : 0;
            watched = now;
        }

        assertThat(watched).isEqualTo(100);
        assertThat(rings).isEqualTo(3);
    }

    @Test
    void retiresTheConnectionAtWhichAFaultWasFound() throws IOException {
        FakeConnection dead = idle("a");
        FakeConnection alive = idle("b");
        time.passMillis(1_000);
        find(dead, Retirement.PEER_CLOSED);

        assertThat(dead.closedBecause).isEqualTo(Retirement.PEER_CLOSED);
        assertThat(alive.isClosed()).isFalse();
        assertThat(pool.counts().idle()).isOne();
    }

    @Test
    void leavesAFaultOfALeasedConnectionToItsHolder() throws IOException {
        FakeConnection connection = idle("a");
        time.passMillis(1_000);
        Lease<String, FakeConnection> lease = Objects.requireNonNull(pool.leaseIdle("a", holder));
        find(connection, Retirement.STRAY_BYTES);
        assertThat(connection.isClosed()).isFalse();

        pool.release(lease);
        assertThat(connection.closedBecause).isEqualTo(Retirement.STRAY_BYTES);
    }

    @Test
    void tellsNothingOfOneThatHasLeftThePool() throws IOException {
        FakeConnection connection = idle("a");
        time.passMillis(1_000);
        pool.evictAll();
        find(connection, Retirement.PEER_CLOSED);

        assertThat(connection.closedBecause).isEqualTo(Retirement.EVICTED);
    }

    @Test
    void keepsNoAlarmWhenTheLastConnectionIsGone() throws IOException {
        FakeConnection connection = idle("a");
        time.passMillis(1_000);
        find(connection, Retirement.PEER_CLOSED);
        time.passMillis(600_000);

        assertThat(time.isAnyAlarmSet()).isFalse();
    }
}
