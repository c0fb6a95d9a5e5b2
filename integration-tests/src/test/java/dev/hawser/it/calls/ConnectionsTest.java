package dev.hawser.it.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Connection;
import dev.hawser.ConnectionPool;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.Dns;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.Retirement;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.TestOver;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.SocketPolicy;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@EveryProtocol({Link.H1, Link.H1_TLS, Link.H2, Link.H2C}) // what proxies change is the matter of ProxiesTest
class ConnectionsTest {
    private final TestServer server = new TestServer();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Link link;
    private HawserClient client;

    ConnectionsTest(Link link) {
        this.link = link;
        this.client = clientWith(new ConnectionPool.Builder());
    }

    @BeforeEach
    void start() {
        link.start(server);
    }

    @AfterEach
    void stop() {
        client.connectionPool().close();
        client.close();
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }

    private HawserClient clientWith(ConnectionPool.Builder pool) {
        return link.client()
                .connectionPool(pool.listener(new ConnectionPoolListener() {
                            @Override
                            public void connectionOpened(Connection connection) {
                                told.add(connection.id() + " opened");
                            }

                            @Override
                            public void connectionLeased(Connection connection, int uses, long idleNanos) {
                                told.add(connection.id() + " leased " + uses);
                            }

                            @Override
                            public void connectionReturned(Connection connection) {
                                told.add(connection.id() + " returned");
                            }

                            @Override
                            public void connectionRetired(Connection connection, Retirement reason) {
                                told.add(connection.id() + " retired " + reason);
                            }
                        })
                        .build())
                .build();
    }

    private Request get() {
        return new Request.Builder().url(server.url("/")).build();
    }

    private void exchange(MockResponse response) throws IOException {
        server.enqueue(response);
        try (Response answer = client.newCall(get()).execute()) {
            answer.body().bytes();
        }
    }

    /** An event may be told by the thread that is still telling an earlier one of the same connection. */
    private void awaitTold(String start) {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (told.stream().noneMatch(event -> event.startsWith(start))) {
            assertThat(System.nanoTime() - until).as("%s in %s", start, told).isNegative();
            Thread.onSpinWait();
        }
    }

