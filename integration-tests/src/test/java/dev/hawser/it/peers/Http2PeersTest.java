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
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
        APACHE_TLS(Protocol.HTTP_2),
        H2O_CLEAR(Protocol.H2_PRIOR_KNOWLEDGE),
        H2O_TLS(Protocol.HTTP_2),
        CADDY_CLEAR(Protocol.H2_PRIOR_KNOWLEDGE),
        CADDY_TLS(Protocol.HTTP_2),
        /** haproxy before a server of HTTP/2, with another connection behind it. */
        HAPROXY_CLEAR(Protocol.H2_PRIOR_KNOWLEDGE),
        HAPROXY_TLS(Protocol.HTTP_2);

        private final Protocol protocol;

        Way(Protocol protocol) {
            this.protocol = protocol;
        }

        Served start(Identities identities) {
            return switch (this) {
                case NGINX_TLS -> new Served(WebServer.NGINX.start(site(identities)), null);
                case APACHE_TLS -> new Served(WebServer.APACHE.start(site(identities)), null);
                case H2O_CLEAR, H2O_TLS -> new Served(h2o(identities), null);
                case CADDY_CLEAR, CADDY_TLS -> new Served(caddy(identities), null);
                case HAPROXY_CLEAR, HAPROXY_TLS -> {
                    Peer behind = nghttpd(setup -> "--no-tls " + setup.port("clear"));
                    yield new Served(haproxy(identities, behind), behind);
                }
                case NGHTTPD_CLEAR -> new Served(nghttpd(setup -> "--no-tls " + setup.port("clear")), null);
                case NGHTTPD_TLS ->
                    new Served(
                            nghttpd(setup -> setup.port("tls")
                                    + " %1$s.key %1$s.pem"
                                            .formatted(site(identities).identity(setup))),
                            null);
            };
        }

        private static Site site(Identities identities) {
            return new Site(identities, List.of("TLSv1.2", "TLSv1.3"), false);
        }

        private static void files(Setup setup) {
            setup.file("site/hello.txt", WebServer.HELLO);
            setup.file("site/large.bin", WebServer.LARGE);
        }

        private static Peer nghttpd(Function<Setup, String> way) {
            return Peer.start(Program.NGHTTPD, setup -> {
                files(setup);
                return "-a 127.0.0.1 --echo-upload --trailer=checksum:7 -d " + setup.folder() + "/site "
                        + way.apply(setup);
            });
        }

        private static Peer h2o(Identities identities) {
            return Peer.start(Program.H2O, setup -> {
                files(setup);
                return """
                        user: root
                        num-threads: 2
                        http2-reprioritize-blocking-assets: OFF
                        hosts:
                          default:
                            listen:
                              host: 127.0.0.1
                              port: %2$d
                            paths:
                              /:
                                file.dir: %1$s/site
                          localhost:
                            listen:
                              host: 127.0.0.1
                              port: %3$d
                              ssl:
                                certificate-file: %4$s.pem
                                key-file: %4$s.key
                            paths:
                              /:
                                file.dir: %1$s/site
                        """.formatted(
                                setup.folder(),
                                setup.port("clear"),
                                setup.port("tls"),
                                site(identities).identity(setup));
            });
        }

        private static Peer caddy(Identities identities) {
            return Peer.start(Program.CADDY, setup -> {
                files(setup);
                return """
                        {
                          admin off
                          auto_https off
                          storage file_system %1$s/storage
                          servers {
                            protocols h1 h2 h2c
                          }
                        }
                        http://localhost:%2$d {
                          bind 127.0.0.1
                          root * %1$s/site
                          file_server
                        }
                        https://localhost:%3$d {
                          bind 127.0.0.1
                          tls %4$s.pem %4$s.key
                          root * %1$s/site
                          file_server
                        }
                        """.formatted(
                                setup.folder(),
                                setup.port("clear"),
                                setup.port("tls"),
                                site(identities).identity(setup));
            });
        }

        private static Peer haproxy(Identities identities, Peer behind) {
            return Peer.start(Program.HAPROXY, setup -> """
                    defaults
                      mode http
                      timeout connect 5s
                      timeout client 30s
                      timeout server 30s
                    frontend entry
                      bind 127.0.0.1:%1$d proto h2
                      bind 127.0.0.1:%2$d ssl crt %3$s.all alpn h2,http/1.1
                      default_backend behind
                    backend behind
                      server nghttpd 127.0.0.1:%4$d proto h2
                    """.formatted(
                            setup.port("clear"),
                            setup.port("tls"),
                            setup.identity("server", identities.of("localhost"), identities.between),
                            behind.port("clear")));
        }

        String url(Served served, String path) {
            String port = protocol == Protocol.HTTP_2 ? "tls" : "clear";
            return (port.equals("tls") ? "https" : "http") + "://localhost:" + served.front.port(port) + path;
        }
    }

    /** A server, and the one behind it if it is a proxy. */
    record Served(Peer front, @Nullable Peer behind) implements AutoCloseable {
        @Override
        public void close() {
            front.close();
            if (behind != null) {
                behind.close();
            }
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

    private static Request get(Way way, Served peer, String path) {
        return new Request.Builder().url(way.url(peer, path)).build();
    }

    @AfterEach
    void close() {
        pool.evictAll();
    }

    @ParameterizedTest
    @EnumSource
    void contentComesWholeAgainAndAgain(Way way) throws IOException {
        try (Served peer = way.start(identities)) {
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
    @EnumSource(
            names = {"NGHTTPD.*", "HAPROXY.*"},
            mode = EnumSource.Mode.MATCH_ANY)
    void contentGoesThereAndBackWithTrailersBehindIt(Way way) throws IOException {
        try (Served peer = way.start(identities)) {
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
        try (Served peer = way.start(identities)) {
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
        try (Served peer = way.start(identities)) {
            HawserClient client = client(way);
            // Read all the time: haproxy has one buffer for what comes from behind, which an unread response fills.
            CompletableFuture<byte[]> other =
                    CompletableFuture.supplyAsync(() -> allOf(client, get(way, peer, "/large.bin")));
            Call cancelled = client.newCall(get(way, peer, "/large.bin"));
            try (Response large = cancelled.execute()) {
                InputStream body = large.body().byteStream();
                assertThat(body.read()).isNotNegative();

                cancelled.cancel();

                assertThat(other.get()).isEqualTo(WebServer.LARGE);
            }
            try (Response response =
                    client.newCall(get(way, peer, "/large.bin")).execute()) {
                assertThat(response.body().byteStream().read()).isNotNegative();
            }
            assertThat(pool.connectionCount()).isEqualTo(1);
            assertThat(pool.idleConnectionCount()).isEqualTo(1);
        }
    }

    private static byte[] allOf(HawserClient client, Request request) {
        try (Response response = client.newCall(request).execute()) {
            return response.body().bytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
