package dev.hawser.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hawser.Retirement;
import dev.hawser.ReuseOrder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the pool promises to those who want a connection. */
class LedgerTest {
    private final IOException refused = new IOException("Connection refused");

    @Nested
    class Waiting {
        private final Desk desk = new Desk(new Settings().maxPerKey(1));
        private final Lease<String, FakeConnection> lease = desk.leaseNew("a");

        @Test
        void keepsTheOrderOfArrival() {
            FakeWaiter first = desk.ask("a");
            FakeWaiter second = desk.ask("a");
            desk.release(lease);

            assertThat(first.isServed()).isTrue();
            assertThat(second.isServed()).isFalse();
            assertThat(desk.leaseIdle("a")).as("a newcomer").isNull();
            desk.release(first.lease());
            assertThat(second.isServed()).isTrue();
        }

        @Test
        void endsForTheNextIfTheFirstGivesUp() {
            FakeWaiter first = desk.ask("a");
            FakeWaiter second = desk.ask("a");
            assertThat(desk.ledger.giveUp(first, desk.now)).isTrue();
            desk.release(lease);

            assertThat(first.isServed()).isFalse();
            assertThat(second.isServed()).isTrue();
        }

        @Test
        void cancelledAfterDeliveryGivesTheConnectionToTheNext() {
            FakeWaiter first = desk.ask("a");
            FakeWaiter second = desk.ask("a");
            desk.release(lease);

            assertThat(desk.ledger.giveUp(first, desk.now)).isFalse();
            assertThat(first.lease().endReserved(null)).isTrue();
            desk.ledger.release(first.lease(), null, false, desk.now);
            desk.perform();

            assertThat(second.lease().connection()).isSameAs(lease.connection());
            assertThat(second.lease().uses())
                    .as("uses, that of one who gave up not counted")
                    .isEqualTo(1);
        }

        @Test
        void goesOnInTheOldPlaceIfTheConnectionWasDeadOnDelivery() {
            FakeWaiter first = desk.ask("a");
            FakeWaiter second = desk.ask("a");
            desk.release(lease);
            assertThat(first.lease().endReserved(Retirement.PEER_CLOSED)).isTrue();
            desk.ledger.release(first.lease(), Retirement.PEER_CLOSED, false, desk.now);
            first.forget();
            desk.ledger.askAgain(first, desk.now);
            desk.perform();
            desk.open(1);

            assertThat(first.isServed()).isTrue();
            assertThat(second.isServed()).isFalse();
        }

        @Test
        void isRefusedBeyondTheLimit() {
            Desk narrow = new Desk(new Settings().maxPerKey(1).maxWaiters(1));
            narrow.leaseNew("a");
            narrow.ask("a");

            assertThat(narrow.ledger.ask(FakeWaiter.of("a"), narrow.now)).isEqualTo(Ledger.Refusal.TOO_MANY_WAITERS);
            assertThat(narrow.counts().waiting()).isEqualTo(1);
        }

        @Test
        void endsWhenTheLedgerIsClosed() {
            FakeWaiter waiter = desk.ask("a");
            desk.ledger.close(refused, desk.now);
            desk.perform();
            desk.release(lease);

            assertThat(waiter.cause()).isSameAs(refused);
            assertThat(desk.retirements).containsExactly(Retirement.SHUTDOWN);
            assertThat(desk.ledger.ask(FakeWaiter.of("a"), desk.now)).isEqualTo(Ledger.Refusal.CLOSED);
        }
    }

    @Nested
    class ADial {
        private final Desk desk = new Desk(new Settings().maxDials(2));

        @Test
        void losesToAConnectionThatComesBackAndThenFeedsThePool() {
            Lease<String, FakeConnection> lease = desk.leaseNew("a");
            FakeWaiter waiter = desk.ask("a");
            desk.release(lease);
            assertThat(waiter.lease().connection()).isSameAs(lease.connection());

            FakeConnection late = desk.open(1);

            Lease<String, FakeConnection> next = desk.lease("a");
            assertThat(next.connection()).isSameAs(late);
            assertThat(next.uses()).isZero();
        }

        @Test
        void goesOnForOthersWhenItsCallerHasGone() {
            FakeWaiter gone = desk.ask("a");
            desk.ledger.giveUp(gone, desk.now);
            FakeWaiter other = desk.ask("a");
            assertThat(desk.dialsBegun)
                    .as("dials for two, of whom one has gone")
                    .isEqualTo(1);
            desk.open(1);

            assertThat(other.isServed()).isTrue();
        }

