package dev.hawser.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.Retirement;
import dev.hawser.it.SocketsLeft;
import dev.hawser.it.cutoff.Retirements;
import dev.hawser.it.peers.WebServer.Site;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** haproxy before nginx: it ends TLS, and it ends connections that are idle for 30 ms. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class HaproxyTest {
    private static final int IDLE_MILLIS = 30;

    private final Identities identities = new Identities();
    private final Retirements retirements = new Retirements();
    private final ConnectionPool pool = retirements.pool();
    private final HawserClient client = identities
            .client()
            .protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1))
            .connectionPool(pool)
            .build();
    private Peer nginx;
    private Peer haproxy;

    @BeforeEach
    void start() {
        nginx = WebServer.NGINX.start(new Site(identities, List.of("TLSv1.3"), false));
        haproxy = Peer.start(Program.HAPROXY, setup -> """
                defaults
                  mode http
                  timeout connect 5s
                  timeout client 30s
                  timeout server 30s
                  timeout http-keep-alive %3$dms
                frontend entry
                  bind 127.0.0.1:%1$d
                  bind 127.0.0.1:%2$d ssl crt %4$s.all alpn h2,http/1.1
                  default_backend behind
                backend behind
                  server nginx 127.0.0.1:%5$d
                """.formatted(
                        setup.port("plain"),
                        setup.port("tls"),
                        IDLE_MILLIS,
                        setup.identity("server", identities.of("localhost"), identities.between),
                        nginx.port("plain")));
    }

    @AfterEach
    void stop() {
        pool.close();
        for (Peer peer : new Peer[] {haproxy, nginx}) {
            if (peer != null) {
                peer.close();
            }
        }
    }

    private Request.Builder request(String way, String path) {
        return new Request.Builder()
                .url((way.equals("tls") ? "https" : "http") + "://localhost:" + haproxy.port(way) + path);
    }

    private void get(String way) throws IOException {
        try (Response response =
                client.newCall(request(way, "/hello.txt").build()).execute()) {
            assertThat(response.body().string()).isEqualTo(WebServer.HELLO);
        }
    }

    /** Over TLS it speaks HTTP/2, and says goodbye. */
    private static Retirement endOf(String way) {
        return way.equals("tls") ? Retirement.GOAWAY : Retirement.PEER_CLOSED;
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "tls"})
    void whatItClosesLeavesThePoolByItself(String way) throws Exception {
        get(way);
        assertThat(pool.connectionCount()).isEqualTo(1);

        retirements.awaitExactly(endOf(way));
        assertThat(pool.connectionCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "tls"})
    void noCallFailsThatMeetsTheEndOfItsConnection(String way) throws Exception {
        for (int calls = 0; calls < 50; calls++) {
            get(way);
            LockSupport.parkNanos((IDLE_MILLIS - 5 + calls / 5) * 1_000_000L);
        }

        assertThat(retirements.reasons()).contains(endOf(way)).containsOnly(endOf(way));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "tls"})
    void largeBodiesPassBothWays(String way) throws Exception {
        try (Response put = client.newCall(request(way, "/upload/through")
                        .put(RequestBody.create(WebServer.LARGE))
                        .build())
                .execute()) {
            assertThat(put.code()).isEqualTo(201);
        }
        try (Response back =
                client.newCall(request(way, "/upload/through").build()).execute()) {
            assertThat(back.body().bytes()).isEqualTo(WebServer.LARGE);
        }
    }
}
