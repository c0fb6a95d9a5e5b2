package dev.hawser.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Headers;
import dev.hawser.Protocol;
import dev.hawser.testserver.SocketPolicy.Moment;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** HTTP/2 over TLS, with the JDK's client. */
final class Http2ServerTest {
    private static final Duration STUCK = Duration.ofSeconds(20);

    private final HandshakeCertificates certificates = HandshakeCertificates.localhost();
    private final TestServer server = new TestServer();
    private final HttpClient client =
            HttpClient.newBuilder().sslContext(certificates.sslContext()).build();

    @BeforeEach
    void start() {
        server.useHttps(certificates);
        server.protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
        server.start();
    }

    @AfterEach
    void shutDown() {
        server.shutdown();
    }

    @Nested
    final class Exchanges {
        @Test
        void requestIsAnsweredAndTellsProtocolAndStream() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .code(201)
                    .addHeader("Tone", "kind")
                    .body("hello")
                    .build());
            HttpResponse<String> response = client.send(
                    request("/greeting?to=you")
                            .header("Mood", "good")
                            .POST(HttpRequest.BodyPublishers.ofString("ahoy"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(response.statusCode()).isEqualTo(201);
            assertThat(response.body()).isEqualTo("hello");
            assertThat(response.headers().firstValue("tone")).hasValue("kind");
            assertThat(response.headers().firstValue("content-length")).hasValue("5");

            RecordedRequest recorded = server.takeRequest();
            assertThat(recorded.requestLine()).isEqualTo("POST /greeting?to=you HTTP/2");
            assertThat(recorded.protocol()).isEqualTo(Protocol.HTTP_2);
            assertThat(recorded.streamId()).isEqualTo(1);
            assertThat(recorded.connectionIndex()).isZero();
            assertThat(recorded.sequenceNumber()).isZero();
            assertThat(recorded.authority()).isEqualTo("localhost:" + server.port());
            assertThat(recorded.requestUrl()).isEqualTo(server.url("/greeting?to=you"));
            assertThat(recorded.header("mood")).isEqualTo("good");
            assertThat(recorded.headers().names()).noneMatch(name -> name.startsWith(":"));
            assertThat(recorded.bodyString()).isEqualTo("ahoy");
            assertThat(recorded.bodySize()).isEqualTo(4);
            assertThat(server.protocolErrors()).isEmpty();
        }

        @Test
        void secondRequestIsOnTheSameConnection() throws Exception {
            server.enqueue(MockResponse.of(200, "a"));
            server.enqueue(MockResponse.of(200, "b"));
            assertThat(get("/a")).isEqualTo("a");
            assertThat(get("/b")).isEqualTo("b");
            assertThat(server.takeRequest().streamId()).isEqualTo(1);
            RecordedRequest second = server.takeRequest();
            assertThat(second.streamId()).isEqualTo(3);
            assertThat(second.sequenceNumber()).isEqualTo(1);
            assertThat(server.connectionCount()).isEqualTo(1);
        }

        @Test
        void slowStreamHoldsUpNoOther() throws Exception {
            CountDownLatch others = new CountDownLatch(3);
            server.handler(request -> {
                if (request.path().equals("/slow")) {
                    others.await();
                }
                return MockResponse.of(200, request.path());
            });
            get("/warm-up");
            CompletableFuture<HttpResponse<String>> slow =
                    client.sendAsync(request("/slow").build(), BodyHandlers.ofString());
            for (int i = 0; i < 3; i++) {
                assertThat(get("/" + i)).isEqualTo("/" + i);
                others.countDown();
            }
            assertThat(slow.get(20, TimeUnit.SECONDS).body()).isEqualTo("/slow");
            assertThat(server.connectionCount()).isEqualTo(1);
        }

        @Test
        void bodiesLargerThanTheWindowsTravelBothWays() throws Exception {
            byte[] large = new byte[3_000_000];
            for (int i = 0; i < large.length; i++) {
                large[i] = (byte) (i * 31);
            }
            server.enqueue(new MockResponse.Builder().body(large).build());
            HttpResponse<byte[]> response = client.send(
                    request("/")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(large))
                            .build(),
                    BodyHandlers.ofByteArray());
            assertThat(response.body()).isEqualTo(large);
            assertThat(server.takeRequest().body()).isEqualTo(large);
            assertThat(server.protocolErrors()).isEmpty();
        }

        @Test
        void bodyMayBeChunkedThrottledDrippedOrPadded() throws Exception {
            server.http2Options(new Http2Options.Builder().padding(7).build());
            server.enqueue(
                    new MockResponse.Builder().chunkedBody("hello, world", 5).build());
            server.enqueue(new MockResponse.Builder()
                    .body("hello, world")
                    .throttleBody(5, Duration.ofMillis(1))
                    .headersDelay(Duration.ofMillis(1))
                    .bodyDelay(Duration.ofMillis(1))
                    .build());
            server.enqueue(new MockResponse.Builder()
                    .body("hello, world")
                    .drip(1, Duration.ofMillis(1))
                    .build());
            HttpResponse<String> chunked = client.send(request("/").build(), BodyHandlers.ofString());
            assertThat(chunked.body()).isEqualTo("hello, world");
            assertThat(chunked.headers().map()).doesNotContainKeys("content-length", "transfer-encoding");
            assertThat(get("/")).isEqualTo("hello, world");
            assertThat(get("/")).isEqualTo("hello, world");
        }

        @Test
        void answersWithoutContentHaveNone() throws Exception {
            server.enqueue(MockResponse.of(204));
            server.enqueue(MockResponse.of(200, "hidden"));
            assertThat(get("/")).isEmpty();
            HttpResponse<String> head = client.send(
                    request("/")
                            .method("HEAD", HttpRequest.BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
            assertThat(head.headers().firstValue("content-length")).hasValue("6");
            assertThat(head.body()).isEmpty();
        }

        @Test
        void responsesGoToRequestsInTheirOrder() throws Exception {
            server.enqueue(MockResponse.of(200, "first"));
            get("/warm-up");
            List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(client.sendAsync(request("/" + i).build(), BodyHandlers.ofString()));
            }
            server.takeRequest();
            List<RecordedRequest> inOrder = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                inOrder.add(server.takeRequest());
            }
            for (int i = 0; i < 20; i++) {
                server.enqueue(
                        MockResponse.of(200, "answer to " + inOrder.get(i).path()));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(calls.get(i).get(20, TimeUnit.SECONDS).body()).isEqualTo("answer to /" + i);
            }
        }

        @Test
        void clientWithoutHttp2IsServedHttp1() throws Exception {
            server.enqueue(MockResponse.of(200, "old"));
            HttpResponse<String> response = client.send(
                    request("/").version(HttpClient.Version.HTTP_1_1).build(), BodyHandlers.ofString());
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            RecordedRequest recorded = server.takeRequest();
            assertThat(recorded.protocol()).isEqualTo(Protocol.HTTP_1_1);
            assertThat(recorded.streamId()).isZero();
            assertThat(recorded.authority()).isEqualTo("localhost:" + server.port());
            assertThatThrownBy(() -> server.http2(0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Connection 0");
        }

        @Test
        @Timeout(20)
        void connectionCloseIsSaidByGoAway() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .addHeader("Connection", "close")
                    .body("bye")
                    .build());
            server.enqueue(MockResponse.of(200, "again"));
            HttpResponse<String> response = client.send(request("/").build(), BodyHandlers.ofString());
            assertThat(response.body()).isEqualTo("bye");
            assertThat(response.headers().map()).doesNotContainKey("connection");
            assertThat(server.awaitOpenConnections(0, STUCK)).isTrue();
            assertThat(getElsewhere()).isEqualTo("again");
            assertThat(server.connectionCount()).isEqualTo(2);
        }

        /** What comes over the next connection: as long as the JDK's client has not seen the end of the last, it tries that one, and fails. */
        private String getElsewhere() throws Exception {
            while (server.connectionCount() == 1) {
                try {
                    return get("/");
                } catch (IOException e) {
                    assertThat(server.connectionCount()).isEqualTo(1);
                }
            }
            throw new AssertionError("a connection that was opened for nothing");
        }
    }

