package dev.hawser.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hawser.internal.transport.Loopback.Pair;
import dev.hawser.internal.transport.Transport.Health;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a look at an idle connection sees, and how a connection ends. */
@Timeout(60)
class TransportCheckTest {
    private static final long JUST_NOW = TimeUnit.MICROSECONDS.toNanos(999);
    private static final long LONG_AGO = TimeUnit.SECONDS.toNanos(2);

    private Loopback loopback;

    @BeforeEach
    void listen() throws IOException {
        loopback = new Loopback();
    }

    @AfterEach
    void hangUp() throws IOException {
        loopback.close();
    }

    private static void reset(Socket raw) throws IOException {
        raw.setSoLinger(true, 0);
        raw.close();
    }

    @Nested
    class ALook {
        @ParameterizedTest
        @EnumSource(Kind.class)
        void findsNothingWrongWithAQuietConnectionAndLeavesItUsable(Kind kind) throws Exception {
            Pair pair = loopback.connect(kind);
            for (int i = 0; i < 3; i++) {
                assertThat(pair.transport().check(LONG_AGO)).isEqualTo(Health.ALIVE);
                assertThat(pair.echo(new byte[1000])).hasSize(1000);
                pair.transport().park();
            }
        }

        @ParameterizedTest
        @EnumSource(Kind.class)
        void seesThatThePeerHasClosed(Kind kind) throws Exception {
            Pair pair = loopback.connect(kind);
            pair.peer().close();

            assertThat(pair.awaitIllness()).isEqualTo(Health.PEER_CLOSED);
        }

        @ParameterizedTest
        @EnumSource(Kind.class)
        void seesThatThePeerHasHungUpWithoutAWord(Kind kind) throws Exception {
            Pair pair = loopback.connect(kind);
            pair.raw().close();

            assertThat(pair.awaitIllness()).isEqualTo(Health.PEER_CLOSED);
        }

        @ParameterizedTest
        @EnumSource(Kind.class)
        void seesAReset(Kind kind) throws Exception {
            Pair pair = loopback.connect(kind);
            reset(pair.raw());

            assertThat(pair.awaitIllness()).isEqualTo(Health.PEER_CLOSED);
        }

        @ParameterizedTest
        @EnumSource(Kind.class)
        void seesBytesThatNobodyAskedFor(Kind kind) throws Exception {
            Pair pair = loopback.connect(kind);
            pair.peer().getOutputStream().write(new byte[100]);

            assertThat(pair.awaitIllness()).isEqualTo(Health.STRAY_BYTES);
        }

        @ParameterizedTest
        @EnumSource(Kind.class)
        void isNotTakenWhenTheConnectionWasInUseJustNow(Kind kind) throws Exception {
            Pair pair = loopback.connect(kind);
            pair.raw().close();

            assertThat(pair.transport().check(JUST_NOW)).isEqualTo(Health.ALIVE);
        }

        @ParameterizedTest
        @EnumSource(value = Kind.class, mode = EnumSource.Mode.MATCH_NONE, names = "USER_SOCKET.*")
        void isTakenEvenThenWhereThatIsWanted(Kind kind) throws Exception {
            Pair pair = loopback.connect(kind);
            pair.transport().askAfter(0);
            pair.raw().close();

            assertThat(pair.awaitIllness(0)).isEqualTo(Health.PEER_CLOSED);
        }

        @ParameterizedTest
        @EnumSource(value = Kind.class, mode = EnumSource.Mode.MATCH_ALL, names = "USER_SOCKET.*")
        void isNeverTakenWithinASecondWhereItTakesTime(Kind kind) throws Exception {
            Pair pair = loopback.connect(kind);
            pair.transport().askAfter(0);
            pair.raw().close();

            assertThat(pair.transport().check(TimeUnit.MILLISECONDS.toNanos(999)))
                    .isEqualTo(Health.ALIVE);
        }

        @ParameterizedTest
        @EnumSource(
                value = Kind.class,
                names = {"ENGINE_TLS12", "ENGINE_TLS13", "USER_SOCKET_ENGINE_TLS13"})
        void seesDecryptedBytesLeftOverEvenThen(Kind kind) throws Exception {
            Pair pair = loopback.connect(kind);
            pair.peer().getOutputStream().write(new byte[100]);
            pair.readFully(10);

            assertThat(pair.transport().check(JUST_NOW)).isEqualTo(Health.STRAY_BYTES);
        }
    }

    @Nested
    class OnTls13 {
        @ParameterizedTest
        @EnumSource(value = Kind.class, mode = EnumSource.Mode.MATCH_ALL, names = ".*_TLS13")
        void ticketsAreSwallowedAndTheConnectionLives(Kind kind) throws Exception {
            Pair pair = loopback.connect(kind);
            InputStream arrived = rawStream(pair);
            if (arrived != null) {
                while (arrived.available() == 0) {
                    Thread.onSpinWait();
                }
            }

            assertThat(pair.transport().check(LONG_AGO)).isEqualTo(Health.ALIVE);
            if (arrived != null) {
                assertThat(arrived.available()).isZero();
            }
            pair.transport().park();
            assertThat(pair.echo(new byte[1000])).hasSize(1000);
        }

        /** The TCP stream below the engine's TLS; the layered kinds do not show theirs. */
        private static @Nullable InputStream rawStream(Pair pair) throws IOException {
            Socket socket = Objects.requireNonNull(pair.transport().socket());
            return socket instanceof SSLSocket ? null : socket.getInputStream();
        }

