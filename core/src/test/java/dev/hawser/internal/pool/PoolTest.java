package dev.hawser.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hawser.Retirement;
import dev.hawser.internal.time.Alarm;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pool's shell: it performs what the ledger decided, and hands it to the right one. */
class PoolTest {
    @RegisterExtension
    final AuditedPools pools = new AuditedPools();

    private final FakeTime time = new FakeTime();
    private final FakeThreads threads = new FakeThreads();
    private final List<String> told = new ArrayList<>();
    private final List<Long> waitedMillis = new ArrayList<>();
    private final Object holder = new Object() {
        @Override
        public String toString() {
            return "GET http://a.example/";
        }
    };
    private Pool<String, FakeConnection> pool = pool(new Settings(), new Teller());
    private int connections;

    private Pool<String, FakeConnection> pool(Settings settings, @Nullable PoolEvents<String, FakeConnection> events) {
        return pools.audited(new Pool<>(settings.make(), time, time, threads, new Random(1), this::leaked, events));
    }

    private void leaked(String key, FakeConnection connection, long heldNanos, @Nullable Object trace) {
        told.add("leaked " + connection + " " + trace);
    }

    private final class Teller implements PoolEvents<String, FakeConnection> {
        @Override
        public void opened(String key, FakeConnection connection) {
            told.add("opened " + connection);
        }

        @Override
        public void leased(String key, FakeConnection connection, long idleNanos, int uses, long waitedNanos) {
            waitedMillis.add(waitedNanos / 1_000_000);
            told.add("leased " + connection + " idle " + idleNanos / 1_000_000 + " uses " + uses);
        }

        @Override
        public void returned(String key, FakeConnection connection, int uses) {
            told.add("returned " + connection + " uses " + uses);
        }

        @Override
        public void retired(String key, FakeConnection connection, Retirement reason, int uses, long ageNanos) {
            told.add("retired " + connection + " " + reason);
        }

        @Override
        public void dialFailed(String key, Throwable cause) {
            told.add("dial failed " + cause.getMessage());
        }
    }

    private Want<String, FakeConnection> want(String key) {
        return want(key, dial -> new Dialed.Opened<>(new FakeConnection("c" + ++connections)));
    }

    private Want<String, FakeConnection> want(String key, Dialer<String, FakeConnection> dialer) {
        return new Want<>(key, holder, false, false, dialer);
    }

    private Lease<String, FakeConnection> leaseNew(String key) throws IOException {
        Wait<String, FakeConnection> wait = pool.lease(want(key));
        threads.runNext();
        return wait.await(Alarm.NEVER);
    }

    private Lease<String, FakeConnection> atHand(String key) {
        return Objects.requireNonNull(pool.leaseIdle(key, holder), "no connection at hand");
    }

    @Test
    void tellsTheLifeOfAConnectionInOrder() throws IOException {
        Lease<String, FakeConnection> lease = leaseNew("a");
        pool.release(lease);
        time.passMillis(7);
        pool.release(atHand("a"));
        time.passMillis(300_000);

        assertThat(told)
                .containsExactly(
                        "opened c1",
                        "leased c1 idle 0 uses 0",
                        "returned c1 uses 1",
                        "leased c1 idle 7 uses 1",
                        "returned c1 uses 2",
                        "retired c1 KEEP_ALIVE_EXPIRED");
        assertThat(time.isAnyAlarmSet()).as("an alarm for an empty pool").isFalse();
    }

    @Test
    void theAlarmOfAPoolThatHasBecomeEmptyRests() throws IOException {
        pool.release(leaseNew("a"));
        assertThat(time.isAnyAlarmSet()).isTrue();
        pool.evictAll();
        time.passMillis(0);

        assertThat(time.isAnyAlarmSet()).isFalse();
        pool.release(leaseNew("a"));
        assertThat(time.isAnyAlarmSet()).isTrue();
    }

    @Test
    void aListenerThatThrowsHarmsNobody() throws IOException {
        AtomicInteger thrown = new AtomicInteger();
        pool = pool(new Settings(), new PoolEvents<>() {
            @Override
            public void opened(String key, FakeConnection connection) {
                throw new IllegalStateException("a fault of the listener");
            }
        });
        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((on, fault) -> thrown.incrementAndGet());
        try {
            pool.release(leaseNew("a"));
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }

        assertThat(thrown).hasValue(1);
        assertThat(pool.counts().idle()).isEqualTo(1);
    }

