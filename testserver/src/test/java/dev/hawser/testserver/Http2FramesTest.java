package dev.hawser.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Headers;
import dev.hawser.Protocol;
import dev.hawser.testserver.SocketPolicy.Effect;
import dev.hawser.testserver.SocketPolicy.Moment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** HTTP/2 in the clear, frame by frame. */
final class Http2FramesTest {
    private static final Duration STUCK = Duration.ofSeconds(20);

    private final TestServer server = new TestServer();

    @BeforeEach
    void start() {
        server.protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE, Protocol.HTTP_1_1));
        server.start();
    }

    @AfterEach
    void shutDown() {
        server.shutdown();
    }

    @Nested
    final class Exchanges {
        @Test
        void responseComesAsItIsScripted() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .addInformational(103, Headers.of("Link", "x"))
                    .body("hello")
                    .trailers(Headers.of("Digest", "y"))
                    .build());
            try (Http2RawClient client = greeted().get(1, "/")) {
                assertThat(client.exchange(1))
                        .containsExactly(
                                "1 headers :status=103 link=x",
                                "1 headers :status=200 content-length=5",
                                "1 data hello",
                                "1 headers digest=y");
            }
            RecordedRequest request = server.takeRequest();
            assertThat(request.protocol()).isEqualTo(Protocol.H2_PRIOR_KNOWLEDGE);
            assertThat(String.valueOf(request.requestUrl())).isEqualTo("http://localhost/");
            assertThat(server.protocolErrors()).isEmpty();
        }

        @Test
        void http1IsSpokenWithoutThePreface() throws Exception {
            server.enqueue(MockResponse.of(200, "hello"));
            try (RawClient client = new RawClient(server)) {
                assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readHead())
                        .startsWith("HTTP/1.1 200 OK");
            }
        }

        @Test
        void requestHasBodyAndTrailers() throws Exception {
            server.enqueue(MockResponse.of(200));
            try (Http2RawClient client = greeted()) {
                client.send(
                        Http2RawClient.head(1, false, "POST", "/"),
                        Http2Frame.data(1, false, utf8("haw")),
                        Http2Frame.data(1, false, utf8("ser")).padded(9),
                        Http2Frame.headers(1, true, "digest", "x"));
                assertThat(client.exchange(1)).containsExactly("1 headers :status=200 content-length=0");
            }
            RecordedRequest request = server.takeRequest();
            assertThat(request.bodyString()).isEqualTo("hawser");
            assertThat(request.trailers().get("Digest")).isEqualTo("x");
            assertThat(server.protocolErrors()).isEmpty();
        }

        @Test
        void expectationIsMetBeforeTheBody() throws Exception {
            server.enqueue(MockResponse.of(200));
            try (Http2RawClient client = greeted()) {
                client.send(Http2RawClient.head(1, false, "POST", "/", "expect", "100-continue"));
                client.await(Http2Frame.HEADERS);
                client.send(Http2Frame.data(1, true, utf8("go")));
                assertThat(client.exchange(1)).hasSize(1);
            }
        }

        @Test
        void answerMayComeBeforeTheBody() throws Exception {
            server.enqueue(
                    new MockResponse.Builder().body("early").answerBeforeBody().build());
            try (Http2RawClient client = greeted()) {
                client.send(Http2RawClient.head(1, false, "POST", "/"));
                assertThat(client.exchange(1)).last().isEqualTo("1 data early");
                client.send(Http2Frame.data(1, true, utf8("late")));
            }
            assertThat(server.takeRequest().bodyString()).isEqualTo("late");
        }

        @Test
        void bodyWaitsForTheClientsWindows() throws Exception {
            server.enqueue(MockResponse.of(200, "hello, world"));
            try (Http2RawClient client = greeted(Http2Frame.INITIAL_WINDOW_SIZE, 5)) {
                client.get(1, "/");
                assertThat(client.await(Http2Frame.DATA).payload()).asString().isEqualTo("hello");
                client.send(Http2Frame.windowUpdate(1, 2));
                assertThat(client.await(Http2Frame.DATA).payload()).asString().isEqualTo(", ");
                client.send(Http2Frame.settings(Http2Frame.INITIAL_WINDOW_SIZE, 100));
                assertThat(client.await(Http2Frame.DATA).payload()).asString().isEqualTo("world");
            }
        }

        @Test
        void cancelledStreamGivesItsPlaceInTheQueueUp() throws Exception {
            try (Http2RawClient client = greeted()) {
                client.get(1, "/cancelled").send(Http2Frame.rstStream(1, Http2ErrorCode.CANCEL));
                client.send(Http2Frame.ping(7, false)).await(Http2Frame.PING);
                server.takeRequest();
                client.get(3, "/");
                server.takeRequest();
                server.enqueue(MockResponse.of(200, "next"));
                assertThat(client.exchange(3)).last().isEqualTo("3 data next");
            }
        }

        @Test
        void handlerOfACancelledStreamIsInterrupted() throws Exception {
            CountDownLatch handling = new CountDownLatch(1);
            CountDownLatch interrupted = new CountDownLatch(1);
            server.handler(request -> {
                handling.countDown();
                try {
                    new CountDownLatch(1).await();
                } finally {
                    interrupted.countDown();
                }
                return MockResponse.of(200);
            });
            try (Http2RawClient client = greeted().get(1, "/")) {
                handling.await();
                client.send(Http2Frame.rstStream(1, Http2ErrorCode.CANCEL));
                assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Nested
    final class Faultily {
        @Test
        void framesAndBytesOfAnyKindComeAtTheMomentAsked() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .body("hello")
                    .http2(Moment.REQUEST_END, (wire, id) -> wire.send(Http2Frame.ping(1, false)))
                    .http2(Moment.RESPONSE_HEAD, (wire, id) -> wire.send(Http2Frame.ping(2, false)))
                    .http2(Moment.RESPONSE_BODY, (wire, id) -> wire.send(new Http2Frame(77, 0, id)))
                    .http2(
                            Moment.RESPONSE_END,
                            (wire, id) -> wire.send(
                                    Http2Frame.data(id, false, utf8("more")).bytes()))
                    .build());
            try (Http2RawClient client = greeted().get(1, "/")) {
                assertThat(client.exchange(1))
                        .containsExactly(
                                "0 ping 1",
                                "1 headers :status=200 content-length=5",
                                "0 ping 2",
                                "1 data he",
                                "1 type-77",
                                "1 data llo");
                assertThat(client.await(Http2Frame.DATA).payload()).asString().isEqualTo("more");
            }
            assertThatThrownBy(() -> new MockResponse.Builder().http2(Moment.NEXT_REQUEST, (wire, id) -> {}))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void streamIsResetInTheMiddleAndTheConnectionGoesOn() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .body("hello")
                    .resetStream(Moment.RESPONSE_BODY, Http2ErrorCode.CANCEL)
                    .build());
            server.enqueue(new MockResponse.Builder()
                    .resetStream(Moment.REQUEST_END, Http2ErrorCode.REFUSED_STREAM)
                    .build());
            server.enqueue(MockResponse.of(204));
            try (Http2RawClient client = greeted().get(1, "/")) {
                assertThat(client.exchange(1)).endsWith("1 data he", "1 reset CANCEL");
                assertThat(client.get(3, "/").exchange(3)).containsExactly("3 reset REFUSED_STREAM");
                assertThat(client.get(5, "/").exchange(5)).containsExactly("5 headers :status=204");
            }
        }

        @Test
        void streamsAboveGoAwayAreNotAnswered() throws Exception {
            server.handler(request -> MockResponse.of(204));
            try (Http2RawClient client = greeted().get(1, "/")) {
                client.exchange(1);
                server.http2(0).send(Http2Frame.goAway(3, Http2ErrorCode.NO_ERROR, "enough"));
                client.await(Http2Frame.GOAWAY);
                assertThat(client.get(3, "/").exchange(3)).containsExactly("3 headers :status=204");
                client.get(5, "/").send(Http2Frame.ping(9, false));
                assertThat(client.await(Http2Frame.PING).intAt(4)).isEqualTo(9);
                server.http2(0).close();
                assertThat(client.exchange(5)).containsExactly("closed");
            }
            assertThat(server.requestCount()).isEqualTo(2);
        }

        @Test
        void connectionEndsAsThePolicySays() throws Exception {
            server.handler(request -> new MockResponse.Builder()
                    .body("hello")
                    .socketPolicy(new SocketPolicy(Moment.valueOf(request.path().substring(1)), Effect.CLOSE))
                    .build());
            String head = "1 headers :status=200 content-length=5";
            assertThat(outcome("REQUEST_END")).containsExactly("closed");
            assertThat(outcome("RESPONSE_HEAD")).containsExactly("closed");
            assertThat(outcome("RESPONSE_BODY")).containsExactly(head, "1 data he", "closed");
            try (Http2RawClient client = greeted().get(1, "/RESPONSE_END")) {
                assertThat(client.exchange(1)).containsExactly(head, "1 data hello");
                assertThat(client.exchange(3)).containsExactly("closed");
            }
            int before = server.requestCount();
            try (Http2RawClient client = greeted().get(1, "/NEXT_REQUEST")) {
                assertThat(client.exchange(1)).containsExactly(head, "1 data hello");
            }
            assertThat(server.requestCount()).isEqualTo(before + 1);
        }

        @Test
        void nextRequestIsMetByTheEffectAndNotRecorded() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .socketPolicy(SocketPolicy.DISCONNECT_AT_NEXT_REQUEST)
                    .build());
            try (Http2RawClient client = greeted().get(1, "/")) {
                client.exchange(1);
                assertThat(client.get(3, "/").exchange(3)).containsExactly("closed");
            }
            assertThat(server.requestCount()).isEqualTo(1);
        }

        @Test
        void connectionIsCutInTheMiddleOfARequestsBody() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .socketPolicy(SocketPolicy.DISCONNECT_DURING_REQUEST_BODY)
                    .build());
            try (Http2RawClient client = greeted()) {
                client.send(
                        Http2RawClient.head(1, false, "POST", "/", "content-length", "8"),
                        Http2Frame.data(1, false, utf8("half")));
                assertThat(client.exchange(1)).containsExactly("closed");
            }
            assertThat(server.takeRequest().bodyString()).isEqualTo("half");
            assertThat(server.protocolErrors()).isEmpty();
        }

        @Test
        void rawBytesTakeTheResponsesPlace() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .raw(Http2Frame.rstStream(1, Http2ErrorCode.CONNECT_ERROR).bytes())
                    .build());
            try (Http2RawClient client = greeted().get(1, "/")) {
                assertThat(client.exchange(1)).containsExactly("1 reset CONNECT_ERROR");
            }
        }

        @Test
        void failedHandlerResetsItsStreamOnly() throws Exception {
            server.handler(request -> {
                if (request.streamId() == 1) {
                    Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {});
                    throw new IllegalStateException("on purpose");
                }
                return MockResponse.of(204);
            });
            try (Http2RawClient client = greeted().get(1, "/")) {
                assertThat(client.exchange(1)).containsExactly("1 reset INTERNAL_ERROR");
                assertThat(client.get(3, "/").exchange(3)).containsExactly("3 headers :status=204");
            }
        }

        private List<String> outcome(String path) throws IOException {
            try (Http2RawClient client = greeted().get(1, "/" + path)) {
                return client.exchange(1);
            }
        }
    }

    private Http2RawClient greeted(int... settings) throws IOException {
        return new Http2RawClient(server).greet(settings);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
