package dev.hawser.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Retirement;
import java.io.IOException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What an operator does to a pool in use. */
class OperationsTest {
    private final Desk desk = new Desk(new Settings().leakThresholdMillis(1_000));

    private Lease<String, FakeConnection> idle(String key) {
        Lease<String, FakeConnection> lease = desk.leaseNew(key);
        desk.release(lease);
        return lease;
    }

    @Nested
    class ASoftEviction {
        @Test
        void closesTheIdleOnesInTheBackgroundAndThoseInUseWhenTheyComeBack() {
            idle("a");
            Lease<String, FakeConnection> used = desk.leaseNew("b");
            desk.ledger.softEvict(null, desk.now);
            desk.perform();
            assertThat(desk.retirements).isEmpty();

            desk.cleanupAll();
            assertThat(desk.retirements).containsExactly(Retirement.EVICTED);
            desk.release(used);
            assertThat(desk.retirements).containsExactly(Retirement.EVICTED, Retirement.EVICTED);
        }

        @Test
        void setsTheAlarmAtOnce() {
            desk.ledger.softEvict(null, desk.now);
            Todo<String, FakeConnection> todo = desk.ledger.takeTodo();

            assertThat(todo)
                    .isNotNull()
                    .satisfies(set -> assertThat(set.alarmNanos).isEqualTo(desk.now));
        }

        @Test
        void letsNoneBeLeasedEvenBeforeTheBackgroundHasCome() {
            idle("a");
            desk.ledger.softEvict(null, desk.now);

            assertThat(desk.leaseIdle("a")).isNull();
            assertThat(desk.retirements).containsExactly(Retirement.EVICTED);
        }

        @Test
        void ofOneKeyLeavesTheOthersAlone() {
            idle("a");
            idle("b");
            desk.ledger.softEvict("b", desk.now);
            desk.cleanupAll();

            assertThat(desk.retirements).containsExactly(Retirement.EVICTED);
            assertThat(desk.leaseIdle("a")).isNotNull();
        }

        @Test
        void reachesTheDialsInFlightAndThoseWhoWaitGetAnother() {
            FakeWaiter waiter = desk.ask("a");
            desk.ledger.softEvict("a", desk.now);
            desk.open(1);
            assertThat(waiter.isServed()).isFalse();
            assertThat(desk.retirements).containsExactly(Retirement.EVICTED);

            desk.open(1);
            assertThat(waiter.isServed()).isTrue();
        }

        @Test
        void drainsAConnectionThatIsShared() {
            FakeWaiter first = desk.askShared("a");
            desk.open(100);
            desk.ledger.softEvict(null, desk.now);

            FakeWaiter second = desk.askShared("a");
            assertThat(second.isServed()).isFalse();
            assertThat(desk.counts().draining()).isEqualTo(1);
            desk.release(first.lease());
            assertThat(desk.retirements).containsExactly(Retirement.EVICTED);
        }
    }

    @Nested
    class ASuspendedPool {
        @Test
        void letsAllWaitUntilItIsResumed() {
            idle("a");
            desk.ledger.suspend();
            assertThat(desk.leaseIdle("a")).isNull();
            FakeWaiter atHand = desk.ask("a");
            FakeWaiter toDial = desk.ask("b");
            assertThat(atHand.isServed()).isFalse();
            assertThat(desk.dials).isEmpty();

            desk.ledger.resume(desk.now);
            desk.perform();
            assertThat(atHand.isServed()).isTrue();
            desk.open(1);
            assertThat(toDial.isServed()).isTrue();
        }

        @Test
        void takesBackWhatIsInUseAndGivesItToNobody() {
            Lease<String, FakeConnection> used = desk.leaseNew("a");
            FakeWaiter waiter = desk.ask("a");
            desk.open(1);
            assertThat(waiter.isServed()).isTrue();
            desk.ledger.suspend();
            FakeWaiter second = desk.ask("a");
            desk.release(used);

            assertThat(second.isServed()).isFalse();
            assertThat(desk.counts().idle()).isEqualTo(1);
        }

        @Test
        void letsAWaiterGiveUp() {
            desk.ledger.suspend();
            FakeWaiter waiter = desk.ask("a");

            assertThat(desk.ledger.giveUp(waiter, desk.now)).isTrue();
            desk.ledger.resume(desk.now);
            desk.perform();
            assertThat(desk.dials).isEmpty();
        }
    }

