package dev.hawser.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SweeperTest {
    private final Clock clock = Clock.system();
    private final CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
    private final BlockingQueue<Thread> started = new LinkedBlockingQueue<>();
    private final Threads threads = (name, keepsJvmAlive, work) -> {
        assertThat(keepsJvmAlive).isFalse();
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((in, thrown) -> uncaught.complete(thrown));
        started.add(thread);
        thread.start();
    };
    private final Sweeper sweeper = new Sweeper("sweeper", clock, threads);

    private long in(long millis) {
        return clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void alarmsRingInTheOrderOfTheirTimesAndNotBefore() throws InterruptedException {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch rung = new CountDownLatch(3);
        CountDownLatch allSet = new CountDownLatch(1);
        Sweeper patient = new Sweeper(
                "sweeper",
                clock,
                (name, keepsJvmAlive, work) -> threads.start(name, false, () -> {
                    awaitUninterrupted(allSet);
                    work.run();
                }));
        long base = in(50);
        for (int i : new int[] {2, 0, 1}) {
            long at = base + i;
            Alarm alarm = patient.alarm(now -> {
                assertThat(now - at).isNotNegative();
                order.add(i);
                rung.countDown();
                return Alarm.NEVER;
            });
            alarm.ringBy(at);
        }
        allSet.countDown();
        rung.await();

        assertThat(order).containsExactly(0, 1, 2);
        assertThat(uncaught).isNotDone();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anEarlierAlarmOvertakesTheOneTheThreadWaitsFor() throws InterruptedException {
        CountDownLatch rung = new CountDownLatch(1);
        sweeper.alarm(now -> Alarm.NEVER).ringBy(in(3_600_000));
        Alarm soon = sweeper.alarm(now -> {
            rung.countDown();
            return Alarm.NEVER;
        });
        soon.ringBy(in(3_600_000));
        soon.ringBy(in(1));

        assertThat(rung.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anAlarmThatIsDueAfterTheThreadLooksAnywayDoesNotWakeIt() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicInteger wakings = new AtomicInteger();
        Pause plain = Pause.plain();
        Sweeper watched = new Sweeper("sweeper", clock, threads, new Pause() {
            @Override
            public void await(long nanos) {
                waiting.countDown();
                plain.await(nanos);
            }

            @Override
            public void wake() {
                wakings.incrementAndGet();
                plain.wake();
            }

            @Override
            public void end() {
                plain.end();
            }
        });
        Alarm last = watched.alarm(now -> Alarm.NEVER);
        Alarm first = watched.alarm(now -> Alarm.NEVER);
        first.ringBy(in(3_600_000));
        waiting.await();
        last.ringBy(in(14_400_000));
        first.cancel();
        for (int i = 0; i < 10; i++) {
            Alarm call = watched.alarm(now -> Alarm.NEVER);
            call.ringBy(in(7_200_000));
            call.cancel();
        }
        assertThat(wakings).hasValue(0);
        first.ringBy(in(1_800_000));
        assertThat(wakings).hasValue(1);
    }

    @Test
    void aTaskRingsAgainWhenItAsksTo() throws InterruptedException {
        CountDownLatch rings = new CountDownLatch(3);
        sweeper.alarm(now -> {
                    rings.countDown();
                    return rings.getCount() == 0 ? Alarm.NEVER : now + 1;
                })
                .ringBy(in(0));

        assertThat(rings.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aCancelledAlarmDoesNotRing() throws InterruptedException {
        AtomicInteger rings = new AtomicInteger();
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch later = new CountDownLatch(1);
        sweeper.alarm(now -> {
                    busy.countDown();
                    awaitUninterrupted(free);
                    return Alarm.NEVER;
                })
                .ringBy(in(0));
        busy.await();
        Alarm cancelled = sweeper.alarm(now -> {
            rings.incrementAndGet();
            return Alarm.NEVER;
        });
        cancelled.ringBy(in(0));
        sweeper.alarm(now -> {
                    later.countDown();
                    return Alarm.NEVER;
                })
                .ringBy(in(0));
        cancelled.cancel();
        free.countDown();
        later.await();

        assertThat(rings).hasValue(0);
    }

    @Test
    void aTaskThatThrowsHarmsNoOther() throws Exception {
        CountDownLatch rung = new CountDownLatch(1);
        sweeper.alarm(now -> {
                    throw new IllegalStateException("broken task");
                })
                .ringBy(in(0));
        sweeper.alarm(now -> {
                    rung.countDown();
                    return Alarm.NEVER;
                })
                .ringBy(in(1));

        assertThat(uncaught.get(30, TimeUnit.SECONDS)).hasMessage("broken task");
        assertThat(rung.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theThreadEndsSoonAfterTheLastAlarmWasTakenOff() throws InterruptedException {
        Alarm call = sweeper.alarm(now -> Alarm.NEVER);
        call.ringBy(in(3_600_000));
        Thread thread = started.take();
        call.cancel();
        thread.join();
    }

    @Test
    void theThreadEndsWhenNothingIsSetAndComesBackWhenSomethingIs() throws InterruptedException {
        AtomicInteger rings = new AtomicInteger();
        Alarm alarm = sweeper.alarm(now -> {
            rings.incrementAndGet();
            return Alarm.NEVER;
        });
        assertThat(started).isEmpty();
        alarm.ringBy(in(0));
        started.take().join();
        alarm.ringBy(in(0));
        started.take().join();

        assertThat(rings).hasValue(2);
    }
}
