package dev.hawser.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Retirement;
import dev.hawser.ReuseOrder;
import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.time.Alarm;
import dev.hawser.internal.time.FakeClock;
import dev.hawser.internal.time.Sweeper;
import dev.hawser.internal.time.Threads;
import dev.hawser.internal.transport.Connector;
import dev.hawser.internal.transport.Descriptors;
import dev.hawser.internal.transport.Lookout;
import dev.hawser.internal.transport.SocketSettings;
import dev.hawser.internal.transport.Transport;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Callers lease and return real connections while the watch takes them in and lets them go, and while the server
 * closes some, resets some, and says on some what nobody asked. Time goes on by each call, so that a connection
 * is idle for about a second before it is leased again.
 */
@Timeout(120)
class WatchRaceTest {
    private static final Duration STEP = Duration.ofMillis(20);
    private static final int KEYS = 50;
    private static final int MAX_TOTAL = 64;
    private static final int STRAY = '?';

    @RegisterExtension
    final AuditedPools pools = new AuditedPools();

    private final long seed = Long.getLong("hawser.seed", new Random().nextLong());
    private final FakeClock clock = new FakeClock();
    private final Lookout lookout = new Lookout();
    private final Sweeper sweeper = new Sweeper("sweeper", clock, Threads.platform(), lookout);
    private final Connector connector = new Connector(clock, sweeper, new Buffers(), lookout);
    private final Pool<String, Wire> pool = pools.audited(new Pool<>(
            new Settings().maxTotal(MAX_TOTAL).order(ReuseOrder.ROUND_ROBIN).make(),
            clock,
            sweeper,
            Threads.platform(),
            new Random(seed),
            (key, connection, held, trace) -> {},
            null));
    private final Queue<Wire> made = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answers = new AtomicInteger();
    private Set<String> socketsBefore = Set.of();
    private FickleServer server;

    @BeforeEach
    void listen() throws IOException {
        System.out.println("WatchRaceTest: -Dhawser.seed=" + seed);
        socketsBefore = Descriptors.sockets();
        server = new FickleServer(seed);
    }

    @AfterEach
    void hangUp() throws IOException {
        pool.close();
        server.close();
    }

    @Test
    void everyCallIsAnsweredAndTheBooksBalance() throws Exception {
        race(Threads.platform(), 8, 3_000);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads are of JDK 21 and later")
    void everyCallOfAVirtualThreadIsAnsweredAndTheBooksBalance() throws Exception {
        race(Threads.virtual(), 40, 500);
    }

    private void race(Threads threads, int callers, int calls) throws Exception {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            Random random = new Random(seed + i);
            CompletableFuture<Void> end = new CompletableFuture<>();
            ends.add(end);
            threads.start("caller " + i, false, () -> {
                try {
                    for (int call = 0; call < calls; call++) {
                        call(random);
                    }
                    end.complete(null);
                } catch (Throwable fault) {
                    end.completeExceptionally(fault);
                }
            });
        }
        for (CompletableFuture<Void> end : ends) {
            end.join();
        }

        pool.audit();
        long open = made.stream().filter(wire -> wire.closes.get() == 0).count();
        assertThat(pool.counts()).isEqualTo(new PoolCounts(0, (int) open, 0, 0, 0));
        assertThat(answers).hasValue(callers * calls);
        assertThat(made).allMatch(wire -> wire.closes.get() <= 1);
        assertThat(made.stream().mapToInt(wire -> wire.watches.get()).sum()).isPositive();
        System.out.println("WatchRaceTest: " + made.size() + " connections, "
                + made.stream().mapToInt(wire -> wire.watches.get()).sum() + " watches, "
                + made.stream().mapToInt(wire -> wire.faults.get()).sum() + " faults");

        whatTheServerClosesLeavesWithoutACall();
    }

    private void whatTheServerClosesLeavesWithoutACall() throws IOException {
        Set<String> sockets = Descriptors.sockets();
        sockets.removeAll(socketsBefore);
        clock.advance(Duration.ofSeconds(2));
        lookout.wake();
        server.close();
        while (pool.counts().idle() > 0) {
            Thread.onSpinWait();
        }

        assertThat(pool.counts()).isEqualTo(new PoolCounts(0, 0, 0, 0, 0));
        assertThat(made).allMatch(wire -> wire.closes.get() == 1);
        Descriptors.awaitClosed(sockets, 0);
    }

