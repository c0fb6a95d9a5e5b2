package dev.hawser.it.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hawser.ConnectionPool;
import dev.hawser.Dns;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.it.Connects;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.SocketsLeft;
import dev.hawser.it.cutoff.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server that is reached by a link of its own. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
@EveryProtocol(
        value = {Link.H1, Link.H2C},
        because = "what a link does, it does to TLS as well")
class NetworksTest {
    /** Longer than any of these tests may take. */
    private static final Duration LONG = Duration.ofSeconds(70);

    private static final Duration SHORT = Duration.ofSeconds(1);

    private final Link link;
    private final Connects connects = new Connects();
    private final ConnectionPool pool = new ConnectionPool();
    private FarSide side;
    private FarServer server;

    NetworksTest(Link link) {
        this.link = link;
    }

    @BeforeEach
    void start() throws IOException {
        side = FarSide.make();
        server = FarServer.start(side, link.protocol());
    }

    @AfterEach
    void stop() throws IOException {
        pool.close();
        if (server != null) {
            server.close();
        }
        if (side != null) {
            side.close();
        }
    }

    private HawserClient.Builder client(InetAddress... addresses) {
        return link.client()
                .connectionPool(pool)
                .dns(Dns.overriding(Map.of("far.test", List.of(addresses)), Dns.SYSTEM))
                .eventListener(connects)
                .connectTimeout(LONG)
                .readTimeout(LONG);
    }

    private Request request(String path) {
        return new Request.Builder()
                .url("http://far.test:" + server.port() + path)
                .build();
    }

    private int get(HawserClient client, int length) throws IOException {
        try (Response response = client.newCall(request("/bytes/" + length)).execute()) {
            return response.body().bytes().length;
        }
    }

    private static String ip(InetAddress address) {
        return address.getHostAddress();
    }

    @Test
    void anIpv6BlackHoleCostsItsHeadStartAndNotItsTimeout() throws Exception {
        InetAddress hole = side.blackHole();
        HawserClient client = client(hole, side.server()).build();

        assertThat(get(client, 13)).isEqualTo(13);
        assertThat(connects.events())
                .containsExactly(
                        "start " + ip(hole),
                        "start " + ip(side.server()),
                        "failed " + ip(hole),
                        "end " + ip(side.server()));
        assertThat(pool.connectionCount()).isEqualTo(1);
    }

    @Test
    void withoutFastFallbackABlackHoleCostsItsTimeoutOnce() throws Exception {
        InetAddress hole = side.blackHole();
        HawserClient client = client(hole, side.server())
                .fastFallback(false)
                .connectTimeout(SHORT)
                .build();

        assertThat(get(client, 13)).isEqualTo(13);
        assertThat(connects.events())
                .containsExactly(
                        "start " + ip(hole),
                        "failed " + ip(hole),
                        "start " + ip(side.server()),
                        "end " + ip(side.server()));
        pool.evictAll();
        connects.clear();

        assertThat(get(client, 13)).isEqualTo(13);
        assertThat(connects.events()).containsExactly("start " + ip(side.server()), "end " + ip(side.server()));
    }

    @Test
    void aBlackHoleAloneIsNamedWithItsTimeout() throws Exception {
        InetAddress hole = side.blackHole();
        HawserClient client = client(hole).connectTimeout(SHORT).build();

        assertThat(catchThrowableOfType(SocketTimeoutException.class, () -> get(client, 13)))
                .hasMessageContaining(SHORT.toMillis() + " ms")
                .hasMessageContaining(ip(hole));
        assertThat(pool.connectionCount()).isZero();
    }

    @Test
    void anAddressThatCannotBeReachedIsPassedOver() throws Exception {
        InetAddress beyond = side.unreachable();

        assertThat(get(client(beyond, side.server()).build(), 13)).isEqualTo(13);
        assertThat(connects.events())
                .containsExactly(
                        "start " + ip(beyond),
                        "failed " + ip(beyond),
                        "start " + ip(side.server()),
                        "end " + ip(side.server()));
    }

