package dev.hawser.internal.routing;

import static dev.hawser.internal.routing.Ips.ip;
import static dev.hawser.internal.routing.Ips.ips;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Address;
import dev.hawser.Dns;
import dev.hawser.internal.time.FakeAlarms;
import dev.hawser.internal.time.FakeClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of connections; time passes, and threads run, when the test says so. */
class AddressWatchTest {
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final FakeClock clock = new FakeClock();
    private final FakeAlarms alarms = new FakeAlarms(clock);
    private final Queue<Runnable> started = new ArrayDeque<>();
    private final List<String> gone = new ArrayList<>();
    private final List<String> lookUps = new ArrayList<>();
    private List<InetAddress> answer = List.of(ip(1));
    private boolean dnsFails;
    private boolean threadsFail;
    private Duration interval = INTERVAL;

    private final Dns dns = this::answered;
    private final Address server = Servers.named("one.test", dns);
    private final AddressWatch<String> watch = new AddressWatch<>(
            () -> interval.toNanos(), clock, alarms, (name, keepsJvmAlive, work) -> startThread(work), gone::add);

    private List<InetAddress> answered(String host) throws UnknownHostException {
        lookUps.add(host);
        if (dnsFails) {
            throw new UnknownHostException(host);
        }
        return answer;
    }

    private void startThread(Runnable work) {
        if (threadsFail) {
            throw new OutOfMemoryError("no more threads");
        }
        started.add(work);
    }

    private void runThreads() {
        while (!started.isEmpty()) {
            started.remove().run();
        }
    }

    /** Time for so many look-ups. */
    private void pass(int intervals) {
        for (int i = 0; i < intervals; i++) {
            alarms.advance(interval);
            runThreads();
        }
    }

    private void requireRest() {
        assertThat(alarms.setCount()).isZero();
        assertThat(started).isEmpty();
    }

    @Test
    void aNameIsResolvedAgainAtEachInterval() {
        watch.opened(server, ip(1), "a");
        alarms.advance(INTERVAL.minusNanos(1));
        runThreads();
        assertThat(lookUps).isEmpty();

        alarms.advance(Duration.ofNanos(1));
        runThreads();
        assertThat(lookUps).containsExactly("one.test");

        pass(2);
        assertThat(lookUps).hasSize(3);
    }

    @Test
    void manyConnectionsToOneServerAskOnce() {
        watch.opened(server, ip(1), "a");
        alarms.advance(INTERVAL.dividedBy(2));
        watch.opened(server, ip(1), "b");
        pass(1);

        assertThat(lookUps).hasSize(1);
    }

    @Test
    void aConnectionIsGoneAfterThreeAnswersWithoutItsAddress() {
        watch.opened(server, ip(1), "a");
        watch.opened(server, ip(2), "b");
        answer = List.of(ip(2));
        pass(2);
        assertThat(gone).isEmpty();

        pass(1);
        assertThat(gone).containsExactly("a");
        pass(3);
        assertThat(gone).as("told once").containsExactly("a");
    }

    @Test
    void aConnectionToAnotherServerStays() {
        Address other = Servers.named("two.test", host -> List.of(ip(1)));
        watch.opened(server, ip(1), "a");
        watch.opened(other, ip(1), "b");
        answer = List.of(ip(2));
        pass(5);

        assertThat(gone).containsExactly("a");
    }

    @Test
    void failedLookUpsCountForNothing() {
        watch.opened(server, ip(1), "a");
        answer = List.of(ip(2));
        pass(2);
        dnsFails = true;
        pass(50);
        assertThat(gone).isEmpty();

        dnsFails = false;
        pass(1);
        assertThat(gone).containsExactly("a");
    }

    @Test
    void anEmptyAnswerIsAFailure() {
        watch.opened(server, ip(1), "a");
        answer = List.of();
        pass(10);

        assertThat(gone).isEmpty();
    }