    /** Asks until there is an answer: a fresh connection always gives one. */
    private void call(Random random) throws IOException {
        String key = "key " + random.nextInt(KEYS);
        int question = random.nextInt(STRAY);
        boolean answered = false;
        while (!answered) {
            clock.advance(STEP);
            lookout.wake();
            answered = ask(key, question);
        }
        answers.incrementAndGet();
    }

    private boolean ask(String key, int question) throws IOException {
        Object holder = new Object();
        try {
            Lease<String, Wire> lease = pool.leaseIdle(key, holder);
            if (lease == null) {
                lease = pool.lease(new Want<>(key, holder, false, false, dial -> new Dialed.Opened<>(dial())))
                        .await(Alarm.NEVER);
            }
            boolean answered = lease.connection().ask(question);
            if (answered) {
                pool.release(lease);
            } else {
                pool.release(lease, Retirement.IO_ERROR);
            }
            return answered;
        } finally {
            Reference.reachabilityFence(holder);
        }
    }

    private Wire dial() throws IOException {
        Wire wire = new Wire(
                connector.open(server.address(), SocketSettings.DEFAULT).connect(0));
        made.add(wire);
        return wire;
    }

    /** A connection that carries questions of one byte, which are their own answers. */
    private static final class Wire implements Poolable {
        private final Transport transport;
        private final AtomicInteger users = new AtomicInteger();
        final AtomicInteger closes = new AtomicInteger();
        final AtomicInteger watches = new AtomicInteger();
        final AtomicInteger faults = new AtomicInteger();

        Wire(Transport transport) {
            this.transport = transport;
        }

        boolean ask(int question) {
            assertThat(users.incrementAndGet()).isOne();
            assertThat(Objects.requireNonNull(transport.socket()).getChannel().isBlocking())
                    .isTrue();
            try {
                byte[] bytes = {(byte) question};
                transport.write(bytes, 0, 1);
                return transport.read(bytes, 0, 1) == 1 && bytes[0] == question;
            } catch (IOException e) {
                return false;
            } finally {
                transport.park();
                users.decrementAndGet();
            }
        }

        @Override
        public @Nullable Retirement check(long idleNanos) {
            return fault(transport.check(idleNanos));
        }

        private static @Nullable Retirement fault(Transport.Health health) {
            return switch (health) {
                case ALIVE -> null;
                case PEER_CLOSED -> Retirement.PEER_CLOSED;
                case STRAY_BYTES -> Retirement.STRAY_BYTES;
            };
        }

        @Override
        public void watch(FaultListener listener) {
            watches.incrementAndGet();
            transport.watch(health -> {
                faults.incrementAndGet();
                listener.found(this, Objects.requireNonNull(fault(health)));
            });
        }

        @Override
        public void unwatch() {
            transport.unwatch();
        }

        @Override
        public void close(Retirement reason) {
            closes.incrementAndGet();
            if (reason == Retirement.MADE_ROOM || reason == Retirement.KEEP_ALIVE_EXPIRED) {
                transport.closeIdle();
            } else {
                transport.close();
            }
        }
    }

    /** A server that answers at least once on each connection, and then ends some, in one way or another. */
    private static final class FickleServer {
        private static final int ONE_IN = 30;

        private final ServerSocket listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        private final Queue<Socket> accepted = new ConcurrentLinkedQueue<>();

        FickleServer(long seed) throws IOException {
            Threads.platform().start("server", false, () -> accept(seed));
        }

        InetSocketAddress address() {
            return (InetSocketAddress) listener.getLocalSocketAddress();
        }

        private void accept(long seed) {
            try {
                for (long id = 1; ; id++) {
                    Socket socket = listener.accept();
                    accepted.add(socket);
                    Random random = new Random(seed + id);
                    Threads.platform().start("answers", false, () -> answer(socket, random));
                }
            } catch (IOException e) {
                // The server is closed.
            }
        }

        private static void answer(Socket socket, Random random) {
            try (socket) {
                socket.setTcpNoDelay(true);
                InputStream in = socket.getInputStream();
                for (int whim = ONE_IN; whim > 1; whim = random.nextInt(ONE_IN)) {
                    int question = in.read();
                    if (question < 0) {
                        throw new EOFException();
                    }
                    socket.getOutputStream().write(question);
                    if (whim == 2) {
                        socket.getOutputStream().write(STRAY);
                    }
                }
                socket.setSoLinger(random.nextBoolean(), 0);
            } catch (IOException e) {
                // The client has ended it.
            }
        }

        void close() throws IOException {
            listener.close();
            for (Socket socket : accepted) {
                socket.close();
            }
        }
    }
}
