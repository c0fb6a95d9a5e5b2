package dev.hawser.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Retirement;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two keys with a connection each share a total of two, and both have someone who waits: {@code a}'s connection has come back
 * twice, so it is set aside for {@code b}.
 */
class PromisesTest {
    private final Desk desk = new Desk(new Settings().maxTotal(2).maxLifetimeSeconds(100));
    private Lease<String, FakeConnection> ofA;
    private Lease<String, FakeConnection> ofB;
    private FakeWaiter waitsForA;
    private FakeWaiter waitsForB;

    @BeforeEach
    void setAside() {
        ofA = desk.leaseNew("a");
        ofB = desk.leaseNew("b");
        waitsForB = desk.ask("b");
        FakeWaiter first = desk.ask("a");
        desk.release(ofA);
        assertThat(first.isServed()).as("the first that comes back").isTrue();
        waitsForA = desk.ask("a");
        desk.release(first.lease());
        assertThat(waitsForA.isServed()).as("the second").isFalse();
        assertThat(desk.ledger.dials.promises.allAside()).hasSize(1);
    }

    /** Nothing is promised or set aside any more. */
    private void assertOver() {
        assertThat(desk.ledger.dials.promises.first()).isNull();
        assertThat(desk.ledger.dials.promises.allAside()).isEmpty();
    }

    private void assertMadeRoom() {
        assertThat(desk.retirements).containsExactly(Retirement.MADE_ROOM);
        assertThat(ofA.connection().closedBecause).isEqualTo(Retirement.MADE_ROOM);
        assertDialsForB();
    }

    private void assertDialsForB() {
        assertThat(desk.dials).extracting(dial -> dial.entry().home.key).containsExactly("b");
        desk.open(1);
        assertThat(waitsForB.isServed()).isTrue();
        assertOver();
    }

    @Test
    void bothAreServedByTheirOwnWhenItComesBackInTime() {
        desk.passMillis(249);
        desk.cleanupAll();
        desk.release(ofB);

        assertThat(waitsForB.lease().connection()).isSameAs(ofB.connection());
        assertThat(waitsForA.lease().connection()).isSameAs(ofA.connection());
        assertThat(waitsForA.lease().idleNanos()).as("idle while aside").isEqualTo(249_000_000);
        assertThat(desk.retirements).isEmpty();
        assertThat(desk.dialsBegun).isEqualTo(2);
        assertOver();
    }

    @Test
    void itIsClosedForTheOtherWhenPatienceEnds() {
        assertThat(desk.cleanup()).isEqualTo(250);
        desk.passMillis(250);
        desk.cleanupAll();

        assertMadeRoom();
    }

    @Test
    void itIsClosedForTheOtherAtOnceWhenNobodyWaitsForItAnyMore() {
        assertThat(desk.ledger.giveUp(waitsForA, desk.now)).isTrue();
        desk.perform();

        assertMadeRoom();
    }

    @Test
    void itServesItsOwnWhenTheOtherGivesUp() {
        assertThat(desk.ledger.giveUp(waitsForB, desk.now)).isTrue();
        desk.perform();

        assertThat(waitsForA.lease().connection()).isSameAs(ofA.connection());
        assertOver();
    }

    @Test
    void theOtherGetsADialWhenThePeerEndsIt() {
        desk.ledger.drain(ofA.connection(), Retirement.PEER_CLOSED, desk.now);
        desk.perform();

        assertThat(desk.retirements).containsExactly(Retirement.PEER_CLOSED);
        assertDialsForB();
    }

    @Test
    void theOtherGetsADialWhenAnyConnectionEnds() {
        desk.release(ofB, Retirement.IO_ERROR);

        assertThat(waitsForA.lease().connection()).isSameAs(ofA.connection());
        assertDialsForB();
    }

    @Test
    void itIsEvictedWithThoseThatAreIdle() {
        desk.ledger.evictAll(Retirement.EVICTED, desk.now);
        desk.perform();

        assertThat(desk.retirements).containsExactly(Retirement.EVICTED);
        assertDialsForB();
    }