        @Test
        void thatFailsTellsItsCallerAndLetsTheNextOneDial() {
            List<FakeWaiter> waiters =
                    Stream.generate(() -> desk.ask("a")).limit(3).toList();
            assertThat(desk.dialsBegun).isEqualTo(2);

            desk.fail(refused);

            assertThat(waiters.get(0).cause()).isSameAs(refused);
            assertThat(waiters)
                    .element(1)
                    .satisfies(waiter -> assertThat(waiter.isWaiting()).isTrue());
            assertThat(desk.dialsBegun).isEqualTo(3);
        }

        @Test
        void thatFailsIsNotTheFailureOfOneWhoCameLater() {
            FakeWaiter gone = desk.ask("a");
            desk.ledger.giveUp(gone, desk.now);
            FakeWaiter later = desk.ask("a");
            desk.fail(refused);

            assertThat(later.isWaiting()).isTrue();
            assertThat(desk.dials).hasSize(1);
        }

        @Test
        void isAskedForByEachWhoWantsAFreshConnection() {
            desk.release(desk.leaseNew("a"));
            FakeWaiter fresh = desk.askFresh("a");
            assertThat(fresh.isWaiting()).as("beside an idle connection").isTrue();
            desk.open(1);

            assertThat(fresh.lease().uses()).isZero();
            assertThat(desk.counts().idle()).isEqualTo(1);
        }

        @Test
        void ofOneWhoWantsAFreshConnectionMakesRoomAtItsOwnKey() {
            Desk one = new Desk(new Settings().maxPerKey(1));
            one.release(one.leaseNew("a"));
            FakeWaiter fresh = one.askFresh("a");

            assertThat(one.retirements).containsExactly(Retirement.MADE_ROOM);
            one.open(1);
            assertThat(fresh.isServed()).isTrue();
        }
    }

    @Nested
    class ATotalThatIsReached {
        private final Desk desk = new Desk(new Settings().maxTotal(2));

        @Test
        void makesTheLongestIdleConnectionOfAnotherKeyGo() {
            Lease<String, FakeConnection> shorter = desk.leaseNew("a");
            Lease<String, FakeConnection> longer = desk.leaseNew("b");
            desk.release(longer);
            desk.release(shorter);
            desk.ask("c");

            assertThat(longer.connection().closedBecause).isEqualTo(Retirement.MADE_ROOM);
            assertThat(desk.dials).hasSize(1);
            assertThat(desk.counts().total()).isEqualTo(2);
        }

        @Test
        void countsWhatIsDrained() {
            Lease<String, FakeConnection> draining = desk.leaseNew("a");
            desk.ledger.drain(draining.connection(), Retirement.MAX_LIFETIME, desk.now);
            desk.leaseNew("a");
            FakeWaiter waiter = desk.ask("b");
            assertThat(desk.dials).isEmpty();

            desk.release(draining);

            assertThat(desk.dials).hasSize(1);
            desk.open(1);
            assertThat(waiter.isServed()).isTrue();
        }

        @Test
        void letsKeysTakeTurns() {
            List<Lease<String, FakeConnection>> leases = List.of(desk.leaseNew("x"), desk.leaseNew("x"));
            desk.ask("a");
            desk.ask("a");
            desk.ask("b");
            leases.forEach(lease -> desk.release(lease, Retirement.IO_ERROR));

            assertThat(desk.dials).extracting(dial -> dial.entry().home.key).containsExactly("a", "b");
        }

        @Test
        void servesAKeyWithoutConnectionWithinTwoReleasesOfABusyOne() {
            List<Lease<String, FakeConnection>> busy = new ArrayList<>(List.of(desk.leaseNew("a"), desk.leaseNew("a")));
            FakeWaiter other = desk.ask("b");
            int releases = 0;
            while (desk.dials.isEmpty()) {
                FakeWaiter next = desk.ask("a");
                desk.release(busy.remove(0));
                releases++;
                if (next.isServed()) {
                    busy.add(next.lease());
                }
            }

            assertThat(releases).isEqualTo(2);
            assertThat(desk.retirements).containsExactly(Retirement.MADE_ROOM);
            desk.open(1);
            assertThat(other.isServed()).isTrue();
        }

        @Test
        void thatIsLoweredLetsNoDialBeginUntilBelow() {
            Lease<String, FakeConnection> first = desk.leaseNew("a");
            Lease<String, FakeConnection> second = desk.leaseNew("a");
            desk.ledger.resize(new Settings().maxTotal(1).make(), desk.now);
            desk.ask("b");
            desk.release(first, Retirement.IO_ERROR);
            assertThat(desk.dials).isEmpty();

            desk.release(second, Retirement.IO_ERROR);

            assertThat(desk.dials).hasSize(1);
        }
    }

