package dev.hawser.it.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hawser.Call;
import dev.hawser.Connection;
import dev.hawser.ConnectionPool;
import dev.hawser.EventListener;
import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.Retirement;
import dev.hawser.UnixDomainAddress;
import dev.hawser.UnixDomainSocketFactory;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.SocketsLeft;
import dev.hawser.it.cutoff.Retirements;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls to a server behind a Unix domain socket, as container engines have one. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
@EveryProtocol(
        value = {Link.H1, Link.H2C},
        because = "TLS has a test of its own here")
class UnixDomainSocketTest {
    private final Link link;

    @TempDir
    Path folder;

    private final TestServer server = new TestServer();
    private final Retirements retirements = new Retirements();
    private final ConnectionPool pool = retirements.pool();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private UnixGate gate;

    UnixDomainSocketTest(Link link) {
        this.link = link;
    }

    @BeforeEach
    void listen() {
        server.protocols(link.protocols());
        server.handler(request -> MockResponse.of(200, "hello"));
    }

    @AfterEach
    void stop() throws IOException {
        pool.close();
        if (gate != null) {
            gate.close();
        }
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }

    private void start() throws IOException {
        server.start();
        gate = new UnixGate(folder.resolve("engine.sock"), server.port());
    }

    /** A client that could find no server but by the socket. */
    private HawserClient.Builder client(Path path) {
        return link.client()
                .connectionPool(pool)
                .eventListener(new Told())
                .dns(host -> {
                    throw new UnknownHostException(host + " was looked up");
                })
                .unixDomainSocket(path);
    }

    private static Response get(HawserClient client, String url) throws IOException {
        try (Response response =
                client.newCall(new Request.Builder().url(url).build()).execute()) {
            assertThat(response.body().string()).isEqualTo("hello");
            return response;
        }
    }

    private static <T extends IOException> T failure(Class<T> type, HawserClient client) {
        T failure = catchThrowableOfType(type, () -> get(client, "http://localhost/version"));
        assertThat(failure).as("failure").isNotNull();
        assertThat(client.connectionPool().connectionCount()).isZero();
        return failure;
    }

    @Nested
    class Calls {
        @Test
        void goOverTheSocketWhoeverTheHostIs() throws Exception {
            start();
            HawserClient client = client(gate.path()).build();

            for (int calls = 0; calls < 3; calls++) {
                assertThat(get(client, "http://localhost/version").code()).isEqualTo(200);
                RecordedRequest request = server.takeRequest();
                assertThat(request.path()).isEqualTo("/version");
                assertThat(request.protocol()).isEqualTo(link.protocol());
                assertThat(request.authority()).isEqualTo("localhost");
            }
            get(client, "http://engine.example:81/");

            assertThat(server.connectionCount()).isEqualTo(2);
        }

        @Test
        void tellThePathAsTheirRoute() throws Exception {
            start();

            get(client(gate.path()).build(), "http://localhost/");

            String path = gate.path().toString();
            assertThat(events)
                    .containsExactly(
                            "connecting to " + path,
                            "connected to " + path,
                            "connection 1 to localhost:80 (" + path + "), " + link.protocol(),
                            "Route{localhost:80 at " + path + "}",
                            "socket null");
        }

        @Test
        void carryLargeBodiesBothWays() throws Exception {
            byte[] large = new byte[3_000_000];
            new Random(1).nextBytes(large);
            server.handler(
                    request -> new MockResponse.Builder().body(request.body()).build());
            start();
            Request request = new Request.Builder()
                    .url("http://localhost/")
                    .put(RequestBody.create(large))
                    .build();

            try (Response response =
                    client(gate.path()).build().newCall(request).execute()) {
                assertThat(response.body().bytes()).isEqualTo(large);
            }
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void maySpeakTls(boolean byContext) throws Exception {
            HeldCertificate shown = new HeldCertificate.Builder()
                    .addSubjectAlternativeName("engine.example")
                    .build();
            HandshakeCertificates certificates = new HandshakeCertificates.Builder()
                    .heldCertificate(shown)
                    .addTrustedCertificate(shown.certificate())
                    .build();
            List<Protocol> protocols = (link.isH2() ? Link.H2 : Link.H1).protocols();
            server.useHttps(certificates);
            server.protocols(protocols);
            start();
            HawserClient.Builder builder = client(gate.path()).protocols(protocols);
            HawserClient client = byContext
                    ? builder.sslContext(certificates.sslContext(), certificates.trustManager())
                            .build()
                    : builder.sslSocketFactory(certificates.sslSocketFactory(), certificates.trustManager())
                            .build();

            for (int calls = 0; calls < 3; calls++) {
                Response response = get(client, "https://engine.example/");
                assertThat(response.handshake().peerCertificates()).containsExactly(shown.certificate());
                assertThat(response.protocol()).isEqualTo(protocols.get(0));
            }
            assertThat(server.connectionCount()).isOne();
        }

        @Test
        void shareAConnectionIfTheirPathsAreEqual() throws Exception {
            start();
            get(client(gate.path()).build(), "http://localhost/");
            get(client(Path.of(gate.path().toString())).build(), "http://localhost/");
            assertThat(server.connectionCount()).isOne();

            try (UnixGate other = new UnixGate(folder.resolve("other.sock"), server.port())) {
                get(client(other.path()).build(), "http://localhost/");
                assertThat(server.connectionCount()).isEqualTo(2);
            }
        }
    }

