package dev.hawser.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.HttpUrl;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class TestServerTest {
    private static final Duration STUCK = Duration.ofSeconds(20);
    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final TestServer server = new TestServer();

    @AfterEach
    void shutDown() {
        server.shutdown();
    }

    @Nested
    final class Requests {
        @Test
        void requestIsAnsweredWithTheResponseEnqueuedAndCanBeTaken() throws Exception {
            server.start();
            server.enqueue(MockResponse.of(200, "hello"));
            HttpRequest request = HttpRequest.newBuilder(
                            server.url("/greeting?to=you").uri())
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("Tone", "kind")
                    .POST(HttpRequest.BodyPublishers.ofString("ahoy"))
                    .build();
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.body()).isEqualTo("hello");

            RecordedRequest recorded = server.takeRequest();
            assertThat(recorded.requestLine()).isEqualTo("POST /greeting?to=you HTTP/1.1");
            assertThat(recorded.method()).isEqualTo("POST");
            assertThat(recorded.path()).isEqualTo("/greeting?to=you");
            assertThat(recorded.requestUrl()).isEqualTo(server.url("/greeting?to=you"));
            assertThat(recorded.header("tone")).isEqualTo("kind");
            assertThat(recorded.bodyString()).isEqualTo("ahoy");
            assertThat(recorded.bodySize()).isEqualTo(4);
            assertThat(recorded.chunkSizes()).isEmpty();
            assertThat(recorded.handshake()).isNull();
            assertThat(recorded.remoteAddress().getAddress().isLoopbackAddress())
                    .isTrue();
            assertThat(server.protocolErrors()).isEmpty();
        }

        @Test
        void chunkedBodyIsRecordedWithoutItsFraming() throws Exception {
            server.start();
            server.enqueue(MockResponse.of(200));
            try (RawClient client = new RawClient(server)) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
                        .send("3\r\nhaw\r\n3\r\nser\r\n0\r\nDigest: x\r\n\r\n")
                        .readHead();
            }
            RecordedRequest recorded = server.takeRequest();
            assertThat(recorded.bodyString()).isEqualTo("hawser");
            assertThat(recorded.chunkSizes()).containsExactly(3, 3);
            assertThat(recorded.trailers().get("Digest")).isEqualTo("x");
        }

        @Test
        void requestTellsItsConnectionAndItsNumberOnIt() throws Exception {
            server.handler(request -> MockResponse.of(200));
            server.start();
            try (RawClient first = new RawClient(server);
                    RawClient second = new RawClient(server)) {
                first.send(GET).readHead();
                second.send(GET).readHead();
                first.send(GET).readHead();
            }
            List<String> numbers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                RecordedRequest request = server.takeRequest();
                numbers.add(request.connectionIndex() + "/" + request.sequenceNumber());
            }
            assertThat(numbers).containsExactly("0/0", "1/0", "0/1");
            assertThat(server.requestCount()).isEqualTo(3);
            assertThat(server.connectionCount()).isEqualTo(2);
        }

        @Test
        void requestWaitsForAResponseToBeEnqueued() throws Exception {
            server.start();
            try (RawClient client = new RawClient(server)) {
                client.send(GET);
                server.takeRequest();
                server.enqueue(MockResponse.of(404));
                assertThat(client.readHead()).startsWith("HTTP/1.1 404 Not Found\r\n");
            }
        }

        @Test
        void takingGivesUpInTheEnd() throws Exception {
            server.start();
            assertThat(server.takeRequest(Duration.ofMillis(1))).isNull();
            assertThat(server.takeRequest(1, TimeUnit.MILLISECONDS)).isNull();
        }

        @Test
        void requestLimitKeepsTheFirstRequestsAndCountsAll() throws Exception {
            server.requestLimit(1);
            server.handler(request -> MockResponse.of(200));
            server.start();
            try (RawClient client = new RawClient(server)) {
                client.send(GET).readHead();
                client.send(GET).readHead();
            }
            assertThat(server.requestCount()).isEqualTo(2);
            assertThat(server.takeRequest().sequenceNumber()).isZero();
            assertThat(server.takeRequest(Duration.ZERO)).isNull();
        }

        @Test
        void bodyLimitKeepsTheFirstBytesAndCountsAll() throws Exception {
            server.bodyLimit(2);
            server.start();
            server.enqueue(MockResponse.of(200));
            try (RawClient client = new RawClient(server)) {
                client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nrope")
                        .readHead();
            }
            RecordedRequest recorded = server.takeRequest();
            assertThat(recorded.bodyString()).isEqualTo("ro");
            assertThat(recorded.bodySize()).isEqualTo(4);
        }

        @Test
        void urlOfAProxiedRequestIsItsTarget() throws Exception {
            server.start();
            server.enqueue(MockResponse.of(200));
            try (RawClient client = new RawClient(server)) {
                client.send("GET http://example.com/a HTTP/1.1\r\nHost: example.com\r\n\r\n")
                        .readHead();
            }
            assertThat(server.takeRequest().requestUrl()).isEqualTo(HttpUrl.get("http://example.com/a"));
        }
    }

    @Nested
    final class Handlers {
        @Test
        void handlerMayHoldRequestsUntilAllHaveArrived() throws Exception {
            int wave = 6;
            CountDownLatch arrived = new CountDownLatch(wave);
            server.handler(request -> {
                arrived.countDown();
                arrived.await();
                return MockResponse.of(200, request.path());
            });
            server.start();
            HttpClient client = HttpClient.newHttpClient();
            List<CompletableFuture<String>> answers = new ArrayList<>();
            for (int i = 0; i < wave; i++) {
                URI uri = server.url("/" + i).uri();
                answers.add(client.sendAsync(
                                HttpRequest.newBuilder(uri)
                                        .version(HttpClient.Version.HTTP_1_1)
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .thenApply(HttpResponse::body));
            }
            for (int i = 0; i < wave; i++) {
                assertThat(answers.get(i).get(STUCK.toSeconds(), TimeUnit.SECONDS))
                        .isEqualTo("/" + i);
            }
            assertThat(server.connectionCount()).isEqualTo(wave);
        }

        @Test
        void handlerCanAnswerAsSoonAsTheHeadIsRead() throws Exception {
            server.handler(new RequestHandler() {
                @Override
                public MockResponse handle(RecordedRequest request) {
                    return MockResponse.of(500);
                }

                @Override
                public MockResponse onRequestHead(RecordedRequest head) {
                    return new MockResponse.Builder()
                            .code(413)
                            .answerBeforeBody()
                            .build();
                }
            });
            server.start();
            try (RawClient client = new RawClient(server)) {
                client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n");
                assertThat(client.readHead()).startsWith("HTTP/1.1 413 ");
            }
        }

        @Test
        void handlerCanRefuseConnections() throws Exception {
            server.handler(new RequestHandler() {
                @Override
                public MockResponse handle(RecordedRequest request) {
                    return MockResponse.of(200);
                }

                @Override
                public SocketPolicy onConnection(int connectionIndex) {
                    return connectionIndex == 0 ? SocketPolicy.DISCONNECT_AT_START : SocketPolicy.KEEP_OPEN;
                }
            });
            server.start();
            try (RawClient refused = new RawClient(server);
                    RawClient served = new RawClient(server)) {
                assertThat(refused.readToEnd()).isEmpty();
                assertThat(served.send(GET).readHead()).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    @Nested
    final class Life {
        @Test
        void openConnectionsAreCounted() throws Exception {
            server.start();
            try (RawClient first = new RawClient(server)) {
                try (RawClient second = new RawClient(server)) {
                    assertThat(server.awaitOpenConnections(2, STUCK)).isTrue();
                    assertThat(second.socket().isConnected()).isTrue();
                }
                assertThat(server.awaitOpenConnections(1, STUCK)).isTrue();
                assertThat(first.socket().isConnected()).isTrue();
                assertThat(server.openConnectionCount()).isEqualTo(1);
                assertThat(server.awaitOpenConnections(7, Duration.ofMillis(1))).isFalse();
            }
            assertThat(server.awaitOpenConnections(0, STUCK)).isTrue();
            assertThat(server.connectionCount()).isEqualTo(2);
        }

        @Test
        void shutdownEndsIdleConnectionsAndRequestsThatWait() throws Exception {
            server.start();
            try (RawClient idle = new RawClient(server);
                    RawClient waiting = new RawClient(server)) {
                waiting.send(GET);
                server.takeRequest();
                server.awaitOpenConnections(2, STUCK);
                server.shutdown();
                assertThat(idle.readToEnd()).isEmpty();
                assertThat(waiting.readToEnd()).isEmpty();
            }
            assertThat(server.openConnectionCount()).isZero();
        }

        @Test
        void portIsFreeAfterTheShutdown() throws Exception {
            server.start();
            int port = server.port();
            server.shutdown();
            server.shutdown();
            try (TestServer next = new TestServer()) {
                next.start(port);
                assertThat(next.url("/")).isEqualTo(HttpUrl.get("http://localhost:" + port + "/"));
            }
        }

        @Test
        void addressCanBeChosen() throws Exception {
            server.start(InetAddress.getLoopbackAddress(), 0);
            assertThat(server.hostName()).isEqualTo("127.0.0.1");
            assertThat(server.url("/a b?c")).hasToString("http://127.0.0.1:" + server.port() + "/a%20b?c");
        }

        @Test
        void serverThatIsNotStartedHasNoPort() {
            assertThatThrownBy(server::port)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("start()");
        }

        @Test
        void serverIsStartedOnceAndSetUpBefore() {
            server.start();
            assertThatThrownBy(server::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("started");
            assertThatThrownBy(() -> server.bodyLimit(1)).isInstanceOf(IllegalStateException.class);
            server.shutdown();
            assertThatThrownBy(server::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ended");
        }
    }
}