    @Nested
    final class Faultily {
        @Test
        void connectionIsClosedBeforeDuringOrAfterTheResponse() throws Exception {
            for (SocketPolicy policy : List.of(
                    SocketPolicy.DISCONNECT_AFTER_REQUEST,
                    SocketPolicy.RESET_AFTER_REQUEST,
                    SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY,
                    SocketPolicy.RESET_DURING_RESPONSE_BODY,
                    new SocketPolicy(Moment.RESPONSE_HEAD, SocketPolicy.Effect.CLOSE))) {
                MockResponse cut = new MockResponse.Builder()
                        .body("hello")
                        .socketPolicy(policy)
                        .build();
                server.handler(request -> cut);
                assertThatThrownBy(() -> post("/"), "%s", policy).isInstanceOf(IOException.class);
                assertThat(server.awaitOpenConnections(0, STUCK)).isTrue();
            }
            server.handler(request -> new MockResponse.Builder()
                    .body("hello")
                    .socketPolicy(SocketPolicy.DISCONNECT_AT_END)
                    .build());
            assertThat(post("/")).isEqualTo("hello");
            assertThat(server.awaitOpenConnections(0, STUCK)).isTrue();
        }

        @Test
        void stalledStreamHoldsUpNoOther() throws Exception {
            server.handler(request -> request.path().equals("/stalled")
                    ? new MockResponse.Builder()
                            .socketPolicy(SocketPolicy.NO_RESPONSE)
                            .build()
                    : MockResponse.of(200, "fine"));
            get("/");
            CompletableFuture<HttpResponse<String>> stalled =
                    client.sendAsync(request("/stalled").build(), BodyHandlers.ofString());
            server.takeRequest();
            server.takeRequest();
            assertThat(get("/")).isEqualTo("fine");
            assertThat(stalled).isNotDone();
            assertThat(server.connectionCount()).isEqualTo(1);
            stalled.cancel(true);
        }