    @Nested
    class Connections {
        @Test
        void thatTheServerClosesLeaveByThemselves() throws Exception {
            start();
            get(client(gate.path()).build(), "http://localhost/");
            assertThat(pool.idleConnectionCount()).isOne();

            gate.cut();

            retirements.awaitExactly(Retirement.PEER_CLOSED);
        }

        @Test
        void thatTheServerClosesAreNotUsedAgain() throws Exception {
            start();
            HawserClient client = client(gate.path()).build();
            for (int calls = 0; calls < 20; calls++) {
                get(client, "http://localhost/");
                gate.cut();
            }

            assertThat(server.connectionCount()).isEqualTo(20);
        }

        @Test
        void haveTheLimitsOfOthers() throws Exception {
            server.handler(request -> new MockResponse.Builder()
                    .headersDelay(Duration.ofMinutes(1))
                    .build());
            start();
            HawserClient client =
                    client(gate.path()).readTimeout(Duration.ofMillis(50)).build();

            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> get(client, "http://localhost/version"))
                    .withMessageStartingWith("timeout after 50 ms reading from " + gate.path());
            assertThat(pool.connectionCount()).isEqualTo(link.isH2() ? 1 : 0);
        }

        @Test
        void areNotLookedUpAnew() throws Exception {
            start();
            ConnectionPool refreshing = new ConnectionPool.Builder()
                    .addressRefresh(Duration.ofMillis(20))
                    .listener(retirements)
                    .build();
            List<String> lookups = new CopyOnWriteArrayList<>();
            HawserClient client = client(gate.path())
                    .connectionPool(refreshing)
                    .dns(host -> {
                        lookups.add(host);
                        return List.of(InetAddress.getLoopbackAddress());
                    })
                    .build();

            long start = System.nanoTime();
            while (System.nanoTime() - start < 200_000_000) {
                get(client, "http://localhost/");
            }

            assertThat(server.connectionCount()).isOne();
            assertThat(lookups).isEmpty();
            refreshing.close();
        }
    }

    @Nested
    class Failures {
        @Test
        void nameAPathThatIsNotThere() {
            Path missing = folder.resolve("missing.sock");

            assertThat(failure(ConnectException.class, client(missing).build()))
                    .hasMessageStartingWith("Failed to connect to " + missing + ": ");
            assertThat(events).contains("failed to connect to " + missing);
        }

        @Test
        void nameAPathWhereNobodyListens() throws Exception {
            Path deserted = folder.resolve("deserted.sock");
            server.start();
            new UnixGate(deserted, server.port()).close();
            assertThat(deserted).exists();

            assertThat(failure(ConnectException.class, client(deserted).build()))
                    .hasMessageStartingWith("Failed to connect to " + deserted + ": ");
        }

        @Test
        void nameAPathThatIsTooLong() {
            Path path = folder.resolve("x".repeat(200));

            assertThat(failure(ConnectException.class, client(path).build())).hasMessageContaining(path.toString());
        }

        @Test
        void nameAPathThatIsAnotherThing() throws Exception {
            Path file = Files.writeString(folder.resolve("file"), "no socket");

            assertThat(failure(ConnectException.class, client(file).build())).hasMessageContaining(file.toString());
        }
    }

    @Nested
    class TheSetting {
        private final Path path = Path.of("/run/engine.sock");

        @Test
        void isASocketFactory() {
            HawserClient client =
                    new HawserClient.Builder().unixDomainSocket(path).build();

            assertThat(client.socketFactory()).isEqualTo(new UnixDomainSocketFactory(path));
            assertThat(client.newBuilder().build().socketFactory())
                    .hasToString("UnixDomainSocketFactory{" + path + "}");
            assertThat(new UnixDomainSocketFactory(path))
                    .hasSameHashCodeAs(new UnixDomainSocketFactory(path))
                    .isNotEqualTo(new UnixDomainSocketFactory(Path.of("/run/other.sock")));
        }

        @Test
        void makesNoSocketsItself() {
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> new UnixDomainSocketFactory(path).createSocket())
                    .withMessageContaining(path.toString());
        }

        @Test
        void showsAnAddressThatLeadsNowhere() {
            UnixDomainAddress address = new UnixDomainSocketFactory(path).address();

            assertThat(address.path()).isEqualTo(path);
            assertThat(address).hasToString(path.toString());
            assertThat(address.getHostString()).isEqualTo(path.toString());
            assertThat(address.getPort()).isZero();
            assertThat(address.getAddress().isAnyLocalAddress()).isTrue();
        }

        @Test
        void refusesAPathThatMakesNoSense() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new HawserClient.Builder().unixDomainSocket(Path.of("")));
        }
    }

    /** Writes down how calls get their connections. */
    private final class Told extends EventListener {
        @Override
        public void dnsStart(Call call, String domainName) {
            events.add("looking up " + domainName);
        }

        @Override
        public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
            events.add("connecting to " + ((UnixDomainAddress) address).path());
        }

        @Override
        public void connectEnd(Call call, InetSocketAddress address, Proxy proxy, Protocol protocol) {
            events.add("connected to " + address);
        }

        @Override
        public void connectFailed(
                Call call, InetSocketAddress address, Proxy proxy, Protocol protocol, IOException ioe) {
            events.add("failed to connect to " + address);
        }

        @Override
        public void connectionAcquired(Call call, Connection connection) {
            events.add(connection.toString());
            events.add(connection.route().toString());
            events.add("socket " + connection.socket());
        }
    }
}
