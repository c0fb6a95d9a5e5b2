package dev.hawser.it.cutoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Call;
import dev.hawser.Connection;
import dev.hawser.ConnectionPool;
import dev.hawser.EventListener;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.ResponseLimits;
import dev.hawser.Retirement;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.TestOver;
import dev.hawser.testserver.Http2Frame;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.SocketPolicy;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Response bodies that are closed before they are read to their end. */
@Timeout(60)
@EveryProtocol({Link.H1, Link.H1_TLS, Link.H1_LAYERED, Link.H2, Link.H2_LAYERED, Link.H2C})
class UnreadBodyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** More than is drained, and more than a stream of HTTP/2 may have on its way. */
    private static final int LONG_REST = 8 << 20;

    private static final Duration DRIP = Duration.ofMillis(5);
    private static final String CHUNKED_HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final TestServer server = new TestServer();
    private final Retirements retirements = new Retirements();
    private final ConnectionPool pool = retirements.pool();
    private final HawserClient client;
    private final Link link;

    UnreadBodyTest(Link link) {
        this.link = link;
        this.client = link.client()
                .connectionPool(pool)
                .retryOnConnectionFailure(false)
                .responseLimits(ResponseLimits.DEFAULT.withDrain(65_536, Duration.ofMillis(40)))
                .build();
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

    private Response get() throws IOException {
        return client.newCall(new Request.Builder().url(server.url("/")).build())
                .execute();
    }

    private void closeAfter(int bytes) throws IOException {
        try (Response response = get()) {
            assertThat(response.body().byteStream().readNBytes(bytes)).hasSize(bytes);
        }
    }

    private void assertTheConnectionIsUsedAgain() throws Exception {
        assertThat(retirements.reasons()).isEmpty();
        server.enqueue(MockResponse.of(200, "next"));
        try (Response response = get()) {
            assertThat(response.body().string()).isEqualTo("next");
        }
        server.takeRequest(PATIENCE);
        assertThat(server.takeRequest(PATIENCE).connectionIndex()).isZero();
        assertThat(pool.idleConnectionCount()).isEqualTo(1);
        assertThat(server.openConnectionCount()).isEqualTo(1);
    }

    /** Of HTTP/2 a stream is gone, and its server told so. */
    private void assertTheConnectionIsGone() throws Exception {
        if (link.isH2()) {
            assertThat(server.http2(0).await(frame -> frame.type() == Http2Frame.RST_STREAM, PATIENCE))
                    .isNotNull();
            assertTheConnectionIsUsedAgain();
            return;
        }
        retirements.awaitExactly(Retirement.BODY_NOT_READ);
        assertThat(pool.connectionCount()).isZero();
        assertThat(server.awaitOpenConnections(0, PATIENCE)).isTrue();
        server.enqueue(MockResponse.of(200, "next"));
        try (Response response = get()) {
            assertThat(response.body().string()).isEqualTo("next");
        }
        server.takeRequest(PATIENCE);
        RecordedRequest next = server.takeRequest(PATIENCE);
        assertThat(next.connectionIndex()).isEqualTo(1);
        assertThat(server.openConnectionCount()).isEqualTo(1);
        assertThat(pool.idleConnectionCount()).isEqualTo(1);
    }

    @Nested
    class ShortRests {
        @ParameterizedTest
        @ValueSource(ints = {0, 10, 9_999})
        void aShortRestIsDrained(int read) throws Exception {
            server.enqueue(new MockResponse.Builder().body(new byte[10_000]).build());

            closeAfter(read);

            assertTheConnectionIsUsedAgain();
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 10, 9_999, 10_000})
        void shortChunksAreDrained(int read) throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .chunkedBody(new byte[10_000], 1_000)
                    .build());

            closeAfter(read);

            assertTheConnectionIsUsedAgain();
        }
    }

    @Nested
    class LongRests {
        @Test
        void aLongRestIsNotRead() throws Exception {
            server.enqueue(new MockResponse.Builder().body(new byte[LONG_REST]).build());

            closeAfter(10);

            assertTheConnectionIsGone();
        }

        @Test
        void longChunksAreReadAsFarAsTheLimit() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .chunkedBody(new byte[LONG_REST], 4_000)
                    .build());

            closeAfter(0);

            assertTheConnectionIsGone();
        }

        @TestOver(
                value = {Link.H1, Link.H1_TLS, Link.H1_LAYERED},
                because = "in HTTP/2 no end of a connection ends a response")
        void aBodyThatEndsWithTheConnectionIsNotDrained() throws Exception {
            server.enqueue(new MockResponse.Builder().bodyUntilClose("rope").build());

            closeAfter(1);

            assertTheConnectionIsGone();
        }
    }

    @Nested
    class SlowRests {
        @Test
        void aRestThatDoesNotComeIsGivenUp() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .body(new byte[1_000])
                    .socketPolicy(SocketPolicy.STALL_DURING_RESPONSE_BODY)
                    .build());

            closeAfter(10);

            assertTheConnectionIsGone();
        }

        @Test
        void aRestThatDripsIsGivenUp() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .body(new byte[50_000])
                    .throttleBody(1, DRIP)
                    .build());

            closeAfter(1);

            assertTheConnectionIsGone();
        }

        @TestOver(
                value = {Link.H1, Link.H1_TLS, Link.H1_LAYERED},
                because = "HTTP/2 has no chunks (RFC 9113, section 8.1)")
        void aChunkExtensionThatDripsIsGivenUp() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .body("5;" + "a".repeat(50_000) + "\r\nhello\r\n0\r\n\r\n")
                    .rawHead(CHUNKED_HEAD)
                    .throttleBody(1, DRIP)
                    .build());

            closeAfter(0);

            assertTheConnectionIsGone();
        }

        @TestOver(
                value = {Link.H1, Link.H1_TLS, Link.H1_LAYERED},
                because = "HTTP/2 has no chunks (RFC 9113, section 8.1)")
        void trailersThatDripAreGivenUp() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .body("0\r\nX: " + "a".repeat(50_000) + "\r\n\r\n")
                    .rawHead(CHUNKED_HEAD)
                    .throttleBody(1, DRIP)
                    .build());

            closeAfter(0);

            assertTheConnectionIsGone();
        }
    }

    @Nested
    class ClosedByAnotherThread {
        @Test
        void aCloseEndsTheReadThatIsUnderWay() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .body(new byte[1_000])
                    .socketPolicy(SocketPolicy.STALL_DURING_RESPONSE_BODY)
                    .build());
            Response response = get();
            InputStream body = response.body().byteStream();
            Other<byte[]> reader = Other.start(body::readAllBytes);
            Other.awaitReading(reader.thread());

            response.close();

            assertThatThrownBy(reader::result).isInstanceOf(IOException.class);
            assertThatThrownBy(body::read).isInstanceOf(IOException.class);
            assertTheConnectionIsGone();
        }

        @Test
        void aCloseAfterTheLastByteLeavesTheConnectionToItsNextUser() throws Exception {
            AtomicReference<Response> response = new AtomicReference<>();
            HawserClient closing = client.newBuilder()
                    .eventListener(new EventListener() {
                        @Override
                        public void connectionReleased(Call call, Connection connection) {
                            Response read = response.getAndSet(null);
                            if (read != null) {
                                await(Other.start(() -> {
                                    read.close();
                                    return null;
                                }));
                            }
                        }
                    })
                    .build();
            server.enqueue(MockResponse.of(200, "rope"));
            response.set(
                    closing.newCall(new Request.Builder().url(server.url("/")).build())
                            .execute());

            byte[] four = new byte[4];
            assertThat(response.get().body().byteStream().read(four)).isEqualTo(4);

            assertThat(pool.idleConnectionCount()).isEqualTo(1);
            assertTheConnectionIsUsedAgain();
        }

        private void await(Other<?> other) {
            try {
                other.result();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void aBodyThatFailedDoesNotSeemToEnd() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .body(new byte[1_000])
                .socketPolicy(SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY)
                .build());
        try (Response response = get()) {
            InputStream body = response.body().byteStream();

            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);

            assertThatThrownBy(body::read).isInstanceOf(IOException.class);
        }
    }
}
