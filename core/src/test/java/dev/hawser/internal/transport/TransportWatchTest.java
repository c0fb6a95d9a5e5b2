package dev.hawser.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hawser.internal.transport.Loopback.Pair;
import dev.hawser.internal.transport.Transport.Health;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is noticed of an idle connection that is watched, and how a caller gets it back. */
@Timeout(60)
class TransportWatchTest {
    private Loopback loopback;
    private Watchman watchman;

    @BeforeEach
    void listen() throws IOException {
        loopback = new Loopback();
        watchman = new Watchman(loopback.lookout);
    }

    @AfterEach
    void hangUp() throws IOException {
        watchman.close();
        loopback.close();
    }

    private CompletableFuture<Health> watch(Transport transport) {
        CompletableFuture<Health> fault = new CompletableFuture<>();
        transport.park();
        watchman.tell(() -> transport.watch(fault::complete)).join();
        return fault;
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, mode = EnumSource.Mode.MATCH_NONE, names = "USER_.*")
    void thePeersCloseIsTold(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);
        CompletableFuture<Health> fault = watch(pair.transport());
        pair.peer().close();

        assertThat(fault.get()).isEqualTo(Health.PEER_CLOSED);
        pair.transport().unwatch();
        assertThat(pair.transport().check(0)).isEqualTo(Health.PEER_CLOSED);
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, mode = EnumSource.Mode.MATCH_NONE, names = "USER_.*")
    void aResetIsTold(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);
        CompletableFuture<Health> fault = watch(pair.transport());
        pair.raw().setSoLinger(true, 0);
        pair.raw().close();

        assertThat(fault.get()).isEqualTo(Health.PEER_CLOSED);
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, mode = EnumSource.Mode.MATCH_NONE, names = "USER_.*")
    void bytesThatNobodyAskedForAreToldAndSaidAgainByEveryLook(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);
        CompletableFuture<Health> fault = watch(pair.transport());
        pair.peer().getOutputStream().write(1);

        assertThat(fault.get()).isEqualTo(Health.STRAY_BYTES);
        pair.transport().unwatch();
        assertThat(pair.transport().check(0)).isEqualTo(Health.STRAY_BYTES);
        assertThat(pair.transport().check(Long.MAX_VALUE)).isEqualTo(Health.STRAY_BYTES);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aConnectionIsAsGoodAsBeforeWhenItComesBack(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Health> fault = watch(pair.transport());
            pair.transport().unwatch();

            assertThat(pair.transport().check(Long.MAX_VALUE)).isEqualTo(Health.ALIVE);
            assertThat(pair.echo(new byte[1_000])).hasSize(1_000);
            assertThat(fault).isNotDone();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ENGINE_TLS13", "LAYERED_TLS13"})
    void keyUpdatesAreDigestedAndTheWatchGoesOn(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);
        CompletableFuture<Health> fault = watch(pair.transport());
        SSLSocket peer = (SSLSocket) pair.peer();
        peer.startHandshake(); // on TLS 1.3 this sends a key update
        pair.transport().unwatch();
        assertThat(pair.echo(new byte[1_000])).hasSize(1_000);
        assertThat(fault).isNotDone();

        CompletableFuture<Health> later = watch(pair.transport());
        peer.startHandshake();
        peer.close();
        assertThat(later.get()).isEqualTo(Health.PEER_CLOSED);
    }

    /** A connection whose tickets are read: a socket that is closed with bytes unread resets the connection. */
    private Pair withNothingUnread(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);
        assertThat(pair.echo(new byte[10])).hasSize(10);
        return pair;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void closingAWatchedConnectionIsSeenByThePeer(Kind kind) throws Exception {
        Pair pair = withNothingUnread(kind);
        CompletableFuture<Health> fault = watch(pair.transport());
        pair.transport().close();

        assertThat(pair.raw().getInputStream().readAllBytes()).isEmpty();
        assertThat(fault).isNotDone();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ENGINE_TLS12", "ENGINE_TLS13", "LAYERED_TLS12", "LAYERED_TLS13"})
    void theEndOfAWatchedConnectionIsAnnounced(Kind kind) throws Exception {
        Pair pair = withNothingUnread(kind);
        CompletableFuture<Health> unused = watch(pair.transport());
        pair.transport().closeIdle();

        assertThat(pair.raw().getInputStream().readAllBytes()).isNotEmpty();
    }

    @Test
    void whoLeasesBeforeTheWatchBeginsIsNotWatched() throws Exception {
        Pair pair = loopback.connect(Kind.PLAIN);
        pair.transport().unwatch();
        CompletableFuture<Health> fault = watch(pair.transport());

        assertThat(pair.echo(new byte[10])).hasSize(10);
        assertThat(fault).isNotDone();
    }

    /** A fault's consumer may end any other connection, that one too of which a watch is about to begin. */
    @Test
    void aFaultThatIsFoundWhileAWatchBeginsIsToldAfterwards() throws Exception {
        Pair dying = loopback.connect(Kind.PLAIN);
        Pair other = loopback.connect(Kind.PLAIN);
        CompletableFuture<Health> unused = watch(other.transport());
        CompletableFuture<Void> told = new CompletableFuture<>();
        watchman.tell(() -> {
                    dying.transport().watch(fault -> {
                        other.transport().closeIdle();
                        told.complete(null);
                    });
                    hangUp(dying.peer());
                    other.transport().unwatch();
                    other.transport().watch(fault -> {});
                })
                .join();
        told.join();

        assertThat(other.raw().getInputStream().read()).isNegative();
    }

    private static void hangUp(Socket peer) {
        try {
            peer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The order of the two is left to chance, in many rounds; the peer may speak, or the connection be closed, at any step. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"PLAIN", "ENGINE_TLS13", "LAYERED_TLS13"})
    void whoeverIsFirstTheChannelBlocksAfterwards(Kind kind) throws Exception {
        Random random = new Random(7);
        Pair pair = loopback.connect(kind);
        for (int round = 0; round < 2_000; round++) {
            pair.transport().park();
            Transport transport = pair.transport();
            int delay = random.nextInt(2_000);
            CompletableFuture<Void> begun = watchman.tell(() -> transport.watch(fault -> {}));
            for (int i = 0; i < delay; i++) {
                Thread.onSpinWait();
            }
            transport.unwatch();
            assertThat(pair.echo(new byte[10])).hasSize(10);
            begun.join();
            assertThat(transport.check(0)).isEqualTo(Health.ALIVE);
        }
    }

    @Test
    void aCloseMeetsEachStepOfAWatch() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            Pair pair = loopback.connect(Kind.PLAIN);
            Transport transport = pair.transport();
            CompletableFuture<Void> begun = watchman.tell(() -> transport.watch(fault -> {}));
            Other<Void> closing = Other.start(() -> {
                transport.close();
                return null;
            });
            if (random.nextBoolean()) {
                pair.peer().getOutputStream().write(1);
            }
            transport.unwatch();
            closing.result();
            begun.join();

            assertThat(catchThrowable(() -> transport.read(new byte[1], 0, 1))).isInstanceOf(IOException.class);
            assertThat(endOf(pair.raw())).isNegative();
            pair.raw().close();
        }
    }

    /** The end of what a closed peer has sent; a reset is one. */
    private static int endOf(Socket socket) {
        try {
            return socket.getInputStream().read();
        } catch (IOException e) {
            return -1;
        }
    }
}