    @Test
    void itDoesNotServeItsOwnAfterASoftEviction() {
        desk.ledger.softEvict("a", desk.now);
        desk.release(ofB);

        assertThat(waitsForB.isServed()).isTrue();
        assertThat(desk.retirements).containsExactly(Retirement.EVICTED);
        desk.open(1);
        assertThat(waitsForA.isServed()).isTrue();
    }

    @Test
    void itDoesNotOutliveItsLifetime() {
        desk.passMillis(1);
        desk.now += 100_000_000_000L;
        desk.ledger.giveUp(waitsForB, desk.now);
        desk.perform();

        assertThat(desk.retirements).containsExactly(Retirement.MAX_LIFETIME);
        desk.open(1);
        assertThat(waitsForA.isServed()).isTrue();
    }

    @Test
    void nothingIsClosedWhileThePoolIsSuspended() {
        desk.ledger.suspend();
        desk.passMillis(1_000);
        desk.cleanupAll();
        assertThat(desk.retirements).isEmpty();

        desk.ledger.resume(desk.now);
        desk.perform();
        desk.cleanupAll();

        assertMadeRoom();
    }

    @Test
    void itIsClosedWhenTheTotalIsLowered() {
        desk.ledger.resize(new Settings().maxTotal(1).make(), desk.now);
        desk.perform();

        assertThat(desk.retirements).containsExactly(Retirement.OVER_LIMIT);
        desk.release(ofB);
        assertThat(waitsForB.isServed()).isTrue();
        assertOver();
    }

    @Test
    void bothGetOneWhenTheTotalRises() {
        desk.ledger.resize(new Settings().maxTotal(3).make(), desk.now);
        desk.perform();

        assertThat(waitsForA.lease().connection()).isSameAs(ofA.connection());
        assertDialsForB();
    }

    @Test
    void itIsClosedWithThePool() {
        desk.ledger.close(new IOException("closed"), desk.now);
        desk.perform();

        assertThat(ofA.connection().closedBecause).isEqualTo(Retirement.SHUTDOWN);
        assertThat(List.of(waitsForA, waitsForB)).allMatch(waiter -> waiter.cause() != null);
        assertOver();
    }

    @Test
    void oneWhoWantsAFreshConnectionDoesNotWaitForItsOwn() {
        desk.release(ofB);
        assertThat(desk.ledger.giveUp(waitsForA, desk.now)).isFalse();
        FakeWaiter fresh = desk.askFresh("b");
        FakeWaiter next = desk.ask("a");
        desk.release(waitsForA.lease());
        FakeWaiter last = desk.ask("a");
        desk.release(next.lease());

        assertThat(last.isServed()).isFalse();
        assertThat(desk.retirements).containsExactly(Retirement.MADE_ROOM);
        desk.open(1);
        assertThat(fresh.isServed()).isTrue();
    }

    @Test
    void itGoesBackToItsOwnWhenItsTurnComes() {
        Desk three = new Desk(new Settings().maxTotal(3));
        Lease<String, FakeConnection> a = three.leaseNew("a");
        Lease<String, FakeConnection> b = three.leaseNew("b");
        three.leaseNew("c");
        FakeWaiter waitsForC = three.ask("c");
        FakeWaiter nextOfA = three.ask("a");
        FakeWaiter nextOfB = three.ask("b");
        three.release(a);
        assertThat(nextOfA.isServed()).as("a's is set aside for c").isFalse();

        three.release(b);
        FakeWaiter lastOfB = three.ask("b");
        three.release(nextOfB.lease());

        assertThat(nextOfA.lease().connection()).as("b's takes its place").isSameAs(a.connection());
        assertThat(lastOfB.isServed()).isFalse();
        assertThat(waitsForC.isServed()).isFalse();
        assertThat(three.retirements).isEmpty();
    }
}
