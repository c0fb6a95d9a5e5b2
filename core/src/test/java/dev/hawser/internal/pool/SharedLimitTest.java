package dev.hawser.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Retirement;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of those who wait when the connections to a peer that shares have no room, and there may be no more of them. */
class SharedLimitTest {
    private final Desk desk = new Desk(new Settings().maxShared(1));

    /** A connection of which all exchanges are in use. */
    private List<Lease<String, FakeConnection>> full(int capacity) {
        List<FakeWaiter> waiters =
                Stream.generate(() -> desk.askShared("a")).limit(capacity).toList();
        desk.open(capacity);
        return waiters.stream().map(FakeWaiter::lease).toList();
    }

    @Test
    void theyWaitForAnExchangeToEnd() {
        List<Lease<String, FakeConnection>> leases = full(2);
        FakeWaiter third = desk.askShared("a");
        desk.passMillis(1_000);
        desk.cleanupAll();
        assertThat(desk.dials).isEmpty();

        desk.release(leases.get(1));

        assertThat(third.lease().connection()).isSameAs(leases.get(0).connection());
    }

    @Test
    void oneWhosePlaceWasNoneAnyMoreComesBeforeThoseWhoHaveHadNone() {
        List<Lease<String, FakeConnection>> leases = full(3);
        FakeWaiter newcomer = desk.askShared("a");
        FakeWaiter first = desk.ask(FakeWaiter.again("a"));
        FakeWaiter second = desk.ask(FakeWaiter.again("a"));

        desk.release(leases.get(0));
        assertThat(first.isServed()).isTrue();
        assertThat(second.isServed()).isFalse();
        desk.release(leases.get(1));
        assertThat(second.isServed()).isTrue();
        assertThat(newcomer.isServed()).isFalse();
        desk.release(leases.get(2));
        assertThat(newcomer.isServed()).isTrue();
    }

    @Test
    void theyGetAnotherConnectionWhenTheirsIsDrained() {
        List<Lease<String, FakeConnection>> leases = full(2);
        FakeWaiter third = desk.askShared("a");

        desk.ledger.drain(leases.get(0).connection(), Retirement.GOAWAY, desk.now);
        desk.perform();
        desk.open(2);

        assertThat(third.isServed()).isTrue();
    }

    @Test
    void theyGetAnotherConnectionWhenTheLimitRises() {
        full(2);
        FakeWaiter third = desk.askShared("a");

        desk.ledger.resize(new Settings().maxShared(2).make(), desk.now);
        desk.perform();
        desk.open(2);

        assertThat(third.isServed()).isTrue();
        desk.askShared("a");
        desk.askShared("a");
        assertThat(desk.dials).isEmpty();
    }

    @Test
    void oneWhoWantsAFreshConnectionGetsItAndItServesTheOthers() {
        full(2);
        FakeWaiter third = desk.askShared("a");
        FakeWaiter fresh = desk.ask(new FakeWaiter("a", true, true));

        desk.open(2);

        assertThat(fresh.isServed()).isTrue();
        assertThat(third.isServed()).isTrue();
        desk.askShared("a");
        assertThat(desk.dials).isEmpty();
    }

    @Test
    void aSecondDialBegunInImpatienceMakesNoSecondConnection() {
        FakeWaiter first = desk.askShared("a");
        FakeWaiter second = desk.askShared("a");
        desk.passMillis(250);
        desk.cleanupAll();
        assertThat(desk.dials).hasSize(2);
        desk.open(1);
        desk.ledger.capacityChanged(first.lease().connection(), 100, desk.now);
        desk.ledger.capacityChanged(first.lease().connection(), 1, desk.now);
        desk.perform();

        desk.open(100);

        assertThat(second.isServed()).isTrue();
        assertThat(desk.retirements).containsExactly(Retirement.DUPLICATE);
        assertThat(desk.counts().connections()).isEqualTo(1);
    }

    @Test
    void aPeerThatDoesNotShareIsNotLimited() {
        full(1);
        FakeWaiter second = desk.askShared("a");
        desk.open(1);

        assertThat(second.isServed()).isTrue();
    }

