package dev.hawser.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Call;
import dev.hawser.ConnectionPool;
import dev.hawser.EventListener;
import dev.hawser.Handshake;
import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.Retirement;
import dev.hawser.it.SocketsLeft;
import dev.hawser.it.cutoff.Retirements;
import dev.hawser.it.peers.WebServer.Site;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP/1.1 with nginx and apache2, in the clear and over TLS: always on one connection. */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(SocketsLeft.class)
class WebServersTest {
    private static final String EVERY_WAY = """
            NGINX, plain
            NGINX, tls
            APACHE, plain
            APACHE, tls
            """;

    private final Identities identities = new Identities();
    private final Map<WebServer, Peer> peers = new EnumMap<>(WebServer.class);
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Retirements retirements = new Retirements();
    private final ConnectionPool pool = retirements.pool();
    private final HawserClient client = identities
            .client()
            .connectionPool(pool)
            .eventListener(new Told())
            .expectContinueTimeout(Duration.ofMinutes(10))
            .build();

    @AfterEach
    void oneConnectionServedAll() {
        assertThat(retirements.reasons()).isEmpty();
        assertThat(pool.connectionCount()).isLessThanOrEqualTo(1);
        assertThat(pool.idleConnectionCount()).isEqualTo(pool.connectionCount());
        pool.evictAll();
        retirements.reasons().clear();
        events.clear();
    }

    @AfterAll
    void stop() {
        peers.values().forEach(Peer::close);
    }

    private Request.Builder request(WebServer server, String way, String path) {
        Peer peer = peers.computeIfAbsent(
                server, unused -> server.start(new Site(identities, List.of("TLSv1.2", "TLSv1.3"), false)));
        return new Request.Builder()
                .url((way.equals("tls") ? "https" : "http") + "://localhost:" + peer.port(way) + path);
    }

