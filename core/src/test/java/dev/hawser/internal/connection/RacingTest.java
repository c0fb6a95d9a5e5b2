package dev.hawser.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.internal.routing.Race;
import dev.hawser.internal.time.FakeAlarms;
import dev.hawser.internal.time.FakeClock;
import dev.hawser.internal.time.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RacingTest {
    private final FakeClock clock = new FakeClock();
    private final FakeAlarms alarms = new FakeAlarms(clock);
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<String> threadsStarted = new CopyOnWriteArrayList<>();
    private final Threads threads = (name, keepsJvmAlive, work) -> {
        threadsStarted.add(name);
        Threads.platform().start(name, keepsJvmAlive, work);
    };
    private final ExecutorService dial = Executors.newSingleThreadExecutor();
    private final Fake first = new Fake("first");
    private final Fake second = new Fake("second");

    @AfterEach
    void stop() {
        dial.shutdownNow();
    }

    /** An attempt that connects or fails when it is told to. */
    private final class Fake implements Racing.Attempt {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch ended = new CountDownLatch(1);
        final CompletableFuture<Void> outcome = new CompletableFuture<>();
        private final String name;
        volatile boolean heedsCancel = true;

        Fake(String name) {
            this.name = name;
        }

        @Override
        public void connect() throws IOException {
            events.add(name + " begins");
            begun.countDown();
            try {
                outcome.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                throw new IOException(e);
            } finally {
                ended.countDown();
            }
        }

        @Override
        public void cancel() {
            if (heedsCancel) {
                outcome.completeExceptionally(new IOException(name + " was cut"));
            }
        }

        @Override
        public void discarded() {
            events.add(name + " is discarded");
        }

        @Override
        public void failed(IOException failure) {
            events.add(name + " fails");
        }

        @Override
        public void outrun() {
            events.add(name + " is outrun");
        }

        void connects() {
            outcome.complete(null);
        }

        void fails() {
            outcome.completeExceptionally(new IOException(name + " is refused"));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private Racing<Fake> racing() {
        return new Racing<>(List.of(first, second), Race.HEAD_START_NANOS, clock, alarms, threads);
    }

    private Future<@Nullable Fake> run(Racing<Fake> racing) throws InterruptedException {
        Future<@Nullable Fake> winner = dial.submit(racing::run);
        assertThat(first.begun.await(20, TimeUnit.SECONDS)).isTrue();
        return winner;
    }

    private void awaitAlarm() {
        while (alarms.setCount() == 0) {
            Thread.onSpinWait();
        }
    }

    private void untilSecondBegins() throws InterruptedException {
        awaitAlarm();
        alarms.advance(Duration.ofMillis(250));
        assertThat(second.begun.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void oneThatConnectsInTimeNeedsNoThreadAndLeavesNoAlarm() throws Exception {
        Future<@Nullable Fake> winner = run(racing());
        awaitAlarm();
        alarms.advance(Duration.ofMillis(249));
        first.connects();

        assertThat(winner.get()).isSameAs(first);
        assertThat(threadsStarted).isEmpty();
        assertThat(alarms.setCount()).isZero();
        assertThat(events).containsExactly("first begins");
    }

    @Test
    void oneAloneSetsNoAlarm() throws Exception {
        Future<@Nullable Fake> winner =
                run(new Racing<>(List.of(first), Race.HEAD_START_NANOS, clock, alarms, threads));

        assertThat(alarms.setCount()).isZero();
        first.connects();
        assertThat(winner.get()).isSameAs(first);
    }

    @Test
    void theSecondHasAThreadOfItsOwnAndCutsTheFirstWhenItWins() throws Exception {
        Future<@Nullable Fake> winner = run(racing());
        untilSecondBegins();
        second.connects();

        assertThat(winner.get()).isSameAs(second);
        assertThat(threadsStarted).containsExactly("Hawser connect");
        assertThat(first.ended.getCount()).isZero();
        assertThat(events).containsExactly("first begins", "second begins", "first is outrun");
    }

    @Test
    void theFirstCutsTheSecondWhenItWins() throws Exception {
        Future<@Nullable Fake> winner = run(racing());
        untilSecondBegins();
        first.connects();

        assertThat(winner.get()).isSameAs(first);
        assertThat(second.ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(events).containsExactly("first begins", "second begins", "second is outrun");
    }

    @Test
    void oneThatConnectsTooLateIsDiscarded() throws Exception {
        second.heedsCancel = false;
        Future<@Nullable Fake> winner = run(racing());
        untilSecondBegins();
        first.connects();
        assertThat(winner.get()).isSameAs(first);
        second.connects();

        while (events.size() < 4) {
            Thread.onSpinWait();
        }
        assertThat(events).containsExactly("first begins", "second begins", "second is outrun", "second is discarded");
    }

    @Test
    void theNextTakesTheThreadOfTheOneThatFailed() throws Exception {
        Future<@Nullable Fake> winner = run(racing());
        first.fails();
        assertThat(second.begun.await(20, TimeUnit.SECONDS)).isTrue();
        second.connects();

        assertThat(winner.get()).isSameAs(second);
        assertThat(threadsStarted).isEmpty();
        assertThat(events).containsExactly("first begins", "first fails", "second begins");
    }

    @Test
    void allFailuresAreToldWhenNoneIsLeft() throws Exception {
        Racing<Fake> racing = racing();
        Future<@Nullable Fake> winner = run(racing);
        untilSecondBegins();
        second.fails();
        assertThat(second.ended.await(20, TimeUnit.SECONDS)).isTrue();
        while (racing.failed().isEmpty()) {
            Thread.onSpinWait();
        }
        first.fails();

        assertThat(winner.get()).isNull();
        assertThat(racing.failed()).extracting(Racing.Failed::attempt).containsExactly(second, first);
        assertThat(racing.failed())
                .extracting(failed -> failed.failure().getMessage())
                .containsExactly("second is refused", "first is refused");
    }

    @Test
    void stoppingCutsAll() throws Exception {
        Racing<Fake> racing = racing();
        Future<@Nullable Fake> winner = run(racing);
        untilSecondBegins();
        racing.stop();

        assertThat(winner.get()).isNull();
        assertThat(second.ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(racing.failed()).isEmpty();
        assertThat(events).containsExactly("first begins", "second begins");
        assertThat(alarms.setCount()).isZero();
    }

    @Test
    void whatIsThrownOnAThreadOfTheRaceComesOutOfIt() throws Exception {
        Future<@Nullable Fake> winner = run(racing());
        untilSecondBegins();
        second.outcome.completeExceptionally(new IllegalArgumentException("a listener's"));

        assertThatThrownBy(winner::get).hasRootCauseMessage("a listener's");
        assertThat(first.ended.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