    @Test
    void aListenerMayUseThePool() throws IOException {
        AtomicReference<Pool<String, FakeConnection>> own = new AtomicReference<>();
        pool = pool(new Settings(), new PoolEvents<>() {
            @Override
            public void returned(String key, FakeConnection connection, int uses) {
                Objects.requireNonNull(own.get()).evictAll();
            }
        });
        own.set(pool);
        pool.release(leaseNew("a"));

        assertThat(pool.counts().connections()).isZero();
    }

    @Test
    void canBeSeen() throws IOException {
        pool.release(leaseNew("a"));
        Lease<String, FakeConnection> draining = leaseNew("b");
        pool.drain(draining.connection(), Retirement.GOAWAY);
        time.passMillis(3);

        PoolSnapshot<String, FakeConnection> seen = pool.snapshot();

        assertThat(seen.counts()).isEqualTo(new PoolCounts(0, 1, 0, 1, 0));
        assertThat(seen.connections())
                .extracting(line -> line.key() + " " + line.streams() + "/" + line.capacity() + " uses " + line.uses()
                        + " age " + line.ageNanos() + " idle " + line.idleNanos() + " " + line.draining())
                .containsExactlyInAnyOrder(
                        "a 0/1 uses 1 age 3000000 idle 3000000 null", "b 1/1 uses 1 age 3000000 idle 0 GOAWAY");
    }

    @Nested
    class AnIdleConnection {
        @Test
        void thatFailsItsCheckIsRetiredAndTheNextOneTried() throws IOException {
            Lease<String, FakeConnection> first = leaseNew("a");
            Lease<String, FakeConnection> second = leaseNew("a");
            pool.release(first);
            pool.release(second);
            second.connection().fault = Retirement.STRAY_BYTES;

            Lease<String, FakeConnection> lease = atHand("a");

            assertThat(lease.connection()).isSameAs(first.connection());
            assertThat(second.connection().closedBecause).isEqualTo(Retirement.STRAY_BYTES);
            assertThat(told).doesNotContain("leased c2 idle 0 uses 1").contains("retired c2 STRAY_BYTES");
        }

        @Test
        void thatTurnsOutDeadLeavesByItself() throws IOException {
            Lease<String, FakeConnection> lease = leaseNew("a");
            pool.release(lease);
            pool.drain(lease.connection(), Retirement.PEER_CLOSED);

            assertThat(pool.counts().connections()).isZero();
            assertThat(lease.connection().closedBecause).isEqualTo(Retirement.PEER_CLOSED);
        }
    }

    @Nested
    class ALease {
        @Test
        void endsOnce() throws IOException {
            Lease<String, FakeConnection> lease = leaseNew("a");

            assertThat(pool.release(lease)).isTrue();
            assertThat(pool.release(lease)).isFalse();
            assertThat(pool.release(lease, Retirement.CANCELED)).isFalse();
            assertThat(lease.end()).isNull();
            assertThat(pool.counts().idle()).isEqualTo(1);
        }

        @Test
        void cancelledLateDoesNotHurtTheNextOne() throws IOException {
            Lease<String, FakeConnection> lease = leaseNew("a");
            pool.release(lease);
            Lease<String, FakeConnection> next = atHand("a");
            pool.release(lease, Retirement.CANCELED);

            assertThat(next.connection().isClosed()).isFalse();
            assertThat(next.isHeld()).isTrue();
        }

        @Test
        void cancelledInTimeClosesTheConnectionOnce() throws IOException {
            Lease<String, FakeConnection> lease = leaseNew("a");

            assertThat(pool.release(lease, Retirement.CANCELED)).isTrue();
            assertThat(pool.release(lease)).isFalse();
            assertThat(lease.end()).isEqualTo(Retirement.CANCELED);
            assertThat(lease.connection().closedBecause).isEqualTo(Retirement.CANCELED);
        }

