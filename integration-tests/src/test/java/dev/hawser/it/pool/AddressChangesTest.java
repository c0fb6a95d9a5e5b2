package dev.hawser.it.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.ConnectionPool;
import dev.hawser.ConnectionPoolSnapshot;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.Retirement;
import dev.hawser.Spread;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.cutoff.Eventually;
import dev.hawser.it.cutoff.Retirements;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that has several addresses, or moves. */
@Timeout(60)
@EveryProtocol({Link.H1, Link.H1_TLS, Link.H2, Link.H2C}) // a proxy would look names up itself
class AddressChangesTest {
    private final TestServer server = new TestServer();
    private final Retirements retirements = new Retirements();
    private final Link link;
    private volatile List<InetAddress> answer = List.of();

    AddressChangesTest(Link link) {
        this.link = link;
    }

    @BeforeEach
    void start() throws IOException {
        server.handler(request -> MockResponse.of(200, "x"));
        link.prepare(server).start(InetAddress.getByName("0.0.0.0"), 0);
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }

    private static InetAddress ip(int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    }

    private HawserClient client(ConnectionPool.Builder settings) {
        return link.client()
                .connectionPool(settings.listener(retirements).build())
                .dns(host -> answer)
                .build();
    }

    private static void hang(CountDownLatch until) throws UnknownHostException {
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException("interrupted");
        }
    }

    private Request get() {
        return new Request.Builder()
                .url(link.scheme() + "://service.test:" + server.port() + "/")
                .build();
    }

    private static Map<String, Long> connectionsByAddress(HawserClient client) {
        return client.connectionPool().snapshot().connections().stream()
                .map(ConnectionPoolSnapshot.ConnectionState::route)
                .collect(Collectors.groupingBy(
                        route -> route.socketAddress().getAddress().getHostAddress(), Collectors.counting()));
    }

    @Test
    void aConnectionLeavesWhenItsAddressIsGoneFromTheAnswers() throws Exception {
        HawserClient client = client(new ConnectionPool.Builder().addressRefresh(Duration.ofMillis(10)));
        try (ConnectionPool pool = client.connectionPool()) {
            answer = List.of(ip(2));
            client.newCall(get()).execute().close();
            assertThat(connectionsByAddress(client)).isEqualTo(Map.of("127.0.0.2", 1L));
            answer = List.of(ip(3));

            Eventually.await("it is gone", () -> retirements.reasons().equals(List.of(Retirement.ADDRESS_GONE)));
            client.newCall(get()).execute().close();
            assertThat(connectionsByAddress(client)).isEqualTo(Map.of("127.0.0.3", 1L));
            assertThat(pool.connectionCount()).isEqualTo(1);
        }
    }

    @Test
    void aCallOnSuchAConnectionEndsUndisturbed() throws Exception {
        HawserClient client = client(new ConnectionPool.Builder().addressRefresh(Duration.ofMillis(10)));
        try (ConnectionPool pool = client.connectionPool()) {
            answer = List.of(ip(2));
            try (Response held = client.newCall(get()).execute()) {
                answer = List.of(ip(3));
                Eventually.await("it drains", () -> pool.snapshot().total().draining() == 1);
                assertThat(held.body().string()).isEqualTo("x");
            }
            Eventually.await("it is gone", () -> retirements.reasons().equals(List.of(Retirement.ADDRESS_GONE)));
        }
    }

    @Test
    void aLookUpThatHangsHoldsUpNothing() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        AtomicInteger lookUps = new AtomicInteger();
        HawserClient client = link.client()
                .connectionPool(new ConnectionPool.Builder()
                        .addressRefresh(Duration.ofMillis(10))
                        .keepAliveDuration(Duration.ofMillis(100))
                        .listener(retirements)
                        .build())
                .dns(host -> {
                    if (lookUps.incrementAndGet() > 1) {
                        hang(hangs);
                    }
                    return List.of(ip(2));
                })
                .build();
        try (ConnectionPool pool = client.connectionPool()) {
            client.newCall(get()).execute().close();
            Eventually.await("it hangs", () -> lookUps.get() == 2);

            Eventually.await(
                    "the connection's time is over",
                    () -> retirements.reasons().equals(List.of(Retirement.KEEP_ALIVE_EXPIRED)));
            assertThat(pool.connectionCount()).isZero();
        } finally {
            hangs.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource
    void connectionsAreSpreadAsAsked(Spread spread) throws Exception {
        HawserClient client = client(new ConnectionPool.Builder().spread(spread));
        answer = List.of(ip(2), ip(3), ip(4));
        List<Response> held = new ArrayList<>();
        try (ConnectionPool pool = client.connectionPool()) {
            for (int i = 0; i < 6; i++) {
                held.add(client.newCall(get()).execute());
            }
            Map<String, Long> expected = spread == Spread.FIRST_ANSWER
                    ? Map.of("127.0.0.2", 6L)
                    : Map.of("127.0.0.2", 2L, "127.0.0.3", 2L, "127.0.0.4", 2L);
            if (link.isH2()) {
                expected = Map.of("127.0.0.2", 1L); // one is for all
            }

            assertThat(connectionsByAddress(client)).isEqualTo(expected);
            assertThat(pool.connectionCount()).isEqualTo(link.isH2() ? 1 : 6);
            held.forEach(Response::close);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAddressThatRefusesIsFollowedByTheNext(Spread spread) throws Exception {
        HawserClient client = client(new ConnectionPool.Builder().spread(spread));
        answer = List.of(ip(2), ip(3));
        try (TestServer third = new TestServer();
                ConnectionPool pool = client.connectionPool()) {
            third.handler(request -> MockResponse.of(200, "x"));
            link.prepare(third).start(ip(3), 0);
            Request request = new Request.Builder()
                    .url(link.scheme() + "://service.test:" + third.port() + "/")
                    .build();
            for (int i = 0; i < 3; i++) {
                client.newCall(request).execute().close();
                assertThat(connectionsByAddress(client)).isEqualTo(Map.of("127.0.0.3", 1L));
                pool.evictAll();
                assertThat(pool.connectionCount()).isZero();
            }
        }
    }
}
