package dev.hawser.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.hawser.internal.transport.Loopback.Pair;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownServiceException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Making a connection: TCP, then TLS, each within its limit and under everybody's hand. */
@Timeout(60)
class OpeningTest {
    private static final long TEN_SECONDS = TimeUnit.SECONDS.toNanos(10);
    private static final Duration ELEVEN_SECONDS = Duration.ofSeconds(11);

    private Loopback loopback;

    @BeforeEach
    void listen() throws IOException {
        loopback = new Loopback();
    }

    @AfterEach
    void hangUp() throws IOException {
        loopback.close();
    }

    @Nested
    class Connecting {
        /** Connections that fill a backlog of one, so that the next connect waits for ever. */
        private final List<SocketChannel> queued = new ArrayList<>();

        private Loopback full;

        @BeforeEach
        void fillTheBacklog() throws IOException {
            full = new Loopback(1);
            for (int i = 0; i < 4; i++) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(full.address());
                queued.add(channel);
            }
        }

        @AfterEach
        void empty() throws IOException {
            for (SocketChannel channel : queued) {
                channel.close();
            }
            full.close();
        }

        private Other<Transport> connecting(Opening opening) {
            return Other.start(() -> opening.connect(TEN_SECONDS)).awaitInNetwork();
        }

        @ParameterizedTest
        @EnumSource(
                value = Kind.class,
                names = {"PLAIN", "USER_SOCKET"})
        void aRefusalNamesTheAddress(Kind kind) throws IOException {
            loopback.listener.close();

            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> loopback.open(kind).connect(TEN_SECONDS))
                    .withMessageStartingWith("Failed to connect to " + loopback.address());
            assertThat(loopback.alarms.setCount()).isZero();
        }

        @Test
        void aTimeoutNamesTheAddressAndTheMilliseconds() throws Exception {
            Other<Transport> connecting = connecting(full.open(Kind.PLAIN));
            while (full.alarms.setCount() == 0) {
                Thread.onSpinWait();
            }
            full.alarms.advance(ELEVEN_SECONDS);

            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(connecting::result)
                    .withMessageContaining("10000 ms connecting to " + full.address());
        }

        @Test
        void aUsersSocketKeepsTheLimitItself() {
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> full.open(Kind.USER_SOCKET).connect(1_000_001))
                    .withMessageContaining("1 ms connecting to " + full.address());
        }

        @ParameterizedTest
        @EnumSource(
                value = Kind.class,
                names = {"PLAIN", "USER_SOCKET"})
        void cancellingEndsIt(Kind kind) throws Exception {
            Opening opening = full.open(kind);
            Other<Transport> connecting = connecting(opening);
            opening.cancel();

            assertThatExceptionOfType(SocketException.class).isThrownBy(connecting::result);
        }

        @Test
        void anInterruptEndsIt() {
            Other<Transport> connecting = connecting(full.open(Kind.PLAIN));
            connecting.interrupt();

            assertThatExceptionOfType(InterruptedIOException.class)
                    .isThrownBy(connecting::result)
                    .withMessageContaining("connecting to " + full.address());
        }

        @ParameterizedTest
        @EnumSource(
                value = Kind.class,
                names = {"PLAIN", "USER_SOCKET"})
        void aCancelledOpeningDoesNotBegin(Kind kind) {
            Opening opening = loopback.open(kind);
            opening.cancel();

            assertThatExceptionOfType(SocketException.class).isThrownBy(() -> opening.connect(0));
        }

        @ParameterizedTest
        @EnumSource(
                value = Kind.class,
                names = {"PLAIN", "USER_SOCKET"})
        void theLocalAddressIsTheOneAskedFor(Kind kind) throws IOException {
            InetAddress local = InetAddress.getByName("127.0.0.5");
            SocketSettings settings = new SocketSettings(kind.sockets().factory(), local);
            Transport transport =
                    loopback.connector.open(loopback.address(), settings).connect(TEN_SECONDS);

            assertThat(transport.local().getAddress()).isEqualTo(local);
            transport.close();
        }

        @Test
        void anUnresolvedAddressIsRefused() {
            InetSocketAddress unresolved = InetSocketAddress.createUnresolved("example.test", 80);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loopback.connector.open(unresolved, SocketSettings.DEFAULT));
        }
    }

    @Nested
    class ShakingHands {
        private Other<Transport> shaking(Kind kind, Opening opening) throws IOException {
            opening.connect(0);
            TlsSettings settings = kind.settings(Loopback.TLS, List.of(), true);
            return Other.start(() -> opening.startTls(settings, "localhost", 443, TEN_SECONDS));
        }

        /** A handshake whose first flight has arrived, and that now waits for an answer. */
        private Other<Transport> unanswered(Kind kind, Opening opening) throws IOException {
            Other<Transport> shaking = shaking(kind, opening);
            assertThat(loopback.accept().getInputStream().read()).isNotNegative();
            return shaking.awaitInNetwork();
        }

        @ParameterizedTest
        @EnumSource(value = Kind.class, mode = Mode.MATCH_ALL, names = ".*TLS.*")
        void aTimeoutNamesHostAndAddressAndMilliseconds(Kind kind) throws Exception {
            Other<Transport> shaking = unanswered(kind, loopback.open(kind));
            loopback.alarms.advance(ELEVEN_SECONDS);

            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(shaking::result)
                    .withMessageContaining("10000 ms")
                    .withMessageContaining("localhost:443 at " + loopback.address());
        }

        @ParameterizedTest
        @EnumSource(value = Kind.class, mode = Mode.MATCH_ALL, names = ".*TLS.*")
        void cancellingEndsIt(Kind kind) throws Exception {
            Opening opening = loopback.open(kind);
            Other<Transport> shaking = unanswered(kind, opening);
            opening.cancel();

            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(shaking::result)
                    .withMessageContaining("localhost:443");
        }

        @ParameterizedTest
        @EnumSource(
                value = Kind.class,
                names = {"ENGINE_TLS12", "ENGINE_TLS13", "LAYERED_TLS12", "LAYERED_TLS13"})
        void anInterruptEndsIt(Kind kind) throws Exception {
            Other<Transport> shaking = unanswered(kind, loopback.open(kind));
            shaking.interrupt();

            assertThatExceptionOfType(InterruptedIOException.class)
                    .isThrownBy(shaking::result)
                    .isNotInstanceOf(SocketTimeoutException.class);
        }

        @ParameterizedTest
        @EnumSource(value = Kind.class, mode = Mode.MATCH_ALL, names = ".*TLS.*")
        void aPeerThatHangsUpIsAnError(Kind kind) throws Exception {
            Other<Transport> shaking = shaking(kind, loopback.open(kind));
            Socket peer = loopback.accept();
            assertThat(peer.getInputStream().read()).isNotNegative();
            peer.shutdownOutput();

            assertThatExceptionOfType(IOException.class).isThrownBy(shaking::result);
            assertThat(loopback.alarms.setCount()).isZero();
        }

        @ParameterizedTest
        @EnumSource(value = Kind.class, mode = Mode.MATCH_ALL, names = ".*TLS.*")
        void aPeerThatSpeaksNoTlsIsAnError(Kind kind) throws Exception {
            Other<Transport> shaking = shaking(kind, loopback.open(kind));
            loopback.accept()
                    .getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThatExceptionOfType(SSLException.class).isThrownBy(shaking::result);
        }

        @ParameterizedTest
        @EnumSource(value = Kind.class, mode = Mode.MATCH_ALL, names = ".*TLS.*")
        void theHostNameIsSentAndAProtocolChosen(Kind kind) throws Exception {
            Pair pair = loopback.connect(kind, List.of("h2", "http/1.1"));
            ExtendedSSLSession seen = (ExtendedSSLSession) ((SSLSocket) pair.peer()).getSession();

            assertThat(seen.getRequestedServerNames()).containsExactly(new SNIHostName("localhost"));
            assertThat(pair.transport().applicationProtocol()).isEqualTo("h2");
            assertThat(pair.transport().session())
                    .extracting(SSLSession::getProtocol)
                    .isEqualTo(kind.version);
        }

        @ParameterizedTest
        @EnumSource(Kind.class)
        void withoutAlpnNoProtocolIsChosen(Kind kind) throws Exception {
            assertThat(loopback.connect(kind).transport().applicationProtocol()).isNull();
        }

        @ParameterizedTest
        @EnumSource(value = Kind.class, mode = Mode.MATCH_ALL, names = ".*TLS.*")
        void anotherHostsCertificateIsRefusedIfTheHandshakeIsToLook(Kind kind) throws Exception {
            assertThatExceptionOfType(SSLPeerUnverifiedException.class)
                    .isThrownBy(() -> shakeAs(kind, "other.example", true, Loopback.TLS))
                    .withMessageContaining("TLS handshake with other.example:443 at " + loopback.address())
                    .withMessageContaining("its certificate is for another host");
        }

        @ParameterizedTest
        @EnumSource(value = Kind.class, mode = Mode.MATCH_ALL, names = ".*TLS.*")
        void anotherHostsCertificateIsTheCallersBusinessOtherwise(Kind kind) throws Exception {
            shakeAs(kind, "other.example", false, Loopback.TLS).close();
        }

        @ParameterizedTest
        @EnumSource(value = Kind.class, mode = Mode.MATCH_ALL, names = ".*TLS.*")
        void anUntrustedCertificateIsRefused(Kind kind) throws Exception {
            assertThatExceptionOfType(SSLHandshakeException.class)
                    .isThrownBy(() -> shakeAs(kind, "localhost", true, TestTls.context()));
        }

        @Test
        void anIpAddressIsNotSentAsAName() throws Exception {
            Other<SSLSocket> peer = Other.start(() -> Loopback.shakeHands(loopback.accept(), List.of()));
            Opening open = loopback.open(Kind.ENGINE_TLS13);
            open.connect(0);
            open.startTls(Kind.ENGINE_TLS13.settings(Loopback.TLS, List.of(), true), "127.0.0.1", 443, 0);

            ExtendedSSLSession seen = (ExtendedSSLSession) peer.result().getSession();
            assertThat(seen.getRequestedServerNames()).isEmpty();
        }

        @Test
        void aNameWithAnUnderscoreIsNotSentAsServersOnAJdkRefuseIt() throws Exception {
            Other<SSLSocket> peer = Other.start(() -> Loopback.shakeHands(loopback.accept(), List.of()));
            Opening open = loopback.open(Kind.ENGINE_TLS13);
            open.connect(0);
            open.startTls(Kind.ENGINE_TLS13.settings(Loopback.TLS, List.of(), false), "my_host.example", 443, 0);

            ExtendedSSLSession seen = (ExtendedSSLSession) peer.result().getSession();
            assertThat(seen.getRequestedServerNames()).isEmpty();
        }

        @Test
        void thatThereIsNothingToOfferIsTheCallersWord() throws Exception {
            Opening open = loopback.open(Kind.PLAIN);
            open.connect(0);
            TlsSettings.Offer nothing = enabled -> {
                throw new UnknownServiceException("nothing of " + List.of(enabled.getProtocols()));
            };
            TlsSettings settings = new TlsSettings(new TlsSettings.Engine(Loopback.TLS), nothing, List.of(), true);

            assertThatExceptionOfType(UnknownServiceException.class)
                    .isThrownBy(() -> open.startTls(settings, "localhost", 443, 0))
                    .withMessageContaining("TLSv1.3");
        }

        @Test
        void plainBytesMayBeSpokenBefore() throws Exception {
            Opening open = loopback.open(Kind.ENGINE_TLS13);
            Transport plain = open.connect(0);
            Socket raw = loopback.accept();
            assertThat(new Pair(plain, raw, raw).echo(new byte[50])).hasSize(50);
            Other<SSLSocket> peer = Other.start(() -> Loopback.shakeHands(raw, List.of()));
            TlsSettings settings = Kind.ENGINE_TLS13.settings(Loopback.TLS, List.of(), true);
            Transport secured = open.startTls(settings, "localhost", 443, 0);

            assertThat(new Pair(secured, peer.result(), raw).echo(new byte[50])).hasSize(50);
        }

        @Test
        void tcpComesFirst() {
            TlsSettings settings = Kind.ENGINE_TLS13.settings(Loopback.TLS, List.of(), true);

            assertThatIllegalStateException()
                    .isThrownBy(() -> loopback.open(Kind.PLAIN).startTls(settings, "localhost", 443, 0));
        }

        private Transport shakeAs(Kind kind, String host, boolean identify, SSLContext context) throws Exception {
            Opening open = loopback.open(kind);
            open.connect(0);
            Socket raw = loopback.accept();
            Other<SSLSocket> peer = Other.start(() -> Loopback.shakeHands(raw, List.of()));
            assertThat(peer).isNotNull();
            return open.startTls(kind.settings(context, List.of(), identify), host, 443, 0);
        }
    }
}