    @Test
    void areToldOfFromTheirMakingToTheirEnd() throws Exception {
        exchange(MockResponse.of(200, "x"));
        exchange(MockResponse.of(200, "x"));
        client.connectionPool().evictAll();

        awaitTold("1 retired");
        assertThat(told)
                .containsExactly(
                        "1 opened", "1 leased 0", "1 returned", "1 leased 1", "1 returned", "1 retired EVICTED");
        assertThat(server.awaitOpenConnections(0, Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void endWhereTheServerSaysClose() throws Exception {
        exchange(new MockResponse.Builder()
                .addHeader("Connection", "close")
                .body("x")
                .build());

        awaitTold("1 retired");
        // In HTTP/2 the server says so by GOAWAY.
        assertThat(told).endsWith("1 returned", link.isH2() ? "1 retired GOAWAY" : "1 retired CONNECTION_CLOSE");
        assertThat(server.awaitOpenConnections(0, Duration.ofSeconds(30))).isTrue();
    }

    @TestOver(
            value = {Link.H1, Link.H1_TLS},
            because = "HTTP/2 has no Keep-Alive (RFC 9113, section 8.2.2)")
    void endAfterAsManyUsesAsKeepAliveAllows() throws Exception {
        exchange(new MockResponse.Builder()
                .addHeader("Keep-Alive", "max=1")
                .body("x")
                .build());
        exchange(new MockResponse.Builder()
                .addHeader("Keep-Alive", "max=0")
                .body("x")
                .build());
        exchange(MockResponse.of(200, "x"));

        awaitTold("2 opened");
        assertThat(told).contains("1 leased 1", "1 retired MAX_REQUESTS", "2 opened");
    }

    @TestOver(
            value = {Link.H1, Link.H1_TLS},
            because = "HTTP/2 has no Keep-Alive (RFC 9113, section 8.2.2)")
    void endAtOnceWhereKeepAliveIsZero() throws Exception {
        exchange(new MockResponse.Builder()
                .addHeader("Keep-Alive", "timeout=0")
                .body("x")
                .build());

        awaitTold("1 retired");
        assertThat(told).hasSize(4).contains("1 returned");
    }

    @Test
    void endAfterAsManyUsesAsThePoolAllows() throws Exception {
        client = clientWith(new ConnectionPool.Builder().maxRequestsPerConnection(2));
        for (int i = 0; i < 3; i++) {
            exchange(MockResponse.of(200, "x"));
        }

        awaitTold("2 leased");
        assertThat(told).contains("1 retired MAX_REQUESTS", "2 leased 0");
        assertThat(server.connectionCount()).isEqualTo(2);
    }

    @Test
    void areNotKeptWhereNoneMayBeIdle() throws Exception {
        client = clientWith(new ConnectionPool.Builder().maxIdleConnections(0));
        exchange(MockResponse.of(200, "x"));

        awaitTold("1 retired");
        assertThat(told).endsWith("1 retired IDLE_LIMIT");
    }

    @Test
    void thatTheServerHasClosedWhileIdleAreNotUsed() throws Exception {
        exchange(new MockResponse.Builder()
                .body("x")
                .socketPolicy(SocketPolicy.DISCONNECT_AT_END)
                .build());
        assertThat(server.awaitOpenConnections(0, Duration.ofSeconds(30))).isTrue();
        exchange(MockResponse.of(200, "x"));

        awaitTold("2 leased");
        assertThat(told).contains("1 retired PEER_CLOSED", "2 leased 0");
    }

    @Nested
    class Ways {
        @Test
        void areTriedOneAfterTheOther() throws Exception {
            InetAddress dead = InetAddress.getByName("127.0.0.2");
            InetAddress alive = InetAddress.getByName("127.0.0.1");
            HawserClient own =
                    client.newBuilder().dns(host -> List.of(dead, alive)).build();
            server.enqueue(MockResponse.of(200, "x"));
            Request request = new Request.Builder()
                    .url(link.scheme() + "://name.example:" + server.port() + "/")
                    .build();

            try (Response response = own.newCall(request).execute()) {
                assertThat(response.body().string()).isEqualTo("x");
            }
            assertThat(server.takeRequest().authority()).isEqualTo("name.example:" + server.port());
        }

        @Test
        void thatAllFailAreAllReported() throws Exception {
            int port = closedPort();
            HawserClient own = client.newBuilder()
                    .dns(host -> List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.3")))
                    .build();

            assertThatThrownBy(() -> own.newCall(new Request.Builder()
                                    .url(link.scheme() + "://name.example:" + port + "/")
                                    .build())
                            .execute())
                    .hasMessageContaining("127.0.0.3:" + port)
                    .satisfies(e -> assertThat(e.getSuppressed())
                            .hasSize(1)
                            .allSatisfy(first -> assertThat(first).hasMessageContaining("127.0.0.2:" + port)));
        }

        @Test
        void toANameThatIsNotKnownDoNotExist() {
            HawserClient own = client.newBuilder()
                    .dns(host -> {
                        throw new UnknownHostException(host);
                    })
                    .build();

            assertThatThrownBy(() -> own.newCall(new Request.Builder()
                                    .url("http://name.example/")
                                    .build())
                            .execute())
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageContaining("name.example");
        }

        @Test
        void thatOthersAreTryingAreWaitedForNoLongerThanTheConnectTimeout() throws Exception {
            CountDownLatch dialing = new CountDownLatch(link.isH2() ? 1 : 8); // one for all
            CountDownLatch resolved = new CountDownLatch(1);
            HawserClient own = client.newBuilder()
                    .dns(host -> {
                        dialing.countDown();
                        awaitUninterrupted(resolved);
                        return List.of(InetAddress.getLoopbackAddress());
                    })
                    .build();
            own.dispatcher().setMaxRequestsPerHost(8);
            server.handler(request -> MockResponse.of(200, "x"));
            List<CompletableFuture<Response>> first = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                first.add(own.newCall(get()).executeAsync());
            }
            dialing.await();
            HawserClient impatient =
                    own.newBuilder().connectTimeout(Duration.ofMillis(20)).build();

            assertThatThrownBy(() -> impatient.newCall(get()).execute())
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageStartingWith("connect timeout: no connection to ")
                    .hasMessageMatching(".* was made within 20 ms, while the pool has %s in the making"
                            .formatted(link.isH2() ? "[12]" : "8")); // a second one after 250 ms

            resolved.countDown();
            for (CompletableFuture<Response> each : first) {
                each.get().close();
            }
        }

        private void awaitUninterrupted(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Test
        void areNotSharedByClientsThatResolveNamesDifferently() throws Exception {
            Dns other = host -> Dns.SYSTEM.lookup(host);
            HawserClient own = client.newBuilder().dns(other).build();
            exchange(MockResponse.of(200, "x"));
            server.enqueue(MockResponse.of(200, "x"));
            own.newCall(get()).execute().close();

            assertThat(server.connectionCount()).isEqualTo(2);
        }

        @Test
        void leadThroughTheUsersSockets() throws Exception {
            AtomicInteger made = new AtomicInteger();
            HawserClient own =
                    client.newBuilder().socketFactory(new Counting(made)).build();
            server.enqueue(MockResponse.of(200, "x"));
            server.enqueue(MockResponse.of(200, "y"));

            own.newCall(get()).execute().close();
            try (Response response = own.newCall(get()).execute()) {
                assertThat(response.body().string()).isEqualTo("y");
            }
            assertThat(made).hasValue(1);
        }

        @Test
        void startFromTheLocalAddressThatIsSet() throws Exception {
            HawserClient own = client.newBuilder()
                    .localAddress(InetAddress.getByName("127.0.0.9"))
                    .build();
            server.enqueue(MockResponse.of(200, "x"));

            own.newCall(get()).execute().close();

            assertThat(server.takeRequest().remoteAddress().getAddress().getHostAddress())
                    .isEqualTo("127.0.0.9");
        }

        private int closedPort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            }
        }
    }

    private static final class Counting extends SocketFactory {
        private final AtomicInteger made;

        Counting(AtomicInteger made) {
            this.made = made;
        }

        @Override
        public Socket createSocket() {
            made.incrementAndGet();
            return new Socket();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException();
        }
    }
}