        @Test
        void streamIsResetBeforeOrDuringTheResponse() throws Exception {
            for (Moment moment : List.of(Moment.REQUEST_END, Moment.RESPONSE_HEAD, Moment.RESPONSE_BODY)) {
                MockResponse reset = new MockResponse.Builder()
                        .body("hello")
                        .resetStream(moment, Http2ErrorCode.ENHANCE_YOUR_CALM)
                        .build();
                server.handler(request -> reset);
                assertThatThrownBy(() -> post("/"), "%s", moment).isInstanceOf(IOException.class);
            }
            server.handler(request -> MockResponse.of(200, "fine"));
            assertThat(get("/")).isEqualTo("fine");
            assertThat(server.connectionCount()).isEqualTo(1);
        }

        @Test
        void informationalAnswersAndTrailersAreSent() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .addInformational(103, Headers.of("Link", "</style.css>"))
                    .body("hello")
                    .trailers(Headers.of("Digest", "x"))
                    .build());
            assertThat(get("/")).isEqualTo("hello");
        }

        @Test
        void framesOfTheClientAreSeen() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .http2(Moment.REQUEST_END, (wire, streamId) -> wire.send(Http2Frame.ping(42, false)))
                    .build());
            get("/");
            Http2Frame pong =
                    server.http2(0).await(frame -> frame.is(Http2Frame.PING) && frame.has(Http2Frame.ACK), STUCK);
            assertThat(pong).isNotNull();
            assertThat(pong.intAt(4)).isEqualTo(42);
            assertThat(server.http2(0).received()).contains(pong).noneMatch(frame -> frame.is(Http2Frame.DATA));
            assertThat(server.http2(0).await(frame -> frame.is(Http2Frame.GOAWAY), Duration.ZERO))
                    .isNull();
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.url(path).uri()).timeout(STUCK);
    }

    private String get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString()).body();
    }

    private String post(String path) throws Exception {
        HttpRequest request =
                request(path).POST(HttpRequest.BodyPublishers.ofString("ahoy")).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }
}
