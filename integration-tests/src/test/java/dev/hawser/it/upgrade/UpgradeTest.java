package dev.hawser.it.upgrade;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Call;
import dev.hawser.ConnectionPool;
import dev.hawser.ConnectionPoolTimeoutException;
import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.Retirement;
import dev.hawser.UpgradedSocket;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.SocketsLeft;
import dev.hawser.it.TestOver;
import dev.hawser.it.cutoff.Eventually;
import dev.hawser.it.cutoff.Retirements;
import dev.hawser.it.proxies.LoopbackProxy;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import dev.hawser.testserver.UpgradeHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections that their server hands over to another protocol. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
@EveryProtocol(
        value = {Link.H1, Link.H1_TLS, Link.H1_LAYERED, Link.H1_TUNNEL, Link.H2},
        because = "the server must speak HTTP/1.1")
class UpgradeTest {
    /** Sends every byte back until the client ends the connection. */
    private static final UpgradeHandler ECHO = InputStream::transferTo;

    private final Retirements retirements = new Retirements();
    private final TestServer server = new TestServer();
    private final Link link;
    private final ConnectionPool pool = retirements.pool();
    private final HawserClient client;

    UpgradeTest(Link link) {
        this.link = link;
        this.client = link.client().connectionPool(pool).build();
        link.start(server);
    }

    @AfterEach
    void close() {
        pool.close();
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }

    private static MockResponse upgrade(UpgradeHandler handler) {
        return new MockResponse.Builder().upgrade("echo", handler).build();
    }

    private Request request() {
        return new Request.Builder()
                .url(server.url("/"))
                .header("Connection", "Upgrade")
                .header("Upgrade", "echo")
                .build();
    }

    private Request plain() {
        return new Request.Builder().url(server.url("/")).build();
    }

    private static UpgradedSocket socketOf(Response response) {
        return Objects.requireNonNull(response.socket(), "no socket");
    }

    private static String exchanged(UpgradedSocket socket, String text) throws IOException {
        socket.outputStream().write(text.getBytes(US_ASCII));
        return read(socket, text.length());
    }

    private static String read(UpgradedSocket socket, int count) throws IOException {
        return new String(socket.inputStream().readNBytes(count), US_ASCII);
    }

    private void awaitNoConnection() {
        Eventually.await("no connection", () -> pool.connectionCount() == 0);
    }

    @Test
    void bytesGoBothWays() throws Exception {
        server.enqueue(upgrade(ECHO));

        try (Response response = client.newCall(request()).execute()) {
            assertThat(response.code()).isEqualTo(101);
            assertThat(response.protocol()).isEqualTo(Protocol.HTTP_1_1);
            assertThat(exchanged(socketOf(response), "over")).isEqualTo("over");
            assertThat(exchanged(socketOf(response), "and out")).isEqualTo("and out");
        }

        assertThat(server.takeRequest().headers().get("Upgrade")).isEqualTo("echo");
    }

    @Test
    void bytesThatCameWithTheResponseComeFirst() throws Exception {
        server.enqueue(upgrade(ECHO)
                .newBuilder()
                .strayBytes("early".getBytes(US_ASCII))
                .build());

        try (Response response = client.newCall(request()).execute()) {
            assertThat(read(socketOf(response), 5)).isEqualTo("early");
            assertThat(exchanged(socketOf(response), "late")).isEqualTo("late");
        }
    }

    @Test
    void theConnectionCountsUntilItIsClosedAndIsNotUsedAgain() throws Exception {
        server.enqueue(upgrade(ECHO));
        server.enqueue(MockResponse.of(200, "x"));

        Response response = client.newCall(request()).execute();
        pool.resize(pool.newBuilder().maxConnections(1).acquireTimeout(Duration.ofMillis(20)));
        assertThat(pool.connectionCount()).isEqualTo(1);
        assertThat(pool.idleConnectionCount()).isZero();
        assertThatThrownBy(() -> client.newCall(plain()).execute()).isInstanceOf(ConnectionPoolTimeoutException.class);
        response.close();
        pool.resize(pool.newBuilder().acquireTimeout(Duration.ZERO));

        try (Response next = client.newCall(plain()).execute()) {
            assertThat(next.body().string()).isEqualTo("x");
        }
        retirements.awaitExactly(Retirement.UPGRADED);
        assertThat(server.connectionCount()).isEqualTo(2);
    }

    @Test
    void closingAStreamOrTheSocketEndsItToo() throws Exception {
        for (int way = 0; way < 3; way++) {
            server.enqueue(upgrade(ECHO));
            UpgradedSocket socket = socketOf(client.newCall(request()).execute());
            switch (way) {
                case 0 -> socket.inputStream().close();
                case 1 -> socket.outputStream().close();
                default -> socket.close();
            }
            awaitNoConnection();
            assertThatThrownBy(() -> socket.inputStream().read()).hasMessage("closed");
            assertThatThrownBy(() -> socket.outputStream().write(1)).hasMessage("closed");
        }
    }

    @Test
    void theServersEndIsTheEndOfTheStream() throws Exception {
        server.enqueue(upgrade((in, out) -> out.write("bye".getBytes(US_ASCII))));

        try (Response response = client.newCall(request()).execute()) {
            assertThat(new String(socketOf(response).inputStream().readAllBytes(), US_ASCII))
                    .isEqualTo("bye");
        }
    }

    @Test
    void closeFreesAThreadThatReads() throws Exception {
        server.enqueue(upgrade(ECHO));
        UpgradedSocket socket = socketOf(client.newCall(request()).execute());
        CompletableFuture<Throwable> outcome = readOnAnotherThread(socket);

        socket.close();

        assertThat(outcome.get()).isInstanceOf(IOException.class).hasMessage("closed");
        awaitNoConnection();
    }