        @Test
        void whoseHolderIsGarbageIsReclaimedAndTold() throws IOException {
            pool = pool(new Settings().maxTotal(1), new Teller());
            Wait<String, FakeConnection> wait = pool.lease(new Want<>("a", new Object(), false, false, dial -> {
                return new Dialed.Opened<>(new FakeConnection("c1"));
            }));
            threads.runNext();
            Lease<String, FakeConnection> lost = wait.await(Alarm.NEVER);
            lost.trace("GET http://a.example/lost");
            Wait<String, FakeConnection> next = pool.lease(want("a"));
            lost.enqueue(); // what the collector does when the holder is garbage
            time.passMillis(1_000);
            threads.runNext();

            assertThat(next.await(Alarm.NEVER).connection()).isNotSameAs(lost.connection());
            assertThat(lost.connection().closedBecause).isEqualTo(Retirement.LEAKED);
            assertThat(told).contains("leaked c1 GET http://a.example/lost", "retired c1 LEAKED");
        }

        @Test
        void whoseHolderIsGarbageLetsTheOthersOnItsConnectionGoOn() throws IOException {
            FakeConnection connection = new FakeConnection("c1");
            Want<String, FakeConnection> want =
                    new Want<>("a", holder, true, false, dial -> new Dialed.Opened<>(connection, 2, List.of()));
            Wait<String, FakeConnection> one = pool.lease(want);
            Wait<String, FakeConnection> two = pool.lease(want);
            threads.runNext();
            Lease<String, FakeConnection> lost = one.await(Alarm.NEVER);
            Lease<String, FakeConnection> other = two.await(Alarm.NEVER);
            lost.use("a stream");
            lost.enqueue(); // what the collector does when the holder is garbage

            assertThat(pool.leaseIdle("a", holder)).isNull();

            assertThat(connection.givenUp).isEqualTo("a stream");
            assertThat(connection.isClosed()).isFalse();
            assertThat(other.isHeld()).isTrue();
            assertThat(told).contains("leaked c1 null");
            assertThat(pool.snapshot().leaked()).isOne();

            pool.release(other);
            assertThat(connection.closedBecause).isEqualTo(Retirement.LEAKED);
        }
    }

    @Nested
    class AWait {
        @Test
        void thatIsCancelledAfterDeliveryReturnsTheConnection() {
            Wait<String, FakeConnection> wait = pool.lease(want("a"));
            threads.runNext();
            assertThat(wait.isWaiting()).isFalse();
            wait.cancel();

            assertThat(pool.counts()).isEqualTo(new PoolCounts(0, 1, 0, 0, 0));
            assertThatThrownBy(() -> wait.await(Alarm.NEVER)).hasMessage("Canceled");
            assertThat(told).containsExactly("opened c1");
        }

        @Test
        void thatIsCancelledLeavesItsDialToFeedThePool() {
            Wait<String, FakeConnection> wait = pool.lease(want("a"));
            wait.cancel();
            threads.runNext();

            assertThat(pool.counts().idle()).isEqualTo(1);
        }

        @Test
        void givesUpAtItsDeadlineWithTheFigures() throws IOException {
            pool = pool(new Settings().maxTotal(1), null);
            leaseNew("a");
            time.passMillis(1_234);
            Wait<String, FakeConnection> wait = pool.lease(want("b"));

            assertThatThrownBy(() -> wait.await(time.nanoTime()))
                    .isInstanceOfSatisfying(PoolTimeoutException.class, e -> {
                        assertThat(e.why()).isEqualTo(PoolTimeoutException.Cause.TIME_OVER);
                        assertThat(e.snapshot().counts()).isEqualTo(new PoolCounts(0, 0, 1, 0, 0));
                        PoolSnapshot.Holding holding =
                                e.snapshot().connections().get(0).holders().get(0);
                        assertThat(holding.holder()).hasToString("GET http://a.example/");
                        assertThat(holding.heldNanos()).isEqualTo(1_234_000_000L);
                    });
            assertThat(pool.counts().waiting()).isZero();
        }

        @Test
        void takesWhatIsThereThoughItsDeadlineHasPassed() throws IOException {
            Wait<String, FakeConnection> wait = pool.lease(want("a"));
            threads.runNext();

            assertThat(wait.await(time.nanoTime() - 1).connection()).hasToString("c1");
        }