    @Test
    void aDnsThatThrowsAnErrorHarmsNoLaterLookUp() {
        Address broken = Servers.named("broken.test", host -> {
            throw new LinkageError(host);
        });
        watch.opened(broken, ip(1), "x");
        watch.opened(server, ip(1), "a");
        answer = List.of(ip(2));
        pass(3);

        assertThat(gone).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "[2001:db8::1]"})
    void addressesAreNotResolved(String host) {
        watch.opened(Servers.named(host, dns), ip(1), "a");
        requireRest();
        pass(5);

        assertThat(lookUps).isEmpty();
    }

    @Nested
    class NothingRuns {
        @Test
        void whenItIsOff() {
            interval = Duration.ZERO;
            watch.opened(server, ip(1), "a");
            watch.closed(server, "a");

            requireRest();
        }

        @Test
        void afterTheLastConnectionIsClosed() {
            watch.opened(server, ip(1), "a");
            watch.opened(server, ip(2), "b");
            watch.closed(server, "a");
            assertThat(alarms.setCount()).isOne();
            watch.closed(server, "b");

            requireRest();
        }

        @Test
        void afterTheLastConnectionIsGone() {
            watch.opened(server, ip(1), "a");
            answer = List.of(ip(2));
            pass(3);

            requireRest();
        }

        @Test
        void whenItIsTurnedOffWhileConnectionsLive() {
            watch.opened(server, ip(1), "a");
            interval = Duration.ZERO;
            alarms.advance(INTERVAL);
            requireRest();

            interval = INTERVAL;
            watch.opened(server, ip(1), "b");
            pass(1);
            assertThat(lookUps).hasSize(1);
        }

        @Test
        void forAServerWhoseConnectionsAreClosedBeforeItsTurnComes() {
            watch.opened(server, ip(1), "a");
            alarms.advance(INTERVAL);
            watch.closed(server, "a");
            runThreads();

            assertThat(lookUps).isEmpty();
            requireRest();
        }

        @Test
        void aCloseOfAnUnknownConnectionChangesNothing() {
            watch.closed(server, "x");
            watch.opened(server, ip(1), "a");
            watch.closed(server, "x");

            assertThat(alarms.setCount()).isOne();
        }
    }

    @Nested
    class ALookUpThatHangs {
        @Test
        void isNotAskedTwice() {
            Address slow = Servers.named("slow.test", host -> {
                lookUps.add(host);
                alarms.advance(INTERVAL.multipliedBy(10));
                return List.of(ip(1));
            });
            watch.opened(slow, ip(1), "a");
            alarms.advance(INTERVAL);
            started.remove().run();

            assertThat(lookUps).hasSize(1);
            assertThat(started).isEmpty();
            assertThat(alarms.setCount()).as("asked again later").isOne();
        }

        @Test
        void holdsUpNoAlarm() {
            watch.opened(server, ip(1), "a");
            for (int i = 0; i < 10; i++) {
                alarms.advance(INTERVAL);
            }

            assertThat(lookUps).as("on the alarms' thread").isEmpty();
            assertThat(started).hasSize(1);
            runThreads();
            assertThat(lookUps).hasSize(1);
        }

        @Test
        void leavesThreadsForTheOthersWithinBounds() {
            for (int i = 0; i < 50; i++) {
                watch.opened(Servers.named("host" + i + ".test", dns), ip(1), "c" + i);
            }
            alarms.advance(INTERVAL);

            assertThat(started).hasSize(AddressWatch.MOST_THREADS);
            runThreads();
            assertThat(lookUps).doesNotHaveDuplicates().hasSize(50);
        }

        @Test
        void saysNothingOfConnectionsMadeAfterItsServersLastWasClosed() {
            watch.opened(server, ip(1), "a");
            answer = List.of(ip(2));
            pass(2);
            alarms.advance(INTERVAL);
            Runnable hanging = started.remove();
            watch.closed(server, "a");
            watch.opened(server, ip(1), "b");
            hanging.run();

            assertThat(gone).isEmpty();
        }
    }

    @Test
    void aThreadThatCannotBeStartedIsTriedAgain() {
        watch.opened(server, ip(1), "a");
        threadsFail = true;
        assertThatThrownBy(() -> alarms.advance(INTERVAL)).isInstanceOf(OutOfMemoryError.class);
        threadsFail = false;
        pass(1);

        assertThat(lookUps).hasSize(1);
    }

    /** Each call finds no connection, connects to what the name resolves to at that time, and so on. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 8, 16})
    void answersThatNameOneAddressInTurnDoNotDrainForEver(int addresses) {
        int ended = 0;
        int late = 0;
        String connection = null;
        for (int turn = 0; turn < 2_000; turn++) {
            answer = List.of(ips(addresses).get(turn % addresses));
            if (connection == null) {
                connection = "c" + turn;
                watch.opened(server, answer.get(0), connection);
            }
            pass(1);
            if (gone.remove(connection)) {
                connection = null;
                ended++;
                late += turn < 200 ? 0 : 1;
            }
        }

        assertThat(late).isZero();
        assertThat(ended).isLessThan(16);
    }
}