    @Test
    void aReserveKeepsToTheLimitToo() {
        Desk ready = new Desk(new Settings().maxShared(1).minIdlePerKey(1));
        FakeWaiter first = ready.askShared("a");
        ready.open(1);
        ready.ledger.capacityChanged(first.lease().connection(), 2, ready.now);
        ready.perform();
        assertThat(ready.leaseIdle("a")).isNotNull();

        ready.cleanupAll();

        assertThat(ready.dials)
                .as("beyond the one that began while nothing was known")
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void theNextConnectionIsExpectedToAllowAsManyAsTheLast() {
        Desk wide = new Desk(new Settings());
        List<FakeWaiter> burst =
                Stream.generate(() -> wide.askShared("a")).limit(5).toList();
        FakeConnection first = wide.open(100);
        wide.ledger.capacityChanged(first, 2, wide.now);
        wide.perform();
        List<FakeWaiter> more =
                Stream.generate(() -> wide.askShared("a")).limit(5).toList();

        wide.open(100);

        assertThat(burst).allMatch(FakeWaiter::isServed);
        assertThat(more.stream().filter(FakeWaiter::isServed)).hasSize(2);
        assertThat(wide.dials).hasSize(1);
    }

    @Test
    void oneWhoWantsAFreshConnectionIsContentWithAnyWhereThereCanBeNoOther() {
        Desk narrow = new Desk(new Settings().maxPerKey(1));
        FakeWaiter first = narrow.askShared("a");
        FakeConnection only = narrow.open(2);
        narrow.leaseIdle("a");
        FakeWaiter fresh = narrow.ask(new FakeWaiter("a", true, true));
        assertThat(fresh.isWaiting()).isTrue();

        narrow.release(first.lease());

        assertThat(fresh.lease().connection()).isSameAs(only);
    }

    /** A key with one connection that has room and one dial, of which its limit allows one only since then. */
    private static Desk lowered() {
        Desk desk = new Desk(new Settings());
        desk.askShared("a");
        desk.open(2);
        desk.ask(new FakeWaiter("a", true, true));
        desk.ledger.resize(new Settings().maxPerKey(1).make(), desk.now);
        desk.perform();
        assertThat(desk.dials).hasSize(1);
        return desk;
    }

    @Test
    void heIsContentAsSoonAsHisDialHasFoundAnother() {
        Desk lowered = lowered();
        FakeWaiter fresh = lowered.ask(new FakeWaiter("a", true, true));
        FakeConnection only = lowered.ledger.leases().get(0).connection();

        lowered.join(only);

        assertThat(lowered.ledger.leases()).hasSize(2);
        assertThat(fresh.isWaiting()).isTrue();
        lowered.release(lowered.ledger.leases().get(0));
        assertThat(fresh.lease().connection()).isSameAs(only);
    }

    @Test
    void heIsContentAsSoonAsTheDialOfAnotherHasFailed() {
        Desk lowered = lowered();
        FakeWaiter fresh = lowered.ask(new FakeWaiter("a", true, true));
        FakeConnection only = lowered.ledger.leases().get(0).connection();
        assertThat(fresh.isWaiting()).isTrue();

        lowered.fail(new IOException("refused"));

        assertThat(fresh.lease().connection()).isSameAs(only);
    }

    @Test
    void patienceWithADialEndsForTheOthersWhenOneWhoWantedAFreshConnectionHasGone() {
        Desk full = new Desk(new Settings().maxShared(1).maxTotal(2));
        full.askShared("a");
        full.askShared("a");
        full.open(2);
        FakeWaiter gone = full.ask(new FakeWaiter("a", true, true));
        full.askShared("a");
        full.askShared("a");
        full.passMillis(250);
        full.cleanupAll();
        assertThat(full.dials).as("the total allows no second").hasSize(1);

        full.ledger.giveUp(gone, full.now);
        full.perform();

        assertThat(full.cleanup()).as("milliseconds until the next look").isEqualTo(500);
    }
}