        @Test
        void isRefusedWhenTooManyWait() throws IOException {
            pool = pool(new Settings().maxTotal(1).maxWaiters(0), null);
            leaseNew("a");

            assertThatThrownBy(() -> pool.lease(want("b")).await(Alarm.NEVER))
                    .isInstanceOfSatisfying(PoolTimeoutException.class, e -> {
                        assertThat(e.why()).isEqualTo(PoolTimeoutException.Cause.TOO_MANY_WAITERS);
                        assertThat(e.snapshot().counts().active()).isEqualTo(1);
                    });
        }

        @Test
        void isToldWithItsLength() throws IOException {
            pool = pool(new Settings().maxTotal(1), new Teller());
            Lease<String, FakeConnection> first = leaseNew("a");
            Wait<String, FakeConnection> wait = pool.lease(want("a"));
            time.passMillis(30);
            pool.release(first);
            Lease<String, FakeConnection> second = wait.await(Alarm.NEVER);
            pool.release(second);
            atHand("a");

            assertThat(waitedMillis).containsExactly(0L, 30L, 0L);
        }

        @Test
        void endsWithTheCauseOfItsDial() {
            IOException refused = new IOException("Connection refused");
            Wait<String, FakeConnection> wait = pool.lease(want("a", dial -> {
                throw refused;
            }));
            threads.runNext();

            assertThatThrownBy(() -> wait.await(Alarm.NEVER)).isSameAs(refused);
            assertThat(told).containsExactly("dial failed Connection refused");
            assertThat(pool.counts().total()).isZero();
        }

        @Test
        void onADialOfManyEndsWithAFailureOfItsOwn() {
            IOException refused = new ConnectException("Connection refused");
            refused.addSuppressed(new IOException("the first address"));
            List<Wait<String, FakeConnection>> waits = waitsOnOneDial(refused);
            List<ConnectException> failures = waits.stream()
                    .map(wait -> catchThrowableOfType(ConnectException.class, () -> wait.await(Alarm.NEVER)))
                    .toList();

            assertThat(failures).doesNotHaveDuplicates().hasSize(2).allSatisfy(failure -> {
                assertThat(failure).hasMessage("Connection refused");
                assertThat(failure.getCause()).isSameAs(refused);
                assertThat(failure.getSuppressed()).containsExactly(refused.getSuppressed());
                assertThat(failure.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(Wait.class.getName()));
            });
        }

        @Test
        void onADialOfManyEndsWithWhatItFailedWithIfNobodyKnowsToMakeSuch() {
            class Refused extends IOException {
                private static final long serialVersionUID = 1;
            }
            IOException refused = new Refused();

            assertThat(waitsOnOneDial(refused))
                    .allSatisfy(wait ->
                            assertThatThrownBy(() -> wait.await(Alarm.NEVER)).isSameAs(refused));
        }

        private List<Wait<String, FakeConnection>> waitsOnOneDial(IOException failure) {
            Want<String, FakeConnection> want = new Want<>("a", holder, true, false, dial -> {
                throw failure;
            });
            pool.suspend(); // so that both wait when the dial begins
            List<Wait<String, FakeConnection>> waits = List.of(pool.lease(want), pool.lease(want));
            pool.resume();
            threads.runNext();
            return waits;
        }

        @Test
        void endsWithTheFaultOfItsDialer() {
            IllegalStateException fault = new IllegalStateException("a fault of the user's Dns");
            Wait<String, FakeConnection> wait = pool.lease(want("a", dial -> {
                throw fault;
            }));
            threads.runNext();

            assertThatThrownBy(() -> wait.await(Alarm.NEVER)).isSameAs(fault);
        }

        @Test
        void isGivenUpByAnInterruptWhichStaysSet() {
            Wait<String, FakeConnection> wait = pool.lease(want("a"));
            Thread.currentThread().interrupt();
            Throwable thrown = catchThrowable(() -> wait.await(Alarm.NEVER));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(thrown).isExactlyInstanceOf(InterruptedIOException.class);
            assertThat(pool.counts().waiting()).isZero();
        }