    @Nested
    class APeerThatShares {
        private final Desk desk = new Desk(new Settings());

        @Test
        void isDialledOnceByABurst() {
            List<FakeWaiter> burst =
                    Stream.generate(() -> desk.askShared("a")).limit(20).toList();
            desk.open(100);

            assertThat(burst).allMatch(FakeWaiter::isServed);
            assertThat(desk.dialsBegun).isEqualTo(1);
        }

        @Test
        void isDialledAgainWhenThereIsNoOutcomeAndThenLessAndLessOften() {
            for (int i = 0; i < 20; i++) {
                desk.askShared("a");
            }
            List<Integer> dials = new ArrayList<>();
            for (int millis : new int[] {249, 1, 499, 1, 999, 1}) {
                desk.passMillis(millis);
                desk.cleanupAll();
                dials.add(desk.dialsBegun);
            }

            assertThat(dials).containsExactly(1, 2, 2, 3, 3, 4);
        }

        @Test
        void thatTurnsOutNotToShareIsDialledForEach() {
            List<FakeWaiter> burst =
                    Stream.generate(() -> desk.askShared("a")).limit(20).toList();
            desk.open(1);

            assertThat(burst.stream().filter(FakeWaiter::isServed)).hasSize(1);
            assertThat(desk.dials).hasSize(8);
        }

        @Test
        void thatRefusesIsTheFailureOfAllWhoWaitedWhenTheDialBegan() {
            FakeWaiter first = desk.askShared("a");
            FakeWaiter later = desk.askShared("a");
            desk.fail(refused);
            assertThat(first.cause()).isSameAs(refused);
            assertThat(later.isWaiting()).isTrue();
            FakeWaiter last = desk.askShared("a");
            desk.fail(refused);

            assertThat(later.cause()).isSameAs(refused);
            assertThat(last.isWaiting()).isTrue();
        }

        @Test
        void givesTheLeastLoadedConnection() {
            desk.askFresh("a");
            FakeConnection one = desk.open(2);
            desk.askFresh("a");
            FakeConnection two = desk.open(10);

            assertThat(Stream.generate(() -> desk.lease("a").connection()).limit(3))
                    .containsExactly(two, two, two);
            assertThat(Stream.generate(() -> desk.lease("a").connection()).limit(4))
                    .contains(one);
        }

        @Test
        void getsAnotherConnectionWhenStreamsRunOut() {
            desk.askShared("a");
            desk.open(2);
            desk.leaseIdle("a");
            FakeWaiter third = desk.askShared("a");
            assertThat(desk.dials).hasSize(1);
            desk.open(2);

            assertThat(third.isServed()).isTrue();
        }

        @Test
        void thatLowersItsCapacityGetsNoNewStreamUntilBelow() {
            FakeWaiter first = desk.askShared("a");
            FakeConnection connection = desk.open(100);
            List<Lease<String, FakeConnection>> leases =
                    Stream.generate(() -> desk.lease("a")).limit(4).toList();
            desk.ledger.capacityChanged(connection, 3, desk.now);
            desk.perform();

            assertThat(desk.leaseIdle("a")).isNull();
            desk.release(leases.get(0));
            desk.release(leases.get(1));
            assertThat(desk.leaseIdle("a")).as("at the limit").isNull();
            desk.release(leases.get(2));
            assertThat(desk.leaseIdle("a")).as("below the limit").isNotNull();
            assertThat(first.lease().isHeld()).isTrue();
        }

        @Test
        void thatRaisesItsCapacityServesThoseWhoWait() {
            desk.askShared("a");
            FakeConnection connection = desk.open(1);
            FakeWaiter second = desk.askShared("a");
            desk.ledger.capacityChanged(connection, 100, desk.now);
            desk.perform();

            assertThat(second.lease().connection()).isSameAs(connection);
        }

        @Test
        void thatPausesIsNotDialledMeanwhile() {
            desk.askShared("a");
            FakeConnection connection = desk.open(0);
            assertThat(desk.dials).isEmpty();

            desk.ledger.capacityChanged(connection, 1, desk.now);
            desk.perform();

            assertThat(desk.counts().active()).isEqualTo(1);
        }

