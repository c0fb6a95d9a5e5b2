package dev.hawser.it.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Call;
import dev.hawser.EventListener;
import dev.hawser.FormBody;
import dev.hawser.HawserClient;
import dev.hawser.Headers;
import dev.hawser.MediaType;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.ResponseLimits;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.TestOver;
import dev.hawser.testserver.Http2ErrorCode;
import dev.hawser.testserver.Http2Frame;
import dev.hawser.testserver.Http2Options;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.SocketPolicy;
import dev.hawser.testserver.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
@EveryProtocol
class BodiesTest {
    private static final MediaType TEXT = MediaType.get("text/plain; charset=utf-8");

    private final TestServer server = new TestServer();
    private final Link link;
    private HawserClient client;

    @TempDir
    static Path folder;

    BodiesTest(Link link) {
        this.link = link;
        this.client = link.client().build();
    }

    @BeforeEach
    void start() {
        link.start(server);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private Request.Builder request() {
        return new Request.Builder().url(server.url("/"));
    }

    private Response execute(Request request) throws IOException {
        return client.newCall(request).execute();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(coded)) {
            out.write(plain);
        }
        return coded.toByteArray();
    }

    @Nested
    class OfRequests {
        @Test
        void ofUnknownLengthMayHaveTrailers() throws Exception {
            server.enqueue(MockResponse.of(200, "summed"));
            int[] sum = {0};
            RequestBody summed = new RequestBody() {
                @Override
                public @Nullable MediaType contentType() {
                    return null;
                }

                @Override
                public void writeTo(OutputStream sink) throws IOException {
                    sink.write(new byte[100_000]);
                    sum[0] = 7;
                }

                @Override
                public Headers trailers() {
                    return Headers.of("X-Sum", String.valueOf(sum[0]));
                }
            };

            try (Response response = execute(request().post(summed).build())) {
                assertThat(response.body().string()).isEqualTo("summed");
            }
            RecordedRequest sent = server.takeRequest();
            assertThat(sent.bodySize()).isEqualTo(100_000);
            assertThat(sent.trailers()).isEqualTo(Headers.of(link.isH2() ? "x-sum" : "X-Sum", "7"));
            assertThat(client.connectionPool().idleConnectionCount()).isEqualTo(1);
        }

        static Stream<RequestBody> bodies() throws IOException {
            Path file = Files.write(folder.resolve("body"), random(100_000));
            byte[] bytes = random(100_000);
            return Stream.of(
                    RequestBody.create(bytes, null),
                    RequestBody.create(file, null),
                    RequestBody.create(file.toFile(), null),
                    RequestBody.create(new ByteArrayInputStream(bytes), null),
                    RequestBody.create(new ByteArrayInputStream(bytes), null, bytes.length),
                    new RequestBody() {
                        @Override
                        public @Nullable MediaType contentType() {
                            return null;
                        }

                        @Override
                        public void writeTo(OutputStream sink) throws IOException {
                            for (byte b : bytes) {
                                sink.write(b);
                            }
                        }
                    });
        }

        @ParameterizedTest
        @MethodSource("bodies")
        void ofAllKindsArriveWhole(RequestBody body) throws Exception {
            server.enqueue(MockResponse.of(200));

            execute(request().post(body).build()).close();

            RecordedRequest recorded = server.takeRequest();
            assertThat(recorded.body()).isEqualTo(random(100_000));
            boolean lengthKnown = body.contentLength() >= 0;
            assertThat(recorded.header("Content-Length")).isEqualTo(lengthKnown ? "100000" : null);
            assertThat(recorded.header("Transfer-Encoding")).isEqualTo(lengthKnown || link.isH2() ? null : "chunked");
            assertThat(server.protocolErrors()).isEmpty();
        }

