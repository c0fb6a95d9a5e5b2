package dev.hawser.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Retirement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What happens to every pool sooner or later. */
class ScenariosTest {
    @Test
    void arrivalOrderIsKept() {
        Desk desk = new Desk(new Settings().maxPerKey(1));
        Lease<String, FakeConnection> lease = desk.leaseNew("a");
        List<FakeWaiter> waiters = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiters.add(desk.ask("a"));
        }

        for (FakeWaiter next : waiters) {
            assertThat(next.isServed()).isFalse();
            desk.release(lease);
            assertThat(next.isServed()).isTrue();
            lease = next.lease();
        }
    }

    @Test
    void aTimeoutInTheQueueLetsTheNextOneMoveUp() {
        Desk desk = new Desk(new Settings().maxPerKey(1));
        Lease<String, FakeConnection> lease = desk.leaseNew("a");
        FakeWaiter first = desk.ask("a");
        FakeWaiter second = desk.ask("a");
        assertThat(desk.ledger.giveUp(first, desk.now)).isTrue();
        desk.perform();
        desk.release(lease);

        assertThat(first.isServed()).isFalse();
        assertThat(second.isServed()).isTrue();
    }

    @Test
    void theLimitOfDialsHoldsAndAReturnedConnectionServesOneWhoseDialIsUnderWay() {
        Desk desk = new Desk(new Settings().maxDials(2));
        Lease<String, FakeConnection> lease = desk.leaseNew("a");
        FakeWaiter first = desk.ask("a");
        FakeWaiter second = desk.ask("a");
        FakeWaiter third = desk.ask("a");
        assertThat(desk.dials).hasSize(2);

        desk.release(lease);
        assertThat(first.isServed()).isTrue();
        desk.open(1);
        desk.open(1);
        assertThat(second.isServed()).isTrue();
        assertThat(third.isServed()).isTrue();
        assertThat(desk.dials).isEmpty();
    }

    @Test
    void aDialThatNobodyNeedsAnyMoreFeedsThePool() {
        Desk desk = new Desk(new Settings());
        Lease<String, FakeConnection> lease = desk.leaseNew("a");
        FakeWaiter waiter = desk.ask("a");
        desk.release(lease);
        assertThat(waiter.isServed()).isTrue();
        desk.open(1);

        assertThat(desk.counts().idle()).isEqualTo(1);
    }

    @Test
    void aClearWhileDialsAreInFlightReachesThemToo() {
        Desk desk = new Desk(new Settings());
        List<FakeWaiter> waiters = List.of(desk.ask("a"), desk.ask("a"), desk.ask("a"));
        desk.ledger.softEvict(null, desk.now);
        for (int i = 0; i < 3; i++) {
            desk.open(1);
        }
        assertThat(desk.retirements).hasSize(3).containsOnly(Retirement.EVICTED);
        assertThat(waiters).noneMatch(FakeWaiter::isServed);

        while (!desk.dials.isEmpty()) {
            desk.open(1);
        }
        assertThat(waiters).allMatch(FakeWaiter::isServed);
    }

    @Test
    void theMinimumIsReachedInTheBackground() {
        Desk desk = new Desk(new Settings().minIdlePerKey(3));
        FakeWaiter waiter = desk.ask("a");
        desk.open(1);
        assertThat(waiter.isServed()).isTrue();
        while (!desk.dials.isEmpty()) {
            desk.open(1);
        }

        assertThat(desk.counts()).isEqualTo(new PoolCounts(0, 3, 1, 0, 0));
    }

    @Test
    void aMinimumThatCannotBeReachedIsTriedAgainAfterLongerAndLongerPauses() {
        Desk desk = new Desk(new Settings().minIdlePerKey(1));
        desk.ledger.warm("a", FakeWaiter.UNUSED, desk.now);
        desk.perform();
        List<Integer> seconds = new ArrayList<>();
        for (int second = 0; second < 20; second++) {
            if (!desk.dials.isEmpty()) {
                seconds.add(second);
                desk.fail(new IOException("refused"));
            }
            desk.passMillis(1_000);
            desk.cleanupAll();
        }

        assertThat(seconds).containsExactly(0, 1, 3, 7, 15);
    }

    @Test
    void aMinimumIsGivenUpWhenTheKeyIsNoLongerUsed() {
        Desk desk = new Desk(new Settings().minIdlePerKey(1).keepAliveSeconds(60));
        FakeWaiter waiter = desk.ask("a");
        desk.open(1);
        while (!desk.dials.isEmpty()) {
            desk.open(1);
        }
        desk.release(waiter.lease());
        desk.passMillis(60_000);
        desk.cleanupAll();

        assertThat(desk.counts().total()).isZero();
        assertThat(desk.dials).isEmpty();
        assertThat(desk.ledger.shelves.books).isEmpty();
    }

    @Test
    void aReplacementIsMadeBeforeALifetimeEnds() {
        Desk desk = new Desk(new Settings().minIdlePerKey(1).maxLifetimeSeconds(100));
        desk.ledger.warm("a", FakeWaiter.UNUSED, desk.now);
        desk.perform();
        FakeConnection first = desk.open(1);
        desk.passMillis(89_999);
        desk.cleanupAll();
        assertThat(desk.dials).isEmpty();
        desk.passMillis(1);
        desk.cleanupAll();
        assertThat(desk.dials).hasSize(1);
        assertThat(first.isClosed()).isFalse();
        desk.open(1);
        desk.passMillis(10_000);
        desk.cleanupAll();

        assertThat(first.isClosed()).isTrue();
        assertThat(desk.retirements).containsExactly(Retirement.MAX_LIFETIME);
        assertThat(desk.counts().idle()).isEqualTo(1);
        assertThat(desk.dials).isEmpty();
    }

    /** 10,000 connections that are born together, with lifetimes shorter by up to a tenth. */
    @Test
    void thoseBornTogetherDoNotDieTogether() {
        Random random = new Random(1);
        Desk desk = new Desk(new Settings()
                .maxDials(PoolSettings.NO_LIMIT)
                .keepAliveSeconds(10_000)
                .maxLifetimeSeconds(1_000)
                .jitter(0.1));
        desk.isAudited = false;
        List<FakeWaiter> waiters = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            waiters.add(desk.ask("key " + i % 100));
        }
        while (!desk.dials.isEmpty()) {
            desk.open(random.nextDouble(), 1);
        }
        waiters.forEach(waiter -> desk.release(waiter.lease()));
        desk.passMillis(900_000);
        int most = 0;
        for (int second = 0; second < 100; second++) {
            int before = desk.retirements.size();
            desk.cleanupAll();
            most = Math.max(most, desk.retirements.size() - before);
            desk.passMillis(1_000);
        }
        desk.cleanupAll();

        assertThat(desk.retirements).hasSize(10_000).containsOnly(Retirement.MAX_LIFETIME);
        assertThat(most).as("most that ended in one second").isLessThan(200);
    }

    @Test
    void oneSlowAddressDoesNotDelayAnother() {
        Desk desk = new Desk(new Settings().maxDials(8));
        for (int i = 0; i < 50; i++) {
            desk.ask("slow");
        }
        assertThat(desk.dials).hasSize(8);
        FakeWaiter other = desk.ask("quick");
        assertThat(desk.dials).hasSize(9);
        desk.dials.add(0, desk.dials.remove(8));
        desk.open(1);

        assertThat(other.isServed()).isTrue();
    }
}