        @ParameterizedTest
        @EnumSource(value = Kind.class, mode = EnumSource.Mode.MATCH_ALL, names = ".*_TLS13")
        void aKeyUpdateIsAnsweredAndTheConnectionLives(Kind kind) throws Exception {
            Pair pair = loopback.connect(kind);
            for (int i = 0; i < 3; i++) {
                ((SSLSocket) pair.peer()).startHandshake();
                assertThat(pair.transport().check(LONG_AGO)).isEqualTo(Health.ALIVE);
                assertThat(pair.echo(new byte[1000])).hasSize(1000);
            }
        }
    }

    /**
     * Between the transport and the peer stands a relay that can let half of a record through. On TLS 1.2 the
     * peer has nothing more to send of itself when the handshake is over here.
     */
    @Test
    void halfARecordIsKeptForTheNextRead() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            Opening opening = loopback.open(Kind.PLAIN);
            opening.connect(0);
            Socket near = loopback.accept();
            Socket far = new Socket(server.getInetAddress(), server.getLocalPort());
            Socket peerRaw = server.accept();
            Other<Long> there = Other.start(() -> near.getInputStream().transferTo(far.getOutputStream()));
            Other<SSLSocket> shaking = Other.start(() -> Loopback.shakeHands(peerRaw, List.of()));
            AtomicBoolean secured = new AtomicBoolean();
            Other<byte[]> back = Other.start(() -> relayThenHold(far, near, secured, shaking));
            TlsSettings settings = Kind.ENGINE_TLS12.settings(Loopback.TLS, List.of(), true);
            Transport transport = opening.startTls(settings, "localhost", 443, 0);
            secured.set(true);
            byte[] held = back.result();
            int half = held.length / 2;
            near.getOutputStream().write(held, 0, half);
            while (Objects.requireNonNull(transport.socket()).getInputStream().available() < half) {
                Thread.onSpinWait();
            }

            assertThat(transport.check(LONG_AGO)).isEqualTo(Health.ALIVE);
            transport.park();
            assertThat(transport.check(LONG_AGO)).isEqualTo(Health.ALIVE);
            near.getOutputStream().write(held, half, held.length - half);
            byte[] buffer = new byte[100];
            assertThat(transport.read(buffer, 0, 100)).isEqualTo(5);
            transport.close();
            there.result();
            far.close();
            peerRaw.close();
        }
    }

    /** Relays until the handshake is over, then has the peer send 5 bytes and holds them. */
    private static byte[] relayThenHold(Socket from, Socket to, AtomicBoolean secured, Other<SSLSocket> shaking)
            throws Exception {
        byte[] buffer = new byte[20_000];
        while (!secured.get()) {
            if (from.getInputStream().available() > 0) {
                int count = from.getInputStream().read(buffer);
                to.getOutputStream().write(buffer, 0, count);
            }
        }
        shaking.result().getOutputStream().write(new byte[5]);
        int count = from.getInputStream().read(buffer);
        return Arrays.copyOf(buffer, count);
    }

    @Nested
    class TheEnd {
        @ParameterizedTest
        @EnumSource(
                value = Kind.class,
                names = {"ENGINE_TLS12", "ENGINE_TLS13", "USER_SOCKET_ENGINE_TLS13"})
        void withoutCloseNotifyIsNoOrderlyEnd(Kind kind) throws Exception {
            Pair pair = loopback.connect(kind);
            pair.peer().getOutputStream().write(new byte[10]);
            pair.raw().shutdownOutput();

            pair.readFully(10);
            assertThatExceptionOfType(EOFException.class)
                    .isThrownBy(() -> pair.transport().read(new byte[10], 0, 10))
                    .withMessageContaining("close_notify");
        }

        @ParameterizedTest
        @EnumSource(Kind.class)
        void byAResetIsAnErrorThatNamesThePeer(Kind kind) throws Exception {
            Pair pair = loopback.connect(kind);
            reset(pair.raw());

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> pair.transport().read(new byte[10], 0, 10))
                    .withMessageContaining("reset")
                    .isNotInstanceOf(EOFException.class);
        }

        @ParameterizedTest
        @EnumSource(
                value = Kind.class,
                names = {"ENGINE_TLS12", "ENGINE_TLS13", "LAYERED_TLS12", "LAYERED_TLS13"})
        void ofAnIdleConnectionIsAnnouncedToThePeer(Kind kind) throws Exception {
            Pair pair = loopback.connect(kind);
            assertThat(pair.echo(new byte[10])).hasSize(10); // bytes unread would make it a reset
            pair.transport().closeIdle();

            assertThat(pair.raw().getInputStream().readAllBytes()).isNotEmpty();
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> pair.transport().read(new byte[1], 0, 1));
        }

        @ParameterizedTest
        @EnumSource(Kind.class)
        void ofAnIdleConnectionNeverWaitsForThePeer(Kind kind) throws Exception {
            Pair pair = loopback.connect(kind);
            pair.transport().closeIdle();

            assertThat(pair.transport().check(0)).isEqualTo(Health.PEER_CLOSED);
        }
    }

    /** A connection that is closed here leaves nothing open there. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void closingIsSeenByThePeer(Kind kind) throws Exception {
        Pair pair = loopback.connect(kind);
        assertThat(pair.echo(new byte[10])).hasSize(10); // bytes unread would make it a reset
        pair.transport().close();

        assertThat(pair.raw().getInputStream().readAllBytes()).isEmpty();
    }
}