    @Nested
    class Resizing {
        @Test
        void upwardServesWaitersAtOnce() {
            Desk full = new Desk(new Settings().maxPerKey(1));
            full.leaseNew("a");
            FakeWaiter waiter = full.ask("a");
            assertThat(full.dials).isEmpty();

            full.ledger.resize(new Settings().maxPerKey(2).make(), full.now);
            full.perform();
            full.open(1);
            assertThat(waiter.isServed()).isTrue();
        }

        @Test
        void downwardClosesIdleOnesAtOnceAndThoseInUseWhenTheyComeBack() {
            idle("a");
            Lease<String, FakeConnection> first = desk.leaseNew("a");
            Lease<String, FakeConnection> second = desk.leaseNew("b");
            desk.ledger.resize(new Settings().maxTotal(1).make(), desk.now);
            desk.perform();
            assertThat(desk.retirements).containsExactly(Retirement.OVER_LIMIT);

            desk.release(first);
            assertThat(desk.retirements).containsExactly(Retirement.OVER_LIMIT, Retirement.OVER_LIMIT);
            desk.release(second);
            assertThat(desk.retirements).hasSize(2);
        }
    }

    @Nested
    class ALeaseThatLastsLong {
        @Test
        void isToldOfOnceAndNotTouched() {
            Lease<String, FakeConnection> lease = desk.leaseNew("a");
            desk.passMillis(999);
            assertThat(desk.cleanup()).isEqualTo(1);
            assertThat(desk.longLeases).isEmpty();

            desk.passMillis(1);
            desk.cleanupAll();
            desk.passMillis(5_000);
            desk.cleanupAll();
            assertThat(desk.longLeases).containsExactly(lease);
            assertThat(lease.isHeld()).isTrue();
            desk.release(lease);
            assertThat(desk.counts().idle()).isEqualTo(1);
        }

        @Test
        void isNotToldOfIfItEndedInTime() {
            Lease<String, FakeConnection> lease = desk.leaseNew("a");
            desk.passMillis(500);
            desk.release(lease);
            desk.passMillis(1_000);
            desk.cleanupAll();

            assertThat(desk.longLeases).isEmpty();
        }

        @Test
        void isNotToldOfIfItMay() {
            Lease<String, FakeConnection> lease = desk.leaseNew("a");
            desk.ledger.lasts(lease);
            desk.passMillis(5_000);
            desk.cleanupAll();

            assertThat(desk.longLeases).isEmpty();
            desk.release(lease, Retirement.UPGRADED);
            assertThat(desk.retirements).containsExactly(Retirement.UPGRADED);
        }
    }

    @Nested
    class AClosedPool {
        @Test
        void isEmptiedWhenItsLastConnectionAndItsLastDialAreGone() {
            Lease<String, FakeConnection> lease = desk.leaseNew("a");
            desk.ask("b");
            desk.ledger.close(new IOException("closed"), desk.now);
            desk.perform();
            desk.release(lease);
            assertThat(desk.emptied).isFalse();

            desk.fail(new IOException("aborted"));
            assertThat(desk.emptied).isTrue();
        }

        @Test
        void isEmptiedAtOnceIfNothingIsInUse() {
            idle("a");
            desk.ledger.close(new IOException("closed"), desk.now);
            desk.perform();

            assertThat(desk.emptied).isTrue();
        }
    }

    @Test
    void aSnapshotShowsHoldersAndWaiters() {
        Desk full = new Desk(new Settings().maxPerKey(1));
        full.leaseNew("a");
        full.passMillis(20);
        FakeWaiter waiter = full.ask("a");
        full.passMillis(3);
        PoolSnapshot<String, FakeConnection> seen = full.ledger.snapshot(full.now);

        assertThat(seen.counts()).isEqualTo(new PoolCounts(0, 0, 1, 0, 1));
        assertThat(seen.keys()).containsExactly(new PoolSnapshot.Key<>("a", new PoolCounts(0, 0, 1, 0, 1)));
        assertThat(seen.connections().get(0).holders().get(0).heldNanos()).isEqualTo(23_000_000);
        assertThat(seen.waiters()).containsExactly(new PoolSnapshot.Waiting<>("a", waiter.want.holder(), 3_000_000));
    }
}