    private String get(Request.Builder request) throws IOException {
        try (Response response = client.newCall(request.build()).execute()) {
            assertThat(response.code()).isEqualTo(200);
            return response.body().string();
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = EVERY_WAY)
    void manyCallsGoOverOneConnection(WebServer server, String way) throws Exception {
        for (int calls = 0; calls < 200; calls++) {
            assertThat(get(request(server, way, "/hello.txt"))).isEqualTo(WebServer.HELLO);
        }

        assertThat(events).containsOnlyOnce("connected");
    }

    @ParameterizedTest
    @CsvSource(textBlock = EVERY_WAY)
    void aServerThatSpeaksHttp2SpeaksWhatTheClientOffers(WebServer server, String way) throws Exception {
        try (Response response =
                client.newCall(request(server, way, "/hello.txt").build()).execute()) {
            assertThat(response.protocol()).isEqualTo(Protocol.HTTP_1_1);
            if (server == WebServer.NGINX) {
                assertThat(response.header("X-Protocol")).isEqualTo(way.equals("tls") ? "TLSv1.3 http/1.1" : "");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = EVERY_WAY)
    void aLargeBodyArrivesWhole(WebServer server, String way) throws Exception {
        try (Response response =
                client.newCall(request(server, way, "/large.bin").build()).execute()) {
            assertThat(response.body().contentLength()).isEqualTo(WebServer.LARGE.length);
            assertThat(response.body().bytes()).isEqualTo(WebServer.LARGE);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = EVERY_WAY)
    void aLargeBodyComesBackAsItWasPut(WebServer server, String way) throws Exception {
        put(request(server, way, "/upload/known-" + way).put(RequestBody.create(WebServer.LARGE)));

        try (Response back = client.newCall(
                        request(server, way, "/upload/known-" + way).build())
                .execute()) {
            assertThat(back.body().bytes()).isEqualTo(WebServer.LARGE);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = EVERY_WAY)
    void aBodyOfUnknownLengthIsPutInChunks(WebServer server, String way) throws Exception {
        put(request(server, way, "/upload/chunks-" + way)
                .put(RequestBody.create(new ByteArrayInputStream(WebServer.LARGE), null)));

        assertThat(events).contains("sent Transfer-Encoding chunked");
        try (Response back = client.newCall(
                        request(server, way, "/upload/chunks-" + way).build())
                .execute()) {
            assertThat(back.body().bytes()).isEqualTo(WebServer.LARGE);
        }
    }

    private void put(Request.Builder put) throws IOException {
        try (Response response = client.newCall(put.build()).execute()) {
            assertThat(response.code()).isIn(201, 204);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = EVERY_WAY)
    void aServerThatIsAskedSaysGoOn(WebServer server, String way) throws Exception {
        put(request(server, way, "/upload/asked-" + way)
                .header("Expect", "100-continue")
                .put(RequestBody.create("after 100", null)));

        assertThat(events).containsSubsequence("awaited", "body");
        assertThat(get(request(server, way, "/upload/asked-" + way))).isEqualTo("after 100");
    }

    @ParameterizedTest
    @CsvSource(textBlock = EVERY_WAY)
    void aServerThatRefusesIsNotSentTheBody(WebServer server, String way) throws Exception {
        try (Response response = client.newCall(request(server, way, "/small/refused")
                        .header("Expect", "100-continue")
                        .put(RequestBody.create(WebServer.LARGE))
                        .build())
                .execute()) {
            assertThat(response.code()).isEqualTo(413);
        }
        assertThat(events).doesNotContain("body");
        retirements.reasons().removeIf(reason -> reason == Retirement.CONNECTION_CLOSE);
    }

    @ParameterizedTest
    @CsvSource(textBlock = EVERY_WAY)
    void aCompressedBodyIsReadInTheClear(WebServer server, String way) throws Exception {
        assertThat(get(request(server, way, "/text.txt"))).isEqualTo(WebServer.TEXT);

        assertThat(events).contains("received Content-Encoding gzip");
    }

    @ParameterizedTest
    @CsvSource(textBlock = EVERY_WAY)
    void aHeadHasNoBody(WebServer server, String way) throws Exception {
        try (Response response = client.newCall(
                        request(server, way, "/large.bin").head().build())
                .execute()) {
            assertThat(response.header("Content-Length")).isEqualTo("20000000");
            assertThat(response.body().bytes()).isEmpty();
        }
        assertThat(get(request(server, way, "/hello.txt"))).isEqualTo(WebServer.HELLO);
    }

    @ParameterizedTest
    @CsvSource(textBlock = EVERY_WAY)
    void whatHasNotChangedIsNotSentAgain(WebServer server, String way) throws Exception {
        String tag;
        try (Response first =
                client.newCall(request(server, way, "/hello.txt").build()).execute()) {
            tag = first.header("ETag", "none");
        }
        try (Response second = client.newCall(request(server, way, "/hello.txt")
                        .header("If-None-Match", tag)
                        .build())
                .execute()) {
            assertThat(second.code()).isEqualTo(304);
            assertThat(second.body().bytes()).isEmpty();
        }
        assertThat(get(request(server, way, "/hello.txt"))).isEqualTo(WebServer.HELLO);
    }

    @ParameterizedTest
    @CsvSource(textBlock = EVERY_WAY)
    void aRedirectIsFollowedOnTheSameConnection(WebServer server, String way) throws Exception {
        try (Response response =
                client.newCall(request(server, way, "/moved").build()).execute()) {
            assertThat(response.body().string()).isEqualTo(WebServer.HELLO);
            assertThat(response.priorResponse().code()).isEqualTo(302);
        }
        assertThat(events).containsOnlyOnce("connected");
    }

    @ParameterizedTest
    @CsvSource(textBlock = EVERY_WAY)
    void partOfAFile(WebServer server, String way) throws Exception {
        try (Response response = client.newCall(request(server, way, "/large.bin")
                        .header("Range", "bytes=10-13")
                        .build())
                .execute()) {
            assertThat(response.code()).isEqualTo(206);
            assertThat(response.body().bytes())
                    .containsExactly(
                            WebServer.LARGE[10], WebServer.LARGE[11], WebServer.LARGE[12], WebServer.LARGE[13]);
        }
    }

    /** Writes down what is of interest of each call. */
    private final class Told extends EventListener {
        @Override
        public void connectEnd(Call call, InetSocketAddress address, Proxy proxy, Protocol protocol) {
            events.add("connected");
        }

        @Override
        public void secureConnectEnd(Call call, Handshake handshake) {
            events.add("secured");
        }

        @Override
        public void requestHeadersEnd(Call call, Request request) {
            request.headers().forEach(field -> events.add("sent " + field.getKey() + " " + field.getValue()));
        }

        @Override
        public void requestBodyStart(Call call) {
            events.add("body");
        }

        @Override
        public void responseHeadersStart(Call call) {
            events.add("awaited");
        }

        @Override
        public void responseHeadersEnd(Call call, Response response) {
            response.headers().forEach(field -> events.add("received " + field.getKey() + " " + field.getValue()));
        }
    }
}
