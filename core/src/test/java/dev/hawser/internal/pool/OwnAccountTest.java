package dev.hawser.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Retirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What connections report of their own account, on threads that must run no code of the user's. */
class OwnAccountTest {
    @RegisterExtension
    final AuditedPools pools = new AuditedPools();

    private final FakeTime time = new FakeTime();
    private final FakeThreads threads = new FakeThreads();
    private final List<String> told = new ArrayList<>();
    private final Pool<String, FakeConnection> pool = pools.audited(new Pool<>(
            new Settings().make(),
            time,
            time,
            threads,
            new Random(1),
            (key, connection, held, trace) -> {},
            new PoolEvents<>() {
                @Override
                public void leased(String key, FakeConnection connection, long idleNanos, int uses, long waitedNanos) {
                    told.add("leased " + connection);
                }

                @Override
                public void returned(String key, FakeConnection connection, int uses) {
                    told.add("returned " + connection);
                }

                @Override
                public void retired(String key, FakeConnection c, Retirement reason, int uses, long ageNanos) {
                    told.add("retired " + c + " " + reason);
                }

                @Override
                public void dialFailed(String key, Throwable cause) {
                    told.add("dial failed " + cause.getMessage());
                }
            }));

    private Lease<String, FakeConnection> lease(FakeConnection made, int capacity) throws Exception {
        Wait<String, FakeConnection> wait =
                pool.lease(new Want<>("a", this, true, false, dial -> new Dialed.Opened<>(made, capacity, List.of())));
        threads.runNext();
        return wait.await(time.nanoTime());
    }

    @Test
    void theirEndIsToldOnTheAlarmsThread() throws Exception {
        FakeConnection made = new FakeConnection("c");
        pool.release(lease(made, 3));
        told.clear();

        pool.drainQuietly(made, Retirement.GOAWAY);

        assertThat(made.closedBecause).isEqualTo(Retirement.GOAWAY);
        assertThat(told).isEmpty();
        time.passMillis(0);
        assertThat(told).containsExactly("retired c GOAWAY");
    }

    @Test
    void whatHappensToThemLaterIsToldAfterwards() throws Exception {
        FakeConnection made = new FakeConnection("c");
        Lease<String, FakeConnection> lease = lease(made, 3);

        pool.drainQuietly(made, Retirement.GOAWAY);
        pool.release(lease);
        time.passMillis(0);

        assertThat(told).containsExactly("leased c", "returned c", "retired c GOAWAY");
    }

    @Test
    void capacityThatTheyHearOfAsSoonAsTheyAreListedIsNotMissed() throws Exception {
        FakeConnection made = new FakeConnection("c");
        made.whenListed = () -> pool.capacityChanged(made, () -> 1);
        lease(made, 100);

        assertThat(pool.leaseIdle("a", this)).isNull();
        assertThat(pool.snapshot().connections()).singleElement().matches(line -> line.capacity() == 1);
    }

    @Test
    void oneThatEndedAtOnceIsTakenByTheFirstWhoLearnsWhyAndMakesNoOtherDial() throws Exception {
        FakeConnection made = new FakeConnection("c");
        made.fault = Retirement.PEER_CLOSED;

        assertThat(lease(made, 100).connection()).isSameAs(made);

        assertThat(threads.waiting()).isZero();
    }

    @Test
    void theirEndBeforeAnyoneUsedThemIsNotMissed() throws Exception {
        FakeConnection made = new FakeConnection("c");
        made.whenListed = () -> pool.drainQuietly(made, Retirement.PEER_CLOSED);
        lease(made, 100);

        assertThat(pool.leaseIdle("a", this)).isNull();
        assertThat(pool.snapshot().connections()).singleElement().matches(line -> line.draining() != null);
    }
}