        @Test
        void ofTextAndFormsCarryTheirTypes() throws Exception {
            server.enqueue(MockResponse.of(200));
            server.enqueue(MockResponse.of(200));

            execute(request().post(RequestBody.create("Grüße", TEXT)).build()).close();
            execute(request()
                            .post(new FormBody.Builder().add("a b", "c&d").build())
                            .build())
                    .close();

            RecordedRequest text = server.takeRequest();
            assertThat(text.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(new String(text.body(), StandardCharsets.UTF_8)).isEqualTo("Grüße");
            RecordedRequest form = server.takeRequest();
            assertThat(form.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
            assertThat(form.bodyString()).isEqualTo("a+b=c%26d");
        }

        @Test
        void thatThrowFailTheCallAndLoseTheirConnectionOrStream() throws Exception {
            server.enqueue(MockResponse.of(200, "next"));
            RequestBody broken = new RequestBody() {
                @Override
                public @Nullable MediaType contentType() {
                    return null;
                }

                @Override
                public void writeTo(OutputStream sink) throws IOException {
                    sink.write(new byte[100]);
                    throw new IOException("my disk is gone");
                }
            };

            assertThatThrownBy(() -> execute(request().post(broken).build())).hasMessage("my disk is gone");
            assertThat(client.connectionPool().connectionCount()).isEqualTo(link.isH2() ? 1 : 0);
            try (Response response = execute(request().build())) {
                assertThat(response.body().string()).isEqualTo("next");
            }
        }

        @Test
        void thatAreAnnouncedButMissingAreNotAnnounced() throws Exception {
            server.enqueue(MockResponse.of(200));
            server.enqueue(MockResponse.of(200));

            execute(request().header("Content-Length", "5").build()).close();
            execute(request().header("Transfer-Encoding", "chunked").build()).close();

            assertThat(server.takeRequest().headers().names()).doesNotContain("Content-Length");
            assertThat(server.takeRequest().headers().names()).doesNotContain("Transfer-Encoding");
            assertThat(server.protocolErrors()).isEmpty();
        }

        @TestOver(value = Link.H1, because = "the server speaks HTTP/1.1, in the clear")
        void answeredEarlyByAServerThatHangsUpGiveTheAnswer() throws Exception {
            try (ServerSocket early = new ServerSocket(0)) {
                CompletableFuture<Void> served = CompletableFuture.runAsync(() -> hangUpAfterTheHead(early));
                Request large = new Request.Builder()
                        .url("http://127.0.0.1:" + early.getLocalPort() + "/")
                        .post(RequestBody.create(random(20_000_000), null))
                        .build();

                try (Response response = execute(large)) {
                    assertThat(response.code()).isEqualTo(413);
                    assertThat(response.body().string()).isEqualTo("too much");
                }
                served.get();
                assertThat(client.connectionPool().connectionCount()).isZero();
            }
        }

        /** Reads until the body has begun, answers, and closes with the rest unread, which resets the connection. */
        private void hangUpAfterTheHead(ServerSocket server) {
            try (Socket socket = server.accept()) {
                socket.getInputStream().readNBytes(1_000);
                socket.getOutputStream()
                        .write("HTTP/1.1 413 No\r\nContent-Length: 8\r\n\r\ntoo much"
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Test
        void answeredEarlyByAServerThatReadsOnAreSentToTheirEnd() throws Exception {
            server.handler(new AnswersBeforeTheBody(new MockResponse.Builder()
                    .code(202)
                    .body("later")
                    .answerBeforeBody()
                    .build()));

            try (Response response = execute(
                    request().post(RequestBody.create(random(5_000_000), null)).build())) {
                assertThat(response.body().string()).isEqualTo("later");
            }
            assertThat(server.takeRequest().body()).isEqualTo(random(5_000_000));
            assertThat(client.connectionPool().idleConnectionCount()).isEqualTo(1);
        }
    }

    @Nested
    class AnsweredEarlyOverHttp2 {
        @TestOver(
                value = {Link.H2, Link.H2C},
                because = "a stream is what is reset (RFC 9113, section 8.1)")
        void giveTheAnswerThoughTheServerWantsNoMore() throws Exception {
            server.http2Options(new Http2Options.Builder().grantWindows(false).build());
            server.handler(new AnswersBeforeTheBody(new MockResponse.Builder()
                    .code(413)
                    .body("too much")
                    .answerBeforeBody()
                    .http2(
                            SocketPolicy.Moment.RESPONSE_END,
                            (wire, id) -> wire.send(Http2Frame.rstStream(id, Http2ErrorCode.NO_ERROR)))
                    .build()));

            try (Response response = execute(
                    request().post(RequestBody.create(random(20_000_000), null)).build())) {
                assertThat(response.code()).isEqualTo(413);
                assertThat(response.body().string()).isEqualTo("too much");
            }
            assertThat(client.connectionPool().idleConnectionCount()).isEqualTo(1);
        }
    }

    /** Answers each request with a body when its head has come. */
    private record AnswersBeforeTheBody(MockResponse answer) implements dev.hawser.testserver.RequestHandler {
        @Override
        public MockResponse handle(RecordedRequest request) {
            return answer;
        }

        @Override
        public MockResponse onRequestHead(RecordedRequest head) {
            return answer;
        }
    }

    @Nested
    class ExpectingContinue {
        private Request expecting() {
            return request()
                    .header("Expect", "100-continue")
                    .post(RequestBody.create("content", null))
                    .build();
        }

        @Test
        void sendsTheBodyWhenTheServerSaysSo() throws Exception {
            server.enqueue(MockResponse.of(200, "thanks"));

            try (Response response = execute(expecting())) {
                assertThat(response.body().string()).isEqualTo("thanks");
            }
            assertThat(server.takeRequest().bodyString()).isEqualTo("content");
            assertThat(client.connectionPool().idleConnectionCount()).isEqualTo(1);
        }

        @Test
        void sendsTheBodyAfterAWhileWhenTheServerSaysNothing() throws Exception {
            client = client.newBuilder()
                    .expectContinueTimeout(Duration.ofMillis(20))
                    .build();
            server.enqueue(
                    new MockResponse.Builder().body("thanks").noContinue().build());

            try (Response response = execute(expecting())) {
                assertThat(response.body().string()).isEqualTo("thanks");
            }
            assertThat(server.takeRequest().bodyString()).isEqualTo("content");
        }

        @Test
        void sendsNoBodyWhenTheServerRefuses() throws Exception {
            server.close();
            try (TestServer refusing = new TestServer()) {
                refusing.handler(new AnswersBeforeTheBody(new MockResponse.Builder()
                        .code(417)
                        .body("no")
                        .noContinue()
                        .answerBeforeBody()
                        .build()));
                link.start(refusing);

                try (Response response =
                        execute(expecting().newBuilder().url(refusing.url("/")).build())) {
                    assertThat(response.code()).isEqualTo(417);
                    assertThat(response.body().string()).isEqualTo("no");
                }
                // Over HTTP/1.1 the server cannot know that no body follows.
                assertThat(client.connectionPool().connectionCount()).isEqualTo(link.isH2() ? 1 : 0);
            }
        }
    }

    @Nested
    class OfResponses {
        @Test
        void ofUnknownLengthHaveTrailers() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .chunkedBody("Hello, world", 5)
                    .trailers(Headers.of("X-Sum", "7"))
                    .build());

            try (Response response = execute(request().build())) {
                assertThatThrownBy(response::trailers).isInstanceOf(IllegalStateException.class);
                assertThat(response.body().contentLength()).isEqualTo(-1);
                assertThat(response.body().string()).isEqualTo("Hello, world");
                assertThat(response.trailers()).isEqualTo(Headers.of(link.isH2() ? "x-sum" : "X-Sum", "7"));
            }
            assertThat(client.connectionPool().idleConnectionCount()).isEqualTo(1);
        }

        @TestOver(
                value = {Link.H1, Link.H1_TLS, Link.H1_TUNNEL},
                because = "in HTTP/2 no end of a connection ends a response")
        void untilTheCloseEndTheirConnection() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .bodyUntilClose("Hello")
                    .socketPolicy(SocketPolicy.DISCONNECT_AT_END)
                    .build());

            try (Response response = execute(request().build())) {
                assertThat(response.body().string()).isEqualTo("Hello");
            }
            assertThat(client.connectionPool().connectionCount()).isZero();
        }

        @Test
        void areLargeAndWhole() throws Exception {
            byte[] content = random(5_000_000);
            server.enqueue(new MockResponse.Builder().body(content).build());
            server.enqueue(
                    new MockResponse.Builder().chunkedBody(content, 70_000).build());

            for (int i = 0; i < 2; i++) {
                try (Response response = execute(request().build())) {
                    assertThat(response.body().bytes()).isEqualTo(content);
                }
            }
            assertThat(server.connectionCount()).isEqualTo(1);
        }

        @Test
        void toHeadAreNotThereAndTheConnectionIsKept() throws Exception {
            server.enqueue(new MockResponse.Builder().body(new byte[1_000]).build());
            server.enqueue(MockResponse.of(200, "next"));

            try (Response response = execute(request().head().build())) {
                assertThat(response.header("Content-Length")).isEqualTo("1000");
                assertThat(response.body().string()).isEmpty();
            }
            try (Response response = execute(request().build())) {
                assertThat(response.body().string()).isEqualTo("next");
            }
            assertThat(server.connectionCount()).isEqualTo(1);
        }

        @Test
        void areInTheirCharset() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .addHeader("Content-Type", "text/plain; charset=iso-8859-1")
                    .body(new byte[] {(byte) 0xe4})
                    .build());
            server.enqueue(new MockResponse.Builder()
                    .body(new byte[] {(byte) 0xff, (byte) 0xfe, 'a', 0})
                    .build());