        @Test
        void thatGoesAwayIsDrainedAndReplaced() {
            FakeWaiter first = desk.askShared("a");
            FakeConnection connection = desk.open(100);
            desk.ledger.drain(connection, Retirement.GOAWAY, desk.now);
            desk.perform();
            FakeWaiter second = desk.askShared("a");

            assertThat(connection.isClosed()).isFalse();
            assertThat(desk.dials).hasSize(1);
            desk.release(first.lease());
            assertThat(connection.closedBecause).isEqualTo(Retirement.GOAWAY);
            desk.open(100);
            assertThat(second.isServed()).isTrue();
        }

        @Test
        void isNotGivenASecondConnectionThatLostARace() {
            desk.askShared("a");
            desk.askShared("a");
            desk.passMillis(250);
            desk.cleanupAll();
            FakeConnection first = desk.open(100);
            FakeConnection second = desk.open(100);

            assertThat(first.isClosed()).isFalse();
            assertThat(second.closedBecause).isEqualTo(Retirement.DUPLICATE);
        }
    }

    @Nested
    class AConnectionOfAnotherKey {
        private final Desk desk = new Desk(new Settings());
        private final FakeWaiter first = desk.askShared("a.example");
        private final FakeConnection connection = desk.open(100, "192.0.2.1:443");

        @Test
        void isFoundUnderItsFurtherKeys() {
            assertThat(desk.ledger.candidates(List.of("192.0.2.2:443", "192.0.2.1:443")))
                    .containsExactly(connection);
            assertThat(desk.ledger.candidates(List.of("192.0.2.2:443"))).isEmpty();
        }

        @Test
        void servesThoseWhoseDialJoinedItAndThoseWhoComeLater() {
            FakeWaiter other = desk.askShared("b.example");
            desk.join(connection);

            assertThat(other.lease().connection()).isSameAs(connection);
            assertThat(other.lease().key()).isEqualTo("b.example");
            assertThat(desk.lease("b.example").connection()).isSameAs(connection);
            assertThat(desk.counts().total()).isEqualTo(1);
        }

        @Test
        void servesAKeyNoMoreFromWhichItIsWithdrawn() {
            desk.askShared("b.example");
            desk.join(connection);
            desk.askShared("c.example");
            desk.join(connection);
            desk.ledger.withdraw(connection, "b.example", desk.now);
            desk.ledger.withdraw(connection, "a.example", desk.now);
            desk.perform();

            assertThat(desk.leaseIdle("b.example")).isNull();
            assertThat(desk.leaseIdle("c.example")).isNotNull();
            assertThat(desk.leaseIdle("a.example")).isNotNull();
        }

        @Test
        void thatIsGoneWhenTheDialJoinsItMeansAnotherDial() {
            FakeWaiter other = desk.askShared("b.example");
            desk.release(first.lease(), Retirement.IO_ERROR);
            desk.join(connection);

            assertThat(other.isWaiting()).isTrue();
            assertThat(desk.dials).hasSize(1);
        }
    }

    @Nested
    class TheOrderOfReuse {
        private List<String> served(ReuseOrder order) {
            Desk desk = new Desk(new Settings().order(order));
            List<Lease<String, FakeConnection>> leases = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                leases.add(desk.leaseNew("a"));
                desk.passMillis(1);
            }
            for (int i : new int[] {2, 0, 1}) {
                desk.release(leases.get(i));
                desk.passMillis(1);
            }
            return Stream.generate(() -> desk.lease("a").connection().toString())
                    .limit(3)
                    .toList();
        }

        @Test
        void mostRecentlyUsedTakesTheLastThatCameBack() {
            assertThat(served(ReuseOrder.MOST_RECENTLY_USED))
                    .containsExactly("connection 2", "connection 1", "connection 3");
        }

        @Test
        void leastRecentlyUsedTakesTheFirstThatCameBack() {
            assertThat(served(ReuseOrder.LEAST_RECENTLY_USED))
                    .containsExactly("connection 3", "connection 1", "connection 2");
        }

        @Test
        void roundRobinTakesTheOneWhoseTurnIsLongestAgo() {
            assertThat(served(ReuseOrder.ROUND_ROBIN)).containsExactly("connection 1", "connection 2", "connection 3");
        }
    }

    @Test
    void anAuditFindsWhatDoesNotAddUp() {
        Desk desk = new Desk(new Settings());
        Lease<String, FakeConnection> lease = desk.leaseNew("a");
        lease.entry.streams++;

        assertThat(catchThrowable(() -> Audit.check(desk.ledger))).hasMessageContaining("1 leases, but 2 streams");
    }
}
