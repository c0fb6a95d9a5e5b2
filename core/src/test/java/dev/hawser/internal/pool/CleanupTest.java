package dev.hawser.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Retirement;
import dev.hawser.ReuseOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a connection that nobody uses has to go. */
class CleanupTest {
    private static final long FIVE_MINUTES = 300_000;

    private final Desk desk = new Desk(new Settings().maxIdle(5));

    private void idle(Desk at, String key, int count) {
        List<Lease<String, FakeConnection>> leases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leases.add(at.leaseNew(key));
        }
        leases.forEach(at::release);
    }

    @Nested
    class TheAnswerOfCleanup {
        @Test
        void isMinusOneIfThereIsNoConnection() {
            assertThat(desk.cleanup()).isEqualTo(Ledger.NOTHING_LEFT);
        }

        @Test
        void isTheKeepAliveDurationIfAllAreInUse() {
            desk.leaseNew("a");
            desk.passMillis(1_000);

            assertThat(desk.cleanup()).isEqualTo(FIVE_MINUTES);
        }

        @ParameterizedTest(name = "after {0} ms: {1}")
        @CsvSource({"0, 300000", "1, 299999", "299999, 1", "300000, 0", "300001, 0", "9000000, 0"})
        void isWhatIsLeftOfTheLongestIdleOnesTime(long idleMillis, long answer) {
            idle(desk, "a", 1);
            desk.passMillis(idleMillis);

            assertThat(desk.cleanup()).isEqualTo(answer);
            assertThat(desk.counts().idle()).isEqualTo(answer == 0 ? 0 : 1);
        }

        @Test
        void isZeroForEachThatGoesAndThenTheTimeOfTheNext() {
            idle(desk, "a", 2);
            desk.passMillis(1_000);
            idle(desk, "b", 1);
            desk.passMillis(FIVE_MINUTES - 1_000);

            assertThat(List.of(desk.cleanup(), desk.cleanup(), desk.cleanup())).containsExactly(0L, 0L, 1_000L);
            assertThat(desk.retirements).containsExactly(Retirement.KEEP_ALIVE_EXPIRED, Retirement.KEEP_ALIVE_EXPIRED);
        }

        @Test
        void countsFromTheLastReturnNotFromTheFirst() {
            idle(desk, "a", 1);
            desk.passMillis(FIVE_MINUTES - 1);
            desk.release(desk.lease("a"));
            desk.passMillis(FIVE_MINUTES - 1);

            assertThat(desk.cleanup()).isEqualTo(1);
        }

        @Test
        void neverExceedsASecondWhileSomeoneWaits() {
            Desk full = new Desk(new Settings().maxTotal(1));
            full.leaseNew("a");
            full.ask("a");

            assertThat(full.cleanup()).isEqualTo(1_000);
        }
    }

    @Nested
    class AConnectionThatComesBack {
        @Test
        void makesTheLongestIdleOneGoAtOnceIfTheyAreTooMany() {
            idle(desk, "a", 5);
            assertThat(desk.retirements).isEmpty();

            idle(desk, "b", 1);

            assertThat(desk.retirements).containsExactly(Retirement.IDLE_LIMIT);
            assertThat(desk.counts().idle()).isEqualTo(5);
            assertThat(desk.leaseIdle("b")).isNotNull();
        }

        @Test
        void goesAtOnceIfNoneMayBeIdle() {
            Desk none = new Desk(new Settings().maxIdle(0));
            idle(none, "a", 1);

            assertThat(none.retirements).containsExactly(Retirement.IDLE_LIMIT);
        }

        @ParameterizedTest
        @CsvSource({"MOST_RECENTLY_USED", "LEAST_RECENTLY_USED", "ROUND_ROBIN"})
        void makesTheLongestIdleOneOfItsKeyGoIfThatHasTooMany(ReuseOrder order) {
            Desk two = new Desk(new Settings().maxIdlePerKey(2).order(order));
            Lease<String, FakeConnection> first = two.leaseNew("a");
            Lease<String, FakeConnection> second = two.leaseNew("a");
            Lease<String, FakeConnection> third = two.leaseNew("a");
            idle(two, "b", 2);
            two.release(second);
            two.passMillis(1);
            two.release(third);
            two.passMillis(1);
            two.release(first);

            assertThat(second.connection().closedBecause).isEqualTo(Retirement.IDLE_LIMIT);
            assertThat(two.counts().idle()).isEqualTo(4);
        }

        @Test
        void goesAfterItsLastUse() {
            Desk twice = new Desk(new Settings().maxUses(2));
            twice.release(twice.leaseNew("a"));
            assertThat(twice.counts().idle()).isEqualTo(1);

            twice.release(twice.lease("a"));

            assertThat(twice.retirements).containsExactly(Retirement.MAX_REQUESTS);
        }

        @Test
        void goesIfItsUseUnderOneLeaseWasTheLast() {
            Desk twice = new Desk(new Settings().maxUses(2));
            Lease<String, FakeConnection> lease = twice.leaseNew("a");

            assertThat(twice.ledger.again(lease)).isTrue();
            assertThat(twice.ledger.again(lease)).isFalse();
            twice.release(lease);

            assertThat(twice.retirements).containsExactly(Retirement.MAX_REQUESTS);
        }
    }

    @Nested
    class TheLifetime {
        private final Desk mortal =
                new Desk(new Settings().maxLifetimeSeconds(100).jitter(0.1));

        @Test
        void isShortenedByTheJitterDrawnAtBirth() {
            idle(mortal, "a", 1); // the draw is 0.5 of 10 s
            mortal.passMillis(94_999);
            mortal.cleanupAll();
            assertThat(mortal.retirements).isEmpty();

            mortal.passMillis(1);
            mortal.cleanupAll();

            assertThat(mortal.retirements).containsExactly(Retirement.MAX_LIFETIME);
        }

        @Test
        void doesNotCutWhoIsInUse() {
            Lease<String, FakeConnection> lease = mortal.leaseNew("a");
            mortal.passMillis(95_000);
            mortal.cleanupAll();
            assertThat(mortal.counts().draining()).isEqualTo(1);
            assertThat(lease.connection().isClosed()).isFalse();

            mortal.release(lease);

            assertThat(mortal.retirements).containsExactly(Retirement.MAX_LIFETIME);
        }

        @Test
        void isLookedAtBeforeALease() {
            idle(mortal, "a", 1);
            mortal.passMillis(95_000);

            assertThat(mortal.leaseIdle("a")).isNull();
            assertThat(mortal.retirements).containsExactly(Retirement.MAX_LIFETIME);
        }
    }

    @Nested
    class TheServersKeepAlive {
        private final Lease<String, FakeConnection> lease = desk.leaseNew("a");

        private void says(long seconds, int max) {
            long nanos = seconds < 0 ? -1 : TimeUnit.SECONDS.toNanos(seconds);
            desk.ledger.keepAlive(lease, nanos, max, desk.now);
            desk.perform();
        }

        @ParameterizedTest(name = "timeout={0} is {1} ms")
        @CsvSource({"1, 500", "2, 1000", "5, 4000", "60, 59000", "300, 299000", "301, 300000", "10000, 300000"})
        void isKeptLessAMarginAndNeverBeyondOurs(long seconds, long millis) {
            says(seconds, -1);
            desk.release(lease);
            desk.passMillis(millis - 1);
            desk.cleanupAll();
            assertThat(desk.retirements).isEmpty();

            desk.passMillis(1);
            desk.cleanupAll();

            assertThat(desk.retirements).containsExactly(Retirement.KEEP_ALIVE_EXPIRED);
        }

        @Test
        void ofZeroEndsIt() {
            says(0, -1);
            desk.release(lease);

            assertThat(desk.retirements).containsExactly(Retirement.KEEP_ALIVE_EXPIRED);
        }

        @Test
        void ofZeroFurtherUsesEndsIt() {
            says(-1, 0);
            desk.release(lease);

            assertThat(desk.retirements).containsExactly(Retirement.MAX_REQUESTS);
        }

        @Test
        void allowsSoManyFurtherUses() {
            says(-1, 2);
            desk.release(lease);
            desk.release(desk.lease("a"));
            assertThat(desk.retirements).isEmpty();
            desk.release(desk.lease("a"));

            assertThat(desk.retirements).containsExactly(Retirement.MAX_REQUESTS);
        }

        @Test
        void isReplacedByThatOfTheNextResponse() {
            says(0, 0);
            says(5, 7);
            desk.release(lease);

            assertThat(desk.retirements).isEmpty();
            assertThat(desk.cleanup()).isEqualTo(4_000);
        }

        @Test
        void changesNothingIfItNamesNothing() {
            says(5, -1);
            says(-1, -1);
            desk.release(lease);

            assertThat(desk.cleanup()).isEqualTo(4_000);
        }

        @Test
        void isLookedAtBeforeALease() {
            says(5, -1);
            desk.release(lease);
            desk.passMillis(4_000);

            assertThat(desk.leaseIdle("a")).isNull();
            assertThat(desk.retirements).containsExactly(Retirement.KEEP_ALIVE_EXPIRED);
        }

        @Test
        void makesAShorterLivedConnectionGoBeforeTheLongestIdleOne() {
            Lease<String, FakeConnection> other = desk.leaseNew("b");
            desk.release(other);
            says(5, -1);
            desk.release(lease);
            desk.passMillis(4_000);
            desk.cleanupAll();

            assertThat(lease.connection().isClosed()).isTrue();
            assertThat(other.connection().isClosed()).isFalse();
        }

        @Test
        void thatIsMissingLeavesTheTimeForServersThatNameNone() {
            Desk without = new Desk(new Settings().withoutHintSeconds(5));
            idle(without, "a", 1);

            assertThat(without.cleanup()).isEqualTo(5_000);
        }

        @Test
        void thatIsMissingLeavesRelayedOnesATimeOfTheirOwn() {
            Desk without = new Desk(new Settings().withoutHintSeconds(5).relayedSeconds(60));
            Lease<String, FakeConnection> lease = without.leaseNewRelayed("a");
            without.release(lease);

            assertThat(without.cleanup()).isEqualTo(60_000);
        }
    }

    @Test
    void evictAllTouchesNobodyInUse() {
        Lease<String, FakeConnection> lease = desk.leaseNew("a");
        idle(desk, "a", 3);

        desk.ledger.evictAll(Retirement.EVICTED, desk.now);
        desk.perform();

        assertThat(desk.retirements).hasSize(3).containsOnly(Retirement.EVICTED);
        desk.release(lease);
        assertThat(desk.leaseIdle("a")).isNotNull();
    }

    @Test
    void aLoweredIdleLimitIsKeptAtOnce() {
        idle(desk, "a", 5);

        desk.ledger.resize(new Settings().maxIdle(2).make(), desk.now);
        desk.perform();

        assertThat(desk.retirements).hasSize(3).containsOnly(Retirement.IDLE_LIMIT);
    }
}