            try (Response latin1 = execute(request().build())) {
                assertThat(latin1.body().string()).isEqualTo("ä");
            }
            try (Response utf16 = execute(request().build())) {
                assertThat(utf16.body().string()).isEqualTo("a");
            }
        }

        @Test
        void mayBePrecededByInterimOnesWhichAListenerIsTold() throws Exception {
            List<String> told = new ArrayList<>();
            client = client.newBuilder()
                    .eventListener(new EventListener() {
                        @Override
                        public void informationalResponse(Call call, int code, Headers headers) {
                            told.add(code + " " + headers.get("Link"));
                        }
                    })
                    .build();
            server.enqueue(new MockResponse.Builder()
                    .addInformational(103, Headers.of("Link", "</style.css>"))
                    .body("page")
                    .build());

            try (Response response = execute(request().build())) {
                assertThat(response.code()).isEqualTo(200);
                assertThat(response.body().string()).isEqualTo("page");
            }
            assertThat(told).containsExactly("103 </style.css>");
        }
    }

    @Nested
    class Gzip {
        private void enqueueGzip(byte[] coded) {
            server.enqueue(new MockResponse.Builder()
                    .addHeader("Content-Encoding", "gzip")
                    .body(coded)
                    .build());
        }

        @Test
        void isAskedForAndUndone() throws Exception {
            enqueueGzip(gzip(random(50_000)));

            try (Response response = execute(request().build())) {
                assertThat(response.header("Content-Encoding")).isNull();
                assertThat(response.header("Content-Length")).isNull();
                assertThat(response.networkResponse().header("Content-Encoding"))
                        .isEqualTo("gzip");
                assertThat(response.body().contentLength()).isEqualTo(-1);
                assertThat(response.body().bytes()).isEqualTo(random(50_000));
            }
            assertThat(server.takeRequest().header("Accept-Encoding")).isEqualTo("gzip");
            assertThat(client.connectionPool().idleConnectionCount()).isEqualTo(1);
        }

        @Test
        void isNotTheOnlyCodingThatIsUndone() throws Exception {
            for (boolean raw : new boolean[] {false, true}) {
                ByteArrayOutputStream coded = new ByteArrayOutputStream();
                try (OutputStream out = new DeflaterOutputStream(coded, new Deflater(9, raw))) {
                    out.write(random(50_000));
                }
                server.enqueue(new MockResponse.Builder()
                        .addHeader("Content-Encoding", "deflate")
                        .body(coded.toByteArray())
                        .build());

                try (Response response = execute(request().build())) {
                    assertThat(response.header("Content-Encoding")).isNull();
                    assertThat(response.body().bytes()).isEqualTo(random(50_000));
                }
            }
        }

        @Test
        void canBeWhatIsSent() throws Exception {
            server.enqueue(MockResponse.of(200));

            execute(request().post(RequestBody.create(random(50_000))).gzip().build())
                    .close();

            RecordedRequest received = server.takeRequest();
            assertThat(received.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(received.header("Content-Length")).isNull();
            GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(received.body()));
            assertThat(plain.readAllBytes()).isEqualTo(random(50_000));
        }

        @Test
        void isLeftAloneWhereTheUserAskedForIt() throws Exception {
            byte[] coded = gzip(random(100));
            enqueueGzip(coded);

            try (Response response =
                    execute(request().header("Accept-Encoding", "gzip").build())) {
                assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
                assertThat(response.body().bytes()).isEqualTo(coded);
            }
        }

        @Test
        void isNotAskedForWithARange() throws Exception {
            server.enqueue(MockResponse.of(206, "x"));

            execute(request().header("Range", "bytes=0-0").build()).close();

            assertThat(server.takeRequest().header("Accept-Encoding")).isNull();
        }

        @Test
        void ofAnEmptyBodyIsEmpty() throws Exception {
            enqueueGzip(new byte[0]);

            try (Response response = execute(request().build())) {
                assertThat(response.body().string()).isEmpty();
            }
        }

        @Test
        void thatGrowsBeyondTheBoundFails() throws Exception {
            byte[] bomb = gzip(new byte[20_000_000]);
            enqueueGzip(bomb);
            enqueueGzip(bomb);

            try (Response response = execute(request().build())) {
                assertThatThrownBy(() -> response.body().byteStream().transferTo(OutputStream.nullOutputStream()))
                        .isInstanceOf(ProtocolException.class)
                        .hasMessageContaining("limit expansion");
            }
            client = client.newBuilder()
                    .responseLimits(ResponseLimits.DEFAULT.withExpansion(2_000))
                    .build();
            try (Response response = execute(request().build())) {
                assertThat(response.body().byteStream().transferTo(OutputStream.nullOutputStream()))
                        .isEqualTo(20_000_000);
            }
        }

        @Test
        void thatIsBrokenFails() throws Exception {
            enqueueGzip(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});

            try (Response response = execute(request().build())) {
                assertThatThrownBy(() -> response.body().bytes()).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void aSlowBodyIsWithinTheReadTimeoutAsLongAsBytesCome() throws Exception {
        client = client.newBuilder().readTimeout(2, TimeUnit.SECONDS).build();
        server.enqueue(new MockResponse.Builder()
                .body(random(10))
                .throttleBody(1, Duration.ofMillis(5))
                .build());

        try (Response response = execute(request().build())) {
            assertThat(response.body().bytes()).isEqualTo(random(10));
        }
    }
}
