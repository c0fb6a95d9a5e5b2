package dev.hawser.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Call;
import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.it.SocketsLeft;
import dev.hawser.it.peers.WebServer.Site;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP/2 with servers that others have written, over TLS and in the clear: always on one connection. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class Http2PeersTest {
    /** A server, and a way to it. */
    enum Way {
        NGHTTPD_CLEAR(Protocol.H2_PRIOR_KNOWLEDGE),
        NGHTTPD_TLS(Protocol.HTTP_2),
        NGINX_TLS(Protocol.HTTP_2),
        APACHE_TLS(Protocol.HTTP_2);

        private final Protocol protocol;

        Way(Protocol protocol) {
            this.protocol = protocol;
        }

        /** Whether it sends back what was posted, and trailers. */
        boolean echoes() {
            return name().startsWith("NGHTTPD");
        }

        Peer start(Identities identities) {
            return switch (this) {
                case NGINX_TLS -> WebServer.NGINX.start(site(identities));
                case APACHE_TLS -> WebServer.APACHE.start(site(identities));
                case NGHTTPD_CLEAR -> nghttpd(setup -> "--no-tls " + setup.port("way"));
                case NGHTTPD_TLS ->
                    nghttpd(setup -> setup.port("way")
                            + " %1$s.key %1$s.pem".formatted(site(identities).identity(setup)));
            };
        }

        private static Site site(Identities identities) {
            return new Site(identities, List.of("TLSv1.2", "TLSv1.3"), false);
        }

        private static Peer nghttpd(Function<Setup, String> way) {
            return Peer.start(Program.NGHTTPD, setup -> {
                setup.file("site/hello.txt", WebServer.HELLO);
                setup.file("site/large.bin", WebServer.LARGE);
                return "-a 127.0.0.1 --echo-upload --trailer=checksum:7 -d " + setup.folder() + "/site "
                        + way.apply(setup);
            });
        }

        String url(Peer peer, String path) {
            String origin = this == NGHTTPD_CLEAR ? "http://localhost:" : "https://localhost:";
            return origin + peer.port(name().startsWith("NGHTTPD") ? "way" : "tls") + path;
        }
    }

    private final Identities identities = new Identities();
    private final ConnectionPool pool = new ConnectionPool();

    private HawserClient client(Way way) {
        List<Protocol> protocols = way.protocol == Protocol.HTTP_2
                ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)
                : List.of(Protocol.H2_PRIOR_KNOWLEDGE);
        return identities.client().connectionPool(pool).protocols(protocols).build();
    }

    private static Request get(Way way, Peer peer, String path) {
        return new Request.Builder().url(way.url(peer, path)).build();
    }

    @AfterEach
    void close() {
        pool.evictAll();
    }

    @ParameterizedTest
    @EnumSource
    void contentComesWholeAgainAndAgain(Way way) throws IOException {
        try (Peer peer = way.start(identities)) {
            HawserClient client = client(way);
            for (int i = 0; i < 50; i++) {
                try (Response response =
                        client.newCall(get(way, peer, "/hello.txt")).execute()) {
                    assertThat(response.protocol()).isEqualTo(way.protocol);
                    assertThat(response.body().string()).isEqualTo(WebServer.HELLO);
                }
            }
            try (Response response =
                    client.newCall(get(way, peer, "/large.bin")).execute()) {
                assertThat(response.body().bytes()).isEqualTo(WebServer.LARGE);
            }
            assertThat(pool.connectionCount()).isEqualTo(1);
            assertThat(pool.idleConnectionCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "NGHTTPD.*", mode = EnumSource.Mode.MATCH_ANY)
    void contentGoesThereAndBackWithTrailersBehindIt(Way way) throws IOException {
        try (Peer peer = way.start(identities)) {
            HawserClient client = client(way);
            byte[] content = new byte[3_000_000];
            new Random(5).nextBytes(content);
            for (int size : new int[] {0, 1, 20_000, content.length}) {
                byte[] part = Arrays.copyOf(content, size);
                Request post = get(way, peer, "/echo")
                        .newBuilder()
                        .post(RequestBody.create(part))
                        .build();
                try (Response response = client.newCall(post).execute()) {
                    assertThat(response.body().bytes()).isEqualTo(part);
                    assertThat(response.trailers().get("checksum")).isEqualTo("7");
                }
            }
            assertThat(pool.connectionCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void twentyFirstCallsAtOnceMakeOneConnection(Way way) throws Exception {
        try (Peer peer = way.start(identities)) {
            HawserClient client = client(way);
            client.dispatcher().setMaxRequestsPerHost(20);
            List<CompletableFuture<Response>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(client.newCall(get(way, peer, "/hello.txt")).executeAsync());
            }
            for (CompletableFuture<Response> call : calls) {
                try (Response response = call.get()) {
                    assertThat(response.body().string()).isEqualTo(WebServer.HELLO);
                }
            }
            assertThat(pool.connectionCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatIsCancelledLeavesTheConnectionWhole(Way way) throws Exception {
        try (Peer peer = way.start(identities)) {
            HawserClient client = client(way);
            Call cancelled = client.newCall(get(way, peer, "/large.bin"));
            try (Response large = cancelled.execute();
                    Response other =
                            client.newCall(get(way, peer, "/large.bin")).execute()) {
                InputStream body = large.body().byteStream();
                assertThat(body.read()).isNotNegative();

                cancelled.cancel();

                assertThat(other.body().bytes()).isEqualTo(WebServer.LARGE);
            }
            try (Response response =
                    client.newCall(get(way, peer, "/large.bin")).execute()) {
                assertThat(response.body().byteStream().read()).isNotNegative();
            }
            assertThat(pool.connectionCount()).isEqualTo(1);
            assertThat(pool.idleConnectionCount()).isEqualTo(1);
        }
    }
}