        @Test
        void goesOnIfTheConnectionIsDeadOnDelivery() throws IOException {
            pool = pool(new Settings().maxTotal(1), new Teller());
            Lease<String, FakeConnection> lease = leaseNew("a");
            Wait<String, FakeConnection> wait = pool.lease(want("a", dial -> {
                throw new IOException("the second dial");
            }));
            lease.connection().fault = Retirement.PEER_CLOSED;
            pool.release(lease);
            assertThat(wait.isWaiting()).isFalse();
            AtomicReference<Throwable> end = new AtomicReference<>();
            Thread waiting = new Thread(() -> {
                try {
                    wait.await(Alarm.NEVER);
                } catch (IOException e) {
                    end.set(e);
                }
            });
            waiting.start();
            while (threads.waiting() == 0) {
                Thread.onSpinWait();
            }
            threads.runNext();
            join(waiting);

            assertThat(end.get()).hasMessage("the second dial");
            assertThat(lease.connection().closedBecause).isEqualTo(Retirement.PEER_CLOSED);
        }

        private void join(Thread thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Nested
    class ADial {
        @Test
        void mayJoinAConnectionThatServesAsWell() throws IOException {
            Want<String, FakeConnection> first = new Want<>(
                    "a",
                    holder,
                    true,
                    false,
                    dial -> new Dialed.Opened<>(new FakeConnection("c1"), 100, List.of("ip")));
            Want<String, FakeConnection> second = new Want<>("b", holder, true, false, dial -> {
                assertThat(dial.isWanted()).isTrue();
                assertThat(dial.look(List.of("ip"), connection -> false)).isNull();
                return new Dialed.Joined<>(Objects.requireNonNull(dial.look(List.of("ip"), connection -> true)));
            });
            Wait<String, FakeConnection> one = pool.lease(first);
            threads.runNext();
            Wait<String, FakeConnection> two = pool.lease(second);
            threads.runNext();

            assertThat(two.await(Alarm.NEVER).connection())
                    .isSameAs(one.await(Alarm.NEVER).connection());
        }

        @Test
        void isNotNeededByAWantWhoseFurtherKeysNameAConnection() throws IOException {
            pool.lease(new Want<>(
                    "a",
                    holder,
                    true,
                    false,
                    dial -> new Dialed.Opened<>(new FakeConnection("c1"), 100, List.of("ip"))));
            threads.runNext();
            Wait<String, FakeConnection> wait = pool.lease(new Want<>(
                    "b",
                    holder,
                    true,
                    false,
                    false,
                    List.of("ip"),
                    connection -> true,
                    dial -> {
                        throw new AssertionError("no dial is needed");
                    },
                    null));

            assertThat(wait.await(Alarm.NEVER).connection()).hasToString("c1");
            assertThat(threads.waiting()).isZero();
        }

        @Test
        void thatCannotBeginFailsThoseWhoWait() {
            Pool<String, FakeConnection> poor = pools.audited(new Pool<>(
                    new Settings().make(),
                    time,
                    time,
                    (name, keepsJvmAlive, work) -> {
                        throw new OutOfMemoryError("unable to create native thread");
                    },
                    new Random(1),
                    PoolTest.this::leaked,
                    null));

            assertThatThrownBy(() -> poor.lease(want("a")).await(Alarm.NEVER)).isInstanceOf(OutOfMemoryError.class);
            assertThat(poor.counts().total()).isZero();
        }

        @Test
        void isAbortedWhenThePoolIsClosed() {
            List<String> aborted = new ArrayList<>();
            AtomicReference<Dial<String, FakeConnection>> dialling = new AtomicReference<>();
            FakeConnection late = new FakeConnection("late");
            Wait<String, FakeConnection> wait = pool.lease(want("a", dial -> {
                dialling.set(dial);
                dial.onAbort(() -> aborted.add("aborted"));
                pool.close();
                dial.onAbort(() -> aborted.add("at once"));
                return new Dialed.Opened<>(late);
            }));
            threads.runNext();

            assertThat(aborted).containsExactly("aborted", "at once");
            assertThat(Objects.requireNonNull(dialling.get()).isAborted()).isTrue();
            assertThat(late.closedBecause).isEqualTo(Retirement.SHUTDOWN);
            assertThatThrownBy(() -> wait.await(Alarm.NEVER)).hasMessage("The connection pool is closed");
            assertThatThrownBy(() -> pool.lease(want("a")).await(Alarm.NEVER))
                    .hasMessage("The connection pool is closed");
        }
    }
}