    @Test
    void cancelOfTheCallFreesAThreadThatReads() throws Exception {
        server.enqueue(upgrade(ECHO));
        Call call = client.newCall(request());
        UpgradedSocket socket = socketOf(call.execute());
        CompletableFuture<Throwable> outcome = readOnAnotherThread(socket);

        call.cancel();

        assertThat(outcome.get()).isInstanceOf(IOException.class).hasMessage("Canceled");
        awaitNoConnection();
        socket.close();
    }

    /** Waits until that thread is in its read, as far as can be told from outside. */
    private static CompletableFuture<Throwable> readOnAnotherThread(UpgradedSocket socket) {
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                int read = socket.inputStream().read();
                outcome.complete(new AssertionError("read " + read));
            } catch (Throwable e) {
                outcome.complete(e);
            }
        });
        reader.start();
        Eventually.await(
                "a reader in the network",
                () -> List.of(reader.getStackTrace()).stream()
                        .anyMatch(frame -> frame.getMethodName().contains("read0")
                                || frame.getMethodName().equals("park")
                                || frame.getMethodName().equals("poll")));
        return outcome;
    }

    @Test
    void anInterruptEndsARead() throws Exception {
        server.enqueue(upgrade(ECHO));

        try (Response response = client.newCall(request()).execute()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> socketOf(response).inputStream().read())
                    .isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        awaitNoConnection();
    }

    @TestOver(value = Link.H1_TLS, because = "it takes half a second, and limits are the same everywhere")
    void neitherReadTimeoutNorCallTimeoutOfTheClientHold() throws Exception {
        HawserClient hasty = client.newBuilder()
                .readTimeout(Duration.ofMillis(300))
                .callTimeout(Duration.ofMillis(400))
                .build();
        server.enqueue(upgrade(ECHO)
                .newBuilder()
                .strayBytes("late".getBytes(US_ASCII), Duration.ofMillis(450))
                .build());

        try (Response response = hasty.newCall(request()).execute()) {
            assertThat(read(socketOf(response), 4)).isEqualTo("late");
        }
    }

    @Test
    void aReadTimeoutOfTheSocketsOwnHolds() throws Exception {
        server.enqueue(upgrade(ECHO));

        try (Response response = client.newCall(request()).execute()) {
            socketOf(response).timeouts(Duration.ofMillis(20), Duration.ZERO);
            assertThatThrownBy(() -> socketOf(response).inputStream().read())
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("20 ms");
        }
        awaitNoConnection();
    }

    @Test
    void aServerThatDoesNotSwitchJustAnswers() throws Exception {
        server.enqueue(MockResponse.of(200, "no"));

        try (Response response = client.newCall(request()).execute()) {
            assertThat(response.socket()).isNull();
            assertThat(response.body().string()).isEqualTo("no");
        }
        assertThat(pool.idleConnectionCount()).isEqualTo(1);
    }

    @Test
    void aSwitchThatNobodyAskedForHasNoSocket() throws Exception {
        server.enqueue(upgrade(ECHO));
        Request other = plain().newBuilder().header("Upgrade", "echo").build(); // without the Connection option

        try (Response response = client.newBuilder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .build()
                .newCall(other)
                .execute()) {
            assertThat(response.code()).isEqualTo(101);
            assertThat(response.socket()).isNull();
        }
        awaitNoConnection();
    }

    @Test
    void aResponseThatIsOnlyToldOfHasNoSocket() throws Exception {
        server.enqueue(upgrade(ECHO));

        try (Response response = client.newCall(request()).execute()) {
            assertThat(response.networkResponse()).isNotNull();
            assertThat(Objects.requireNonNull(response.networkResponse()).socket())
                    .isNull();
        }
    }

    @TestOver(value = Link.H2, because = "there it would be shared otherwise")
    void aConnectionOfHttp2StaysToTheOthers() throws Exception {
        HawserClient roomy =
                client.newBuilder().connectionPool(new ConnectionPool()).build();
        server.enqueue(MockResponse.of(200, "x"));
        server.enqueue(upgrade(ECHO));
        server.enqueue(MockResponse.of(200, "y"));
        try (Response response = roomy.newCall(plain()).execute()) {
            assertThat(response.protocol()).isEqualTo(Protocol.HTTP_2);
        }

        try (Response response = roomy.newCall(request()).execute()) {
            assertThat(response.protocol()).isEqualTo(Protocol.HTTP_1_1);
            assertThat(exchanged(socketOf(response), "on its own")).isEqualTo("on its own");
            try (Response other = roomy.newCall(plain()).execute()) {
                assertThat(other.protocol()).isEqualTo(Protocol.HTTP_2);
            }
        }
        assertThat(server.connectionCount()).isEqualTo(2);
        roomy.connectionPool().close();
    }

    @TestOver(value = Link.H1, because = "in the clear proxies forward requests")
    void aProxyIsAskedForATunnel() throws Exception {
        try (LoopbackProxy proxy = LoopbackProxy.tunnels()) {
            Proxy http = proxy.as(Proxy.Type.HTTP);
            HawserClient byProxy = client.newBuilder().proxy(http).build();
            HawserClient bySelector =
                    client.newBuilder().proxySelector(selecting(http)).build();
            for (HawserClient each : List.of(byProxy, bySelector)) {
                server.enqueue(upgrade(ECHO));
                try (Response response = each.newCall(request()).execute()) {
                    assertThat(exchanged(socketOf(response), "through")).isEqualTo("through");
                }
                awaitNoConnection();
            }
        }
    }

    private static ProxySelector selecting(Proxy proxy) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(proxy);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                throw new AssertionError(address.toString(), failure);
            }
        };
    }
}
