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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** nginx and apache2, by HTTP/1.1 in the clear and over TLS, and by HTTP/2: always on one connection. */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(SocketsLeft.class)
@ParameterizedClass(name = "{0}, {1}")
@CsvSource(textBlock = """
        NGINX, PLAIN
        NGINX, TLS
        NGINX, HTTP_2
        APACHE, PLAIN
        APACHE, TLS
        APACHE, HTTP_2
        """)
class WebServersTest {
    /** How a server is spoken to. */
    enum Way {
        PLAIN,
        TLS,
        /** Over TLS too. */
        HTTP_2
    }

    private final Identities identities = new Identities();

    @Parameter(0)
    private WebServer server;

    @Parameter(1)
    private Way way;

    private Peer peer;
    private HawserClient client;
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Retirements retirements = new Retirements();
    private final ConnectionPool pool = retirements.pool();

    @BeforeParameterizedClassInvocation
    void start() {
        peer = server.start(new Site(identities, List.of("TLSv1.2", "TLSv1.3"), false));
        client = identities
                .client()
                .protocols(way == Way.HTTP_2 ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1) : List.of(Protocol.HTTP_1_1))
                .connectionPool(pool)
                .eventListener(new Told())
                .expectContinueTimeout(saysGoOn() ? Duration.ofMinutes(10) : Duration.ofMillis(50))
                .build();
    }

    /** nginx answers no {@code Expect} by HTTP/2. */
    private boolean saysGoOn() {
        return server != WebServer.NGINX || way != Way.HTTP_2;
    }

    @AfterEach
    void oneConnectionServedAll() {
        assertThat(retirements.reasons()).isEmpty();
        assertThat(pool.connectionCount()).isLessThanOrEqualTo(1);
        assertThat(pool.idleConnectionCount()).isEqualTo(pool.connectionCount());
        pool.evictAll();
        retirements.reasons().clear();
        events.clear();
    }

    @AfterParameterizedClassInvocation
    void stop() {
        peer.close();
    }

    private Request.Builder request(String path) {
        String scheme = way == Way.PLAIN ? "http" : "https";
        return new Request.Builder()
                .url(scheme + "://localhost:" + peer.port(way == Way.PLAIN ? "plain" : "tls") + path);
    }

    private String get(Request.Builder request) throws IOException {
        try (Response response = client.newCall(request.build()).execute()) {
            assertThat(response.code()).isEqualTo(200);
            return response.body().string();
        }
    }

    @Test
    void manyCallsGoOverOneConnection() throws Exception {
        for (int calls = 0; calls < 200; calls++) {
            assertThat(get(request("/hello.txt"))).isEqualTo(WebServer.HELLO);
        }

        assertThat(events).containsOnlyOnce("connected");
    }

    @Test
    void aServerThatSpeaksHttp2SpeaksWhatTheClientOffers() throws Exception {
        try (Response response = client.newCall(request("/hello.txt").build()).execute()) {
            assertThat(response.protocol()).isEqualTo(way == Way.HTTP_2 ? Protocol.HTTP_2 : Protocol.HTTP_1_1);
            if (server == WebServer.NGINX) {
                assertThat(response.header("X-Protocol"))
                        .isEqualTo(
                                switch (way) {
                                    case PLAIN -> "";
                                    case TLS -> "TLSv1.3 http/1.1";
                                    case HTTP_2 -> "TLSv1.3 h2";
                                });
            }
        }
    }

    @Test
    void aLargeBodyArrivesWhole() throws Exception {
        try (Response response = client.newCall(request("/large.bin").build()).execute()) {
            assertThat(response.body().contentLength()).isEqualTo(WebServer.LARGE.length);
            assertThat(response.body().bytes()).isEqualTo(WebServer.LARGE);
        }
    }

    @Test
    void aLargeBodyComesBackAsItWasPut() throws Exception {
        put(request("/upload/known").put(RequestBody.create(WebServer.LARGE)));

        try (Response back = client.newCall(request("/upload/known").build()).execute()) {
            assertThat(back.body().bytes()).isEqualTo(WebServer.LARGE);
        }
    }

    @Test
    void aBodyOfUnknownLengthIsPutInChunks() throws Exception {
        put(request("/upload/chunks").put(RequestBody.create(new ByteArrayInputStream(WebServer.LARGE), null)));

        assertThat(events).contains("sent Transfer-Encoding chunked");
        try (Response back = client.newCall(request("/upload/chunks").build()).execute()) {
            assertThat(back.body().bytes()).isEqualTo(WebServer.LARGE);
        }
    }

    private void put(Request.Builder put) throws IOException {
        try (Response response = client.newCall(put.build()).execute()) {
            assertThat(response.code()).isIn(201, 204);
        }
    }

    @Test
    void aServerThatIsAskedSaysGoOn() throws Exception {
        put(request("/upload/asked").header("Expect", "100-continue").put(RequestBody.create("after 100", null)));

        assertThat(events).containsSubsequence("awaited", "body");
        assertThat(get(request("/upload/asked"))).isEqualTo("after 100");
    }

    @Test
    void aServerThatRefusesIsNotSentTheBody() throws Exception {
        try (Response response = client.newCall(request("/small/refused")
                        .header("Expect", "100-continue")
                        .put(RequestBody.create(WebServer.LARGE))
                        .build())
                .execute()) {
            assertThat(response.code()).isEqualTo(413);
        }
        assertThat(events).doesNotContain("body");
        retirements.reasons().removeIf(reason -> reason == Retirement.CONNECTION_CLOSE);
    }

    @Test
    void aCompressedBodyIsReadInTheClear() throws Exception {
        assertThat(get(request("/text.txt"))).isEqualTo(WebServer.TEXT);

        assertThat(events).anyMatch("received Content-Encoding gzip"::equalsIgnoreCase);
    }

    @Test
    void aHeadHasNoBody() throws Exception {
        try (Response response =
                client.newCall(request("/large.bin").head().build()).execute()) {
            assertThat(response.header("Content-Length")).isEqualTo("20000000");
            assertThat(response.body().bytes()).isEmpty();
        }
        assertThat(get(request("/hello.txt"))).isEqualTo(WebServer.HELLO);
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() throws Exception {
        String tag;
        try (Response first = client.newCall(request("/hello.txt").build()).execute()) {
            tag = first.header("ETag", "none");
        }
        try (Response second = client.newCall(
                        request("/hello.txt").header("If-None-Match", tag).build())
                .execute()) {
            assertThat(second.code()).isEqualTo(304);
            assertThat(second.body().bytes()).isEmpty();
        }
        assertThat(get(request("/hello.txt"))).isEqualTo(WebServer.HELLO);
    }

    @Test
    void aRedirectIsFollowedOnTheSameConnection() throws Exception {
        try (Response response = client.newCall(request("/moved").build()).execute()) {
            assertThat(response.body().string()).isEqualTo(WebServer.HELLO);
            assertThat(response.priorResponse().code()).isEqualTo(302);
        }
        assertThat(events).containsOnlyOnce("connected");
    }

    @Test
    void partOfAFile() throws Exception {
        try (Response response = client.newCall(
                        request("/large.bin").header("Range", "bytes=10-13").build())
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