    @Test
    void eachAttemptIsListedWhereNoneSucceeds() throws Exception {
        InetAddress hole = side.blackHole();
        InetAddress beyond = side.unreachable();
        HawserClient client =
                client(hole, beyond).connectTimeout(SHORT).fastFallback(false).build();

        IOException failure = catchThrowableOfType(IOException.class, () -> get(client, 13));

        assertThat(failure).hasMessageContaining(ip(beyond)).hasMessageContaining("No route to host");
        assertThat(failure.getSuppressed())
                .singleElement()
                .asString()
                .contains("SocketTimeoutException")
                .contains(ip(hole));
        assertThat(pool.connectionCount()).isZero();
    }

    @Test
    void aLinkThatIsSlowAndLosesPacketsIsOnlySlow() throws Exception {
        side.impair();
        HawserClient client = client(side.server()).build();
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> gets = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                gets.add(() -> get(client, 10_000));
            }
            for (Future<Integer> each : callers.invokeAll(gets)) {
                assertThat(each.get()).isEqualTo(10_000);
            }
        } finally {
            callers.shutdown();
        }
        assertThat(get(client, 500_000)).isEqualTo(500_000);

        assertThat(side.lost()).as("packets lost").isPositive();
        assertThat(connects.events())
                .filteredOn(each -> each.startsWith("start"))
                .hasSizeLessThanOrEqualTo(4);
        assertThat(pool.connectionCount()).isEqualTo(pool.idleConnectionCount()).isBetween(1, 4);
    }

    @Test
    void aLinkThatIsCutInAResponseIsNamedWithTheReadTimeout() throws Exception {
        HawserClient client = client(side.server()).readTimeout(SHORT).build();
        try (Response response = client.newCall(request("/drip/1000000")).execute()) {
            InputStream body = response.body().byteStream();
            assertThat(body.readNBytes(500)).hasSize(500);

            side.cut();

            assertThat(catchThrowableOfType(SocketTimeoutException.class, body::readAllBytes))
                    .hasMessageContaining(SHORT.toMillis() + " ms")
                    .hasMessageContaining(ip(side.server()));
        }
        assertThat(pool.connectionCount()).isEqualTo(suspected());
        side.mend();

        assertThat(get(client.newBuilder().readTimeout(LONG).build(), 13)).isEqualTo(13);
        assertThat(pool.connectionCount()).isBetween(1, 1 + suspected());
    }

    @Test
    void aServerThatIsGoneWhileConnectionsAreIdleIsNamedAndFoundAgain() throws Exception {
        HawserClient client =
                client(side.server()).connectTimeout(SHORT).readTimeout(SHORT).build();
        assertThat(get(client, 13)).isEqualTo(13);
        assertThat(pool.idleConnectionCount()).isEqualTo(1);
        side.cut();

        assertThat(catchThrowableOfType(SocketTimeoutException.class, () -> get(client, 13)))
                .hasMessageContaining("reading")
                .hasMessageContaining(ip(side.server()));
        assertThat(pool.connectionCount()).isEqualTo(suspected());
        assertThat(catchThrowableOfType(SocketTimeoutException.class, () -> get(client, 13)))
                .hasMessageContaining("connecting to")
                .hasMessageContaining(ip(side.server()));
        assertThat(pool.connectionCount()).isEqualTo(suspected());
        side.mend();

        Eventually.await("the server answers", () -> answers(client));
        assertThat(pool.connectionCount()).isBetween(1, 1 + suspected());
    }

    /** How many connections stay when a call on one was not answered in time: over HTTP/2 it is asked by a PING, and may answer yet. */
    private int suspected() {
        return link.isH2() ? 1 : 0;
    }

    private boolean answers(HawserClient client) {
        try {
            return get(client, 13) == 13;
        } catch (IOException e) {
            return false;
        }
    }
}
