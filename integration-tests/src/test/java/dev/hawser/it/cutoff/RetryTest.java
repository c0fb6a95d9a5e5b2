package dev.hawser.it.cutoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Headers;
import dev.hawser.MediaType;
import dev.hawser.NoResponseException;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.Retirement;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.TestOver;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.SocketPolicy;
import dev.hawser.testserver.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent again without being asked, and what is not (RFC 9110, section 9.2.2). */
@Timeout(60)
@EveryProtocol({Link.H1, Link.H1_TLS, Link.H1_LAYERED, Link.H2, Link.H2_LAYERED, Link.H2C})
class RetryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A connection is looked at when it is leased if it has been idle for this long. */
    private static final long LOOK_AFTER_NANOS = 1_000_000;

    /** Two ways of hanging up after a request was read. */
    static final List<SocketPolicy> HANGING_UP =
            List.of(SocketPolicy.DISCONNECT_AFTER_REQUEST, SocketPolicy.RESET_AFTER_REQUEST);

    private final TestServer server = new TestServer();
    private final Retirements retirements = new Retirements();
    private final ConnectionPool pool = retirements.pool();
    private final HawserClient client;
    private final Link link;

    RetryTest(Link link) {
        this.link = link;
        this.client = link.client().connectionPool(pool).build();
    }

    @BeforeEach
    void start() {
        link.start(server);
    }

    @AfterEach
    void stop() {
        client.close();
        pool.close();
        server.shutdown();
        assertThat(server.protocolErrors()).isEmpty();
    }

    private Request.Builder request() {
        return new Request.Builder().url(server.url("/"));
    }

    private Request get() {
        return request().build();
    }

    private Request post() {
        return request().post(RequestBody.create("rope", null)).build();
    }

    private String answer(Request request) throws IOException {
        return answer(client, request);
    }

    private static String answer(HawserClient client, Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            return response.body().string();
        }
    }

    private void enqueue(SocketPolicy policy) {
        server.enqueue(
                new MockResponse.Builder().body("ok").socketPolicy(policy).build());
    }

    private void enqueueOk() {
        enqueue(SocketPolicy.KEEP_OPEN);
    }

    /** Makes a connection that has carried one exchange. */
    private void warmUp() throws IOException {
        enqueueOk();
        assertThat(answer(get())).isEqualTo("ok");
    }

    /** Which connection each request came on, as the server numbers them. */
    private List<Integer> connectionsSeen() throws InterruptedException {
        List<Integer> seen = new ArrayList<>();
        int count = server.requestCount();
        for (int i = 0; i < count; i++) {
            RecordedRequest request = server.takeRequest(PATIENCE);
            seen.add(request == null ? -1 : request.connectionIndex());
        }
        return seen;
    }

    private void assertBooksBalance() throws InterruptedException {
        if (link.isH2()) { // the callers know first that their connection has ended
            Eventually.await("the ends are told", () -> pool.connectionCount() == server.openConnectionCount());
        }
        assertThat(server.awaitOpenConnections(pool.connectionCount(), PATIENCE))
                .isTrue();
        assertThat(pool.idleConnectionCount()).isEqualTo(pool.connectionCount());
    }

    @Nested
    class WhenTheServerEndedAnIdleConnection {
        /** By its second exchange: in HTTP/2 the first may end while a SETTINGS frame of ours is still under way. */
        private void endIdle(SocketPolicy policy) throws Exception {
            warmUp();
            enqueue(policy);
            assertThat(answer(get())).isEqualTo("ok");
            assertThat(server.awaitOpenConnections(0, PATIENCE)).isTrue();
            long start = System.nanoTime();
            Eventually.await("idle for long enough", () -> System.nanoTime() - start > 2 * LOOK_AFTER_NANOS);
            enqueueOk();
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET", "POST"})
        void anEndIsNotNoticedByTheNextCaller(String method) throws Exception {
            endIdle(SocketPolicy.DISCONNECT_AT_END);

            assertThat(answer(method.equals("GET") ? get() : post())).isEqualTo("ok");

            retirements.awaitExactly(Retirement.PEER_CLOSED);
            assertThat(connectionsSeen()).containsExactly(0, 0, 1);
            assertBooksBalance();
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET", "POST"})
        void aResetIsNotNoticedByTheNextCaller(String method) throws Exception {
            endIdle(SocketPolicy.RESET_AT_END);

            assertThat(answer(method.equals("GET") ? get() : post())).isEqualTo("ok");

            retirements.awaitExactly(Retirement.PEER_CLOSED);
            assertThat(connectionsSeen()).containsExactly(0, 0, 1);
            assertBooksBalance();
        }

        @Test
        void aHalfClosedConnectionIsNotUsedAgain() throws Exception {
            enqueue(SocketPolicy.SHUTDOWN_OUTPUT_AT_END);
            assertThat(answer(get())).isEqualTo("ok");
            long start = System.nanoTime();
            Eventually.await("idle for long enough", () -> System.nanoTime() - start > 20 * LOOK_AFTER_NANOS);
            enqueueOk();

            assertThat(answer(post())).isEqualTo("ok");

            retirements.awaitExactly(Retirement.PEER_CLOSED);
            assertBooksBalance();
        }
    }

    @Nested
    class WhenAReusedConnectionEndsWithoutAByte {
        @ParameterizedTest
        @FieldSource("dev.hawser.it.cutoff.RetryTest#HANGING_UP")
        void getIsSentAgainOnAFreshConnection(SocketPolicy policy) throws Exception {
            warmUp();
            enqueue(policy);
            enqueueOk();

            assertThat(answer(get())).isEqualTo("ok");

            assertThat(connectionsSeen()).containsExactly(0, 0, 1);
            retirements.awaitExactly(Retirement.PEER_CLOSED);
            assertThat(retirements.sentAgain())
                    .containsExactly(
                            server.url("/").host() + ":" + server.url("/").port());
            assertBooksBalance();
        }

        @TestOver(
                value = {Link.H1, Link.H1_TLS, Link.H1_LAYERED},
                because = "in HTTP/2 two calls make no second connection that could be idle")
        void theSecondTryTakesAFreshConnectionThoughAnotherIsIdle() throws Exception {
            enqueueOk();
            enqueueOk();
            try (Response first = client.newCall(get()).execute();
                    Response second = client.newCall(get()).execute()) {
                assertThat(first.code()).isEqualTo(second.code());
                assertThat(pool.connectionCount()).isEqualTo(2);
            }
            enqueue(SocketPolicy.DISCONNECT_AFTER_REQUEST);
            enqueueOk();

            assertThat(answer(get())).isEqualTo("ok");

            assertThat(connectionsSeen().get(3)).isEqualTo(2);
            assertThat(pool.idleConnectionCount()).isEqualTo(2);
            assertBooksBalance();
        }

        @ParameterizedTest
        @FieldSource("dev.hawser.it.cutoff.RetryTest#HANGING_UP")
        void postFailsWithTheFiguresOfTheConnection(SocketPolicy policy) throws Exception {
            warmUp();
            enqueueOk();
            assertThat(answer(get())).isEqualTo("ok");
            enqueue(policy);

            NoResponseException failure = catchThrowableOfType(NoResponseException.class, () -> answer(post()));

            assertThat(failure).hasMessageContaining("POST").hasMessageContaining("had carried 2 exchanges");
            assertThat(failure.connectionUses()).isEqualTo(2);
            assertThat(failure.connectionAge()).isGreaterThanOrEqualTo(failure.connectionIdleTime());
            assertThat(failure.connectionIdleTime()).isPositive();
            assertThat(failure).hasCauseInstanceOf(IOException.class);
            assertThat(connectionsSeen()).containsExactly(0, 0, 0);
            assertThat(retirements.sentAgain()).isEmpty();
            assertBooksBalance();
        }

        @Test
        void postWithAnIdempotencyKeyIsSentAgain() throws Exception {
            warmUp();
            enqueue(SocketPolicy.DISCONNECT_AFTER_REQUEST);
            enqueueOk();

            Request keyed = post().newBuilder().header("Idempotency-Key", "7").build();

            assertThat(answer(keyed)).isEqualTo("ok");
            server.takeRequest(PATIENCE);
            assertThat(server.takeRequest(PATIENCE).bodyString()).isEqualTo("rope");
            assertThat(server.takeRequest(PATIENCE).bodyString()).isEqualTo("rope");
        }

        @Test
        void putIsSentAgainWithItsWholeBody() throws Exception {
            warmUp();
            enqueue(SocketPolicy.DISCONNECT_AFTER_REQUEST);
            enqueueOk();

            assertThat(answer(request().put(RequestBody.create("rope", null)).build()))
                    .isEqualTo("ok");
            server.takeRequest(PATIENCE);
            assertThat(server.takeRequest(PATIENCE).bodyString()).isEqualTo("rope");
            RecordedRequest again = server.takeRequest(PATIENCE);
            assertThat(again.bodyString()).isEqualTo("rope");
            assertThat(again.connectionIndex()).isEqualTo(1);
        }

        @Test
        void aBodyThatCanBeReadButOnceIsNotSentAgain() throws Exception {
            warmUp();
            enqueue(SocketPolicy.DISCONNECT_AFTER_REQUEST);
            RequestBody once = RequestBody.create(new ByteArrayInputStream(new byte[] {1, 2, 3}), null);

            assertThatThrownBy(() -> answer(request().put(once).build())).isInstanceOf(NoResponseException.class);

            assertThat(server.requestCount()).isEqualTo(2);
            assertBooksBalance();
        }

        @Test
        void theErrorOfTheSecondTryIsTheCallers() throws Exception {
            warmUp();
            enqueue(SocketPolicy.DISCONNECT_AFTER_REQUEST);
            enqueue(SocketPolicy.DISCONNECT_AFTER_REQUEST);

            assertThatThrownBy(() -> answer(get()))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(NoResponseException.class);

            assertThat(connectionsSeen()).containsExactly(0, 0, 1);
            assertBooksBalance();
        }

        @Test
        void nothingIsSentAgainIfTheUserDoesNotWantIt() throws Exception {
            warmUp();
            enqueue(SocketPolicy.DISCONNECT_AFTER_REQUEST);
            HawserClient once =
                    client.newBuilder().retryOnConnectionFailure(false).build();

            assertThatThrownBy(() -> answer(once, get()))
                    .isInstanceOf(NoResponseException.class)
                    .hasMessageContaining("GET");

            assertThat(server.requestCount()).isEqualTo(2);
            assertBooksBalance();
        }

        @Test
        void nothingIsSentAgainAfterTheBeginningOfAResponse() throws Exception {
            warmUp();
            server.enqueue(
                    link.isH2() // where a part of a frame is nothing
                            ? new MockResponse.Builder()
                                    .addInformational(103, Headers.of("Link", "</style.css>"))
                                    .socketPolicy(new SocketPolicy(
                                            SocketPolicy.Moment.RESPONSE_HEAD, SocketPolicy.Effect.CLOSE))
                                    .build()
                            : new MockResponse.Builder()
                                    .raw("H")
                                    .socketPolicy(SocketPolicy.DISCONNECT_AT_END)
                                    .build());

            assertThatThrownBy(() -> answer(get()))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(NoResponseException.class);

            assertThat(server.requestCount()).isEqualTo(2);
            assertBooksBalance();
        }
    }

    @Nested
    class WhenAFreshConnectionEndsWithoutAByte {
        @ParameterizedTest
        @ValueSource(strings = {"GET", "POST"})
        void theErrorIsTheCallers(String method) throws Exception {
            enqueue(SocketPolicy.DISCONNECT_AFTER_REQUEST);

            assertThatThrownBy(() -> answer(method.equals("GET") ? get() : post()))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(NoResponseException.class)
                    .hasMessageContaining(link.isH2() ? "has closed the connection" : "unexpected end of stream");

            assertThat(server.requestCount()).isEqualTo(1);
            assertBooksBalance();
        }
    }

    @Nested
    class WhenTheCallStaysOnItsConnection {
        private void enqueueRedirect(int code) {
            server.enqueue(new MockResponse.Builder()
                    .code(code)
                    .addHeader("Location", "/there")
                    .build());
        }

        @Test
        void aRedirectedGetIsSentAgainIfTheConnectionEndsWithoutAByte() throws Exception {
            enqueueRedirect(302);
            enqueue(SocketPolicy.DISCONNECT_AFTER_REQUEST);
            enqueueOk();

            assertThat(answer(get())).isEqualTo("ok");

            assertThat(connectionsSeen()).containsExactly(0, 0, 1);
            assertBooksBalance();
        }

        @Test
        void aRedirectedPostFailsWithTheFiguresOfTheConnection() throws Exception {
            enqueueRedirect(307);
            enqueue(SocketPolicy.DISCONNECT_AFTER_REQUEST);

            NoResponseException failure = catchThrowableOfType(NoResponseException.class, () -> answer(post()));

            assertThat(failure.connectionUses()).isEqualTo(1);
            assertThat(connectionsSeen()).containsExactly(0, 0);
            assertBooksBalance();
        }

        @Test
        void aRedirectedPostTakesAnotherConnectionIfTheServerHasEndedThisOne() throws Exception {
            server.handler(request -> request.path().equals("/there")
                    ? MockResponse.of(200, "ok")
                    : new MockResponse.Builder()
                            .code(307)
                            .addHeader("Location", "/there")
                            .socketPolicy(SocketPolicy.DISCONNECT_AT_END)
                            .build());
            HawserClient patient = client.newBuilder()
                    .addNetworkInterceptor(chain -> {
                        Response response = chain.proceed(chain.request());
                        awaitEnd(response);
                        return response;
                    })
                    .build();

            Eventually.await("an end that is there when it is looked for", () -> isAnswered(patient));

            List<Integer> seen = connectionsSeen();
            int there = seen.get(seen.size() - 1);
            assertThat(there).isEqualTo(seen.get(seen.size() - 2) + 1);
            Eventually.await("the ends are told", () -> retirements.reasons().size() == there);
            assertThat(retirements.reasons()).last().isEqualTo(Retirement.PEER_CLOSED);
            assertBooksBalance();
        }

        /** Whether the end of the connection had come when the call looked for it: it may be on its way when the server has told. */
        private boolean isAnswered(HawserClient patient) {
            try {
                assertThat(answer(patient, post())).isEqualTo("ok");
                return true;
            } catch (NoResponseException e) {
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void awaitEnd(Response response) {
            if (response.code() == 307) {
                Eventually.await("the server has hung up", () -> server.openConnectionCount() == 0);
            }
        }
    }

    @Nested
    class WhenTheFailureIsNotTheConnections {
        @Test
        void aBodyThatFailsIsAskedOnce() throws Exception {
            AtomicInteger asked = new AtomicInteger();
            RequestBody failing = new RequestBody() {
                @Override
                public MediaType contentType() {
                    return null;
                }

                @Override
                public void writeTo(OutputStream sink) throws IOException {
                    asked.incrementAndGet();
                    throw new IOException("no rope");
                }
            };
            warmUp();

            assertThatThrownBy(() -> answer(request().put(failing).build()))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("no rope");

            assertThat(asked).hasValue(1);
            assertBooksBalance();
        }

        @Test
        void aNetworkInterceptorThatFailsIsAskedOnce() throws Exception {
            AtomicInteger asked = new AtomicInteger();
            warmUp();
            HawserClient refusing = client.newBuilder()
                    .addNetworkInterceptor(chain -> {
                        asked.incrementAndGet();
                        throw new IOException("not today");
                    })
                    .build();

            assertThatThrownBy(() -> answer(refusing, get()))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("not today");

            assertThat(asked).hasValue(1);
            assertBooksBalance();
        }
    }
}
