package dev.hawser.internal.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DeadlineTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FakeClock clock = new FakeClock();
    private final FakeAlarms alarms = new FakeAlarms(clock);
    private final AtomicInteger expiries = new AtomicInteger();
    private final Deadline deadline = new Expiring(alarms, expiries::incrementAndGet);

    private void armFor(Duration limit) {
        deadline.arm(clock.nanoTime() + limit.toNanos());
    }

    @Nested
    class WhenTheLimitPasses {
        @Test
        void anArmedDeadlineExpiresOnce() {
            armFor(SECOND);
            alarms.advance(SECOND.plusNanos(2));
            alarms.advance(SECOND);

            assertThat(expiries).hasValue(1);
            assertThat(deadline.expired()).isTrue();
            assertThat(deadline.disarm()).isFalse();
        }

        @Test
        void itIsMarkedExpiredBeforeTheActionRuns() {
            AtomicBoolean seen = new AtomicBoolean();
            Deadline[] itself = new Deadline[1];
            itself[0] = new Expiring(alarms, () -> seen.set(itself[0].expired()));
            itself[0].arm(1);
            alarms.advance(SECOND);

            assertThat(seen).isTrue();
        }

        @Test
        void aDisarmedDeadlineDoesNotExpire() {
            armFor(SECOND);

            assertThat(deadline.disarm()).isTrue();
            alarms.advance(SECOND.multipliedBy(2));
            assertThat(expiries).hasValue(0);
        }

        @Test
        void anAlarmSetForAnEarlierUseLeavesALaterUseAlone() {
            armFor(SECOND);
            deadline.disarm();
            clock.advance(Duration.ofMillis(900));
            armFor(SECOND);

            alarms.advance(Duration.ofMillis(200));
            assertThat(expiries).hasValue(0);
            alarms.advance(Duration.ofMillis(900));
            assertThat(expiries).hasValue(1);
        }

        @Test
        void anEarlierLimitIsHeldThoughTheAlarmWasSetForALaterOne() {
            armFor(SECOND.multipliedBy(60));
            deadline.disarm();
            armFor(SECOND);
            alarms.advance(SECOND.multipliedBy(2));

            assertThat(expiries).hasValue(1);
        }

        @Test
        void anExpiredDeadlineCannotBeArmedAgain() {
            armFor(SECOND);
            alarms.advance(SECOND.multipliedBy(2));
            armFor(SECOND);
            alarms.advance(SECOND.multipliedBy(2));

            assertThat(deadline.disarm()).isFalse();
            assertThat(expiries).hasValue(1);
        }
    }

    @Test
    void timesThatLookLikeAStateAreArmedAllTheSame() {
        for (long at = -3; at <= 3; at++) {
            Deadline odd = new Expiring(alarms, expiries::incrementAndGet);
            odd.arm(at);
            alarms.advance(Duration.ofNanos(10));
            assertThat(odd.expired()).as("armed for %d", at).isTrue();
        }
    }

    @Test
    void disarmingWhatIsNotArmedIsHarmless() {
        assertThat(deadline.disarm()).isTrue();
    }

    @Test
    void twoUsersAtATimeAreRefused() {
        armFor(SECOND);
        assertThatIllegalStateException().isThrownBy(() -> armFor(SECOND));
    }

    @Test
    void anUnusedAlarmIsLetGo() {
        armFor(SECOND);
        deadline.disarm();
        alarms.advance(SECOND.multipliedBy(2));
        assertThat(alarms.setCount()).isZero();

        armFor(SECOND);
        deadline.release();
        assertThat(alarms.setCount()).isZero();
    }

    @Nested
    @Timeout(60)
    class RacingTheSweeper {
        private static final int ROUNDS = 20_000;

        /** The clock moves on by one in the middle of each use, so that about half of the races go each way. */
        @Test
        void aDeadlineExpiresIfAndOnlyIfItCouldNotBeDisarmed() throws InterruptedException {
            AtomicBoolean over = new AtomicBoolean();
            Thread ringer = new Thread(() -> {
                while (!over.get()) {
                    alarms.ringDue();
                }
            });
            ringer.start();
            for (int round = 0; round < ROUNDS; round++) {
                AtomicInteger expired = new AtomicInteger();
                Deadline racing = new Expiring(alarms, expired::incrementAndGet);
                racing.arm(clock.nanoTime() + 4);
                clock.advance(Duration.ofNanos(8));
                if (racing.disarm()) {
                    alarms.ringDue();
                    assertThat(expired).as("disarmed in round %d", round).hasValue(0);
                } else {
                    while (expired.get() == 0) {
                        Thread.onSpinWait();
                    }
                }
            }
            over.set(true);
            ringer.join();
        }

        /** Each second arming meets the sweeper about to drop the alarm of the first. */
        @Test
        void noArmedTimeIsLost() throws InterruptedException {
            Clock real = Clock.system();
            Sweeper sweeper = new Sweeper("sweeper under test", real, Threads.platform());
            for (int round = 0; round < ROUNDS; round++) {
                CountDownLatch expired = new CountDownLatch(1);
                Deadline racing = new Expiring(sweeper, expired::countDown);
                racing.arm(real.nanoTime() + round % 50 * 100L);
                if (racing.disarm()) {
                    racing.arm(real.nanoTime() + 100);
                }
                assertThat(expired.await(30, TimeUnit.SECONDS))
                        .as("expired in round %d", round)
                        .isTrue();
            }
        }
    }

    /** A deadline that runs something when it expires. */
    private static final class Expiring extends Deadline {
        private final Runnable expiry;

        Expiring(Alarms alarms, Runnable expiry) {
            super(alarms);
            this.expiry = expiry;
        }

        @Override
        protected void expire() {
            expiry.run();
        }
    }
}
