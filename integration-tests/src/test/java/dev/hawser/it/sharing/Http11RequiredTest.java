package dev.hawser.it.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hawser.Address;
import dev.hawser.ConnectionPool;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.HawserClient;
import dev.hawser.NoResponseException;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.it.Link;
import dev.hawser.it.SocketsLeft;
import dev.hawser.testserver.Http2ErrorCode;
import dev.hawser.testserver.Http2Faults;
import dev.hawser.testserver.Http2Frame;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.SocketPolicy;
import dev.hawser.testserver.SocketPolicy.Moment;
import dev.hawser.testserver.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that speak HTTP/2 and want HTTP/1.1 of some requests (HTTP_1_1_REQUIRED; RFC 9113, section 7). */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class Http11RequiredTest {
    private final TestServer server = new TestServer();
    private final List<String> sentAgain = new CopyOnWriteArrayList<>();
    private final ConnectionPool pool = new ConnectionPool.Builder()
            .listener(new ConnectionPoolListener() {
                @Override
                public void requestSentAgain(Address address, IOException cause) {
                    sentAgain.add(address + ": " + cause.getMessage());
                }
            })
            .build();
    private HawserClient client = Link.H2.client().connectionPool(pool).build();

    @AfterEach
    void close() {
        pool.close();
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }

    /** A server that resets streams with that code, but those for paths that begin with {@code /h2}. */
    private void startResetting() {
        Link.H2.prepare(server);
        server.handler(Http11RequiredTest::resets);
        server.start();
    }

    private static MockResponse resets(RecordedRequest request) {
        MockResponse whole = MockResponse.of(200, request.path());
        return request.path().startsWith("/h2") ? whole : Http2Faults.spoil(whole, Http2Faults.HTTP_1_1_REQUIRED);
    }

    /** A server that goes away with that code, and says that it saw to no stream after that one. */
    private void startGoingAway(Link link, int lastStreamId) {
        link.prepare(server);
        server.handler(request -> new MockResponse.Builder()
                .body(request.path())
                .http2(
                        Moment.REQUEST_END,
                        (wire, id) -> wire.send(
                                Http2Frame.goAway(lastStreamId, Http2ErrorCode.HTTP_1_1_REQUIRED, "old module")))
                .build());
        server.start();
    }

    private Request.Builder to(String path) {
        return new Request.Builder().url(server.url(path));
    }

    private Request post(String path) {
        return to(path).post(RequestBody.create("rope", null)).build();
    }

    private String answer(Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            return response.protocol() + " " + response.body().string();
        }
    }

    private IOException failure(Request request) {
        return catchThrowableOfType(IOException.class, () -> answer(request));
    }

    private void assertSaysWhatToDo(IOException failure, String method) {
        assertThat(failure)
                .isNotInstanceOf(NoResponseException.class)
                .hasMessage("localhost:" + server.port() + " requires HTTP/1.1 (HTTP_1_1_REQUIRED), and " + method + " "
                        + server.url("/").redact()
                        + " is not sent again over it; set protocols(List.of(Protocol.HTTP_1_1)) of the client");
        assertThat(failure.getCause()).hasMessageContaining("HTTP_1_1_REQUIRED");
    }

    @Nested
    class AStreamThatIsReset {
        @Test
        void hasItsGetSentAgainOverHttp11() throws IOException {
            startResetting();

            assertThat(answer(to("/a").build())).isEqualTo("http/1.1 /a");

            assertThat(server.requestCount()).isEqualTo(2);
            assertThat(sentAgain).singleElement().asString().contains("localhost:", "stream 1", "HTTP_1_1_REQUIRED");
        }

        @Test
        void leavesBothConnectionsToThoseThatFollow() throws IOException {
            startResetting();

            assertThat(answer(to("/h2/a").build())).isEqualTo("h2 /h2/a");
            assertThat(answer(to("/b").build())).isEqualTo("http/1.1 /b");
            assertThat(answer(to("/h2/c").build())).isEqualTo("h2 /h2/c");
            assertThat(answer(to("/d").build())).isEqualTo("http/1.1 /d");

            assertThat(server.connectionCount()).isEqualTo(2);
        }

        @Test
        void hasItsBodySentAgain() throws IOException {
            startResetting();

            assertThat(answer(to("/a").put(RequestBody.create("rope", null)).build()))
                    .isEqualTo("http/1.1 /a");
        }

        @Test
        void hasABodyThatCanBeReadButOnceSentNoMore() {
            startResetting();
            RequestBody once = RequestBody.create(new ByteArrayInputStream(new byte[1]), null);

            assertSaysWhatToDo(failure(to("/a").put(once).build()), "PUT");

            assertThat(server.requestCount()).isEqualTo(1);
        }

        @Test
        void hasItsPostSentAgainOnlyWithAKey() throws IOException {
            startResetting();

            assertSaysWhatToDo(failure(post("/a")), "POST");
            assertSaysWhatToDo(failure(post("/a")), "POST");

            assertThat(server.requestCount()).isEqualTo(2);
            assertThat(server.connectionCount()).isEqualTo(1);
            assertThat(answer(post("/a")
                            .newBuilder()
                            .header("Idempotency-Key", "1")
                            .build()))
                    .isEqualTo("http/1.1 /a");
        }

        @Test
        void hasNothingSentAgainWhereThatIsOff() {
            startResetting();
            client = client.newBuilder().retryOnConnectionFailure(false).build();

            assertSaysWhatToDo(failure(to("/a").build()), "GET");

            assertThat(server.requestCount()).isEqualTo(1);
        }

        @Test
        void hasNothingSentAgainAfterAnInterimResponse() {
            Link.H2.prepare(server);
            server.handler(request -> new MockResponse.Builder()
                    .http2(Moment.REQUEST_END, (wire, id) -> {
                        wire.send(Http2Frame.headers(id, false, ":status", "103"));
                        wire.send(Http2Frame.rstStream(id, Http2ErrorCode.HTTP_1_1_REQUIRED));
                    })
                    .build());
            server.start();

            assertSaysWhatToDo(failure(to("/a").build()), "GET");

            assertThat(server.requestCount()).isEqualTo(1);
        }

        @Test
        void failsInTheMiddleOfItsResponseAsWithAnyCode() throws IOException {
            Link.H2.prepare(server);
            server.handler(request -> new MockResponse.Builder()
                    .body("rope")
                    .resetStream(Moment.RESPONSE_BODY, Http2ErrorCode.HTTP_1_1_REQUIRED)
                    .build());
            server.start();

            try (Response response = client.newCall(to("/a").build()).execute()) {
                assertThatThrownBy(() -> response.body().string())
                        .hasMessageContaining("HTTP_1_1_REQUIRED, after 2 bytes");
            }

            assertThat(server.requestCount()).isEqualTo(1);
        }
    }

    @Nested
    class OverHttp11 {
        @Test
        void aRedirectToTheSameServerStays() throws IOException {
            Link.H2.prepare(server);
            server.handler(request -> request.path().equals("/a")
                    ? Http2Faults.spoil(
                            MockResponse.of(302, "")
                                    .newBuilder()
                                    .setHeader("Location", "/h2/b")
                                    .build(),
                            Http2Faults.HTTP_1_1_REQUIRED)
                    : resets(request));
            server.start();

            assertThat(answer(to("/a").build())).isEqualTo("http/1.1 /h2/b");
        }

        @Test
        void aCallGoesForOneServerOnly() throws IOException {
            Link.H2.prepare(server);
            server.handler(request -> request.path().equals("/h2")
                    ? resets(request)
                    : Http2Faults.spoil(
                            MockResponse.of(302, "")
                                    .newBuilder()
                                    .setHeader("Location", "https://127.0.0.1:" + server.port() + request.path() + "2")
                                    .build(),
                            Http2Faults.HTTP_1_1_REQUIRED));
            server.start();

            assertThat(answer(to("/h").build())).isEqualTo("h2 /h2");
            assertThat(failure(to("/a").build()))
                    .hasMessageContaining("127.0.0.1:" + server.port() + " requires HTTP/1.1 (HTTP_1_1_REQUIRED)")
                    .hasNoSuppressedExceptions();

            assertThat(sentAgain).hasSize(2);
        }

        @Test
        void aStaleConnectionIsReplacedAsAlways() throws IOException {
            Link.H2.prepare(server);
            server.handler(request -> request.path().equals("/a") && request.connectionIndex() == 1
                    ? resets(request)
                            .newBuilder()
                            .socketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST)
                            .build()
                    : resets(request));
            server.start();
            assertThat(answer(to("/b").build())).isEqualTo("http/1.1 /b");

            assertThat(answer(to("/a").build())).isEqualTo("http/1.1 /a");

            assertThat(server.connectionCount()).isEqualTo(3);
            assertThat(sentAgain).hasSize(3);
        }

        @Test
        void aServerThatSpeaksNoneIsNamedWithBothReasons() {
            Link.H2.prepare(server);
            server.protocols(List.of(Protocol.HTTP_2));
            server.handler(Http11RequiredTest::resets);
            server.start();

            IOException failure = failure(to("/a").build());

            assertThat(failure)
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("localhost")
                    .hasMessageContaining("it speaks none of the application protocols offered");
            assertThat(failure.getSuppressed())
                    .anyMatch(why -> String.valueOf(why.getMessage()).contains("HTTP_1_1_REQUIRED"));
            assertThat(sentAgain).hasSize(1);
        }
    }

    @Nested
    class AServerThatGoesAway {
        @ParameterizedTest
        @ValueSource(strings = {"GET", "POST"})
        void hasWhatItDidNotSeeToSentAgainOverHttp11(String method) throws IOException {
            startGoingAway(Link.H2, 0);

            Request request = method.equals("GET") ? to("/a").build() : post("/a");
            assertThat(answer(request)).isEqualTo("http/1.1 /a");

            assertThat(server.requestCount()).isEqualTo(2);
            assertThat(sentAgain).singleElement().asString().contains("HTTP_1_1_REQUIRED", "old module");
        }

        @Test
        void finishesWhatItSeesTo() throws IOException {
            startGoingAway(Link.H2, 1);

            assertThat(answer(post("/a"))).isEqualTo("h2 /a");

            assertThat(sentAgain).isEmpty();
        }
    }

    @Nested
    class ByPriorKnowledge {
        @Test
        void aResetIsFinalAndSaysWhatToDo() {
            client = Link.H2C.client().connectionPool(pool).build();
            Link.H2C.prepare(server);
            server.handler(Http11RequiredTest::resets);
            server.start();

            assertSaysWhatToDo(failure(to("/a").build()), "GET");
            assertSaysWhatToDo(failure(to("/a").build()), "GET");

            assertThat(server.requestCount()).isEqualTo(2);
            assertThat(server.connectionCount()).isEqualTo(1);
            assertThat(sentAgain).isEmpty();
        }

        @Test
        void goingAwayIsFinalToo() {
            client = Link.H2C.client().connectionPool(pool).build();
            startGoingAway(Link.H2C, 0);

            assertSaysWhatToDo(failure(to("/a").build()), "GET");

            assertThat(server.requestCount()).isEqualTo(1);
            assertThat(sentAgain).isEmpty();
        }
    }
}
