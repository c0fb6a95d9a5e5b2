package dev.hawser.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.HawserClient;
import dev.hawser.HttpUrl;
import dev.hawser.Interceptor;
import dev.hawser.MediaType;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.ResponseBody;
import dev.hawser.logging.HttpLoggingInterceptor.Level;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpLoggingInterceptorTest {
    private static final MediaType TEXT = MediaType.get("text/plain");

    private final TestServer server = new TestServer();
    private final List<String> lines = new ArrayList<>();
    private final HttpLoggingInterceptor logging = new HttpLoggingInterceptor(lines::add);
    private HawserClient client =
            new HawserClient.Builder().addInterceptor(logging).build();
    private String url = "";

    @BeforeEach
    void start() {
        server.start();
        url = server.url("/").toString();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Nested
    class Levels {
        @Test
        void areNoneAtFirst() throws IOException {
            server.enqueue(MockResponse.of(200, "hello"));

            assertThat(logging.getLevel()).isEqualTo(Level.NONE);
            assertThat(call(get().build())).isEqualTo("hello");
            assertThat(lines).isEmpty();
        }

        @Test
        void basicIsALineEach() throws IOException {
            logging.setLevel(Level.BASIC);
            server.enqueue(MockResponse.of(200, "hello"));
            call(get().build());
            server.enqueue(new MockResponse.Builder().chunkedBody("hello", 3).build());
            call(get().post(RequestBody.create("abc".getBytes(UTF_8), TEXT)).build());

            assertThat(logged())
                    .containsExactly(
                            "--> GET " + url,
                            "<-- 200 OK " + url + " (?ms, 5-byte body)",
                            "--> POST " + url + " (3-byte body)",
                            "<-- 200 OK " + url + " (?ms, unknown-length body)");
        }

        @Test
        void headersAreAllOfThem() throws IOException {
            logging.setLevel(Level.HEADERS);
            server.enqueue(MockResponse.of(200, "hello"));
            call(get().header("A", "b")
                    .post(RequestBody.create("abc".getBytes(UTF_8), TEXT))
                    .build());

            assertThat(logged())
                    .containsExactly(
                            "--> POST " + url,
                            "Content-Type: text/plain",
                            "Content-Length: 3",
                            "A: b",
                            "--> END POST",
                            "<-- 200 OK " + url + " (?ms)",
                            "Content-Length: 5",
                            "<-- END HTTP");
        }

        @Test
        void bodiesAreTheirText() throws IOException {
            logging.setLevel(Level.BODY);
            server.enqueue(MockResponse.of(200, "hellö\n"));

            assertThat(call(get().post(RequestBody.create("abc".getBytes(UTF_8), null))
                            .build()))
                    .isEqualTo("hellö\n");
            assertThat(server.requestCount()).isEqualTo(1);
            assertThat(logged())
                    .containsExactly(
                            "--> POST " + url,
                            "Content-Length: 3",
                            "",
                            "abc",
                            "--> END POST (3-byte body)",
                            "<-- 200 OK " + url + " (?ms)",
                            "Content-Length: 7",
                            "",
                            "hellö\n",
                            "<-- END HTTP (7-byte body)");
        }

        @Test
        void onTheNetworkShowWhatTravels() throws IOException {
            logging.setLevel(Level.HEADERS);
            client.close();
            client = new HawserClient.Builder().addNetworkInterceptor(logging).build();
            server.enqueue(MockResponse.of(200, "hello"));
            call(get().build());

            assertThat(lines)
                    .contains("--> GET " + url + " http/1.1", "Connection: Keep-Alive", "Accept-Encoding: gzip");
        }

        @Test
        void tellOfFailures() {
            logging.setLevel(Level.BASIC);
            client = client.newBuilder()
                    .addInterceptor(chain -> {
                        throw new IOException("no way");
                    })
                    .build();

            assertThatThrownBy(() ->
                            call(new Request.Builder().url("http://u:p@h/").build()))
                    .hasMessage("no way");
            assertThat(logged())
                    .containsExactly(
                            "--> GET http://██@h/", "<-- HTTP FAILED: java.io.IOException: no way. http://██@h/ (?ms)");
        }
    }

    @Nested
    class Secrets {
        @Test
        void areLeftOutByDefault() throws IOException {
            logging.setLevel(Level.HEADERS);
            server.enqueue(
                    new MockResponse.Builder().addHeader("set-cookie", "s3cret").build());
            call(get().url(server.url("/")
                            .newBuilder()
                            .username("s3cret")
                            .password("s3cret")
                            .build())
                    .header("authorization", "s3cret")
                    .header("Proxy-Authorization", "s3cret")
                    .header("Cookie", "s3cret")
                    .build());

            assertThat(lines)
                    .contains("authorization: ██", "Proxy-Authorization: ██", "Cookie: ██", "set-cookie: ██")
                    .noneMatch(line -> line.contains("s3cret"));
        }

        @ParameterizedTest
        @EnumSource(names = {"BASIC", "BODY"})
        void inQueriesAreLeftOutIfTheyAreNamed(Level level) throws IOException {
            logging.setLevel(level);
            logging.redactQueryParams("token", "a b");
            server.enqueue(MockResponse.of(200));
            call(get().url(url + "?Token=s3cret&x=y&&token&%74oken=s3cret&a+b=s3cret&%zz=1&tokens=2#token=f")
                    .build());

            assertThat(lines.get(0))
                    .startsWith("--> GET " + url + "?Token=██&x=y&&token&%74oken=██&a+b=██&%zz=1&tokens=2");
            assertThat(lines).noneMatch(line -> line.contains("s3cret"));
        }

        @Test
        void inHeadersThatNameUrlsAreLeftOut() throws IOException {
            logging.setLevel(Level.HEADERS);
            logging.redactQueryParams("token");
            server.enqueue(new MockResponse.Builder()
                    .addHeader("Location", "http://s3cret@h/?token=s3cret")
                    .addHeader("Content-Location", "/a?token=s3cret")
                    .addHeader("content-location", "b/../c")
                    .build());
            call(get().header("Referer", "http://u:s3cret@h/").build());

            assertThat(lines)
                    .contains(
                            "Referer: http://██@h/",
                            "Location: http://██@h/?token=██",
                            "Content-Location: " + url + "a?token=██",
                            "content-location: b/../c");
        }

        @Test
        void mayBeNamed() throws IOException {
            logging.setLevel(Level.HEADERS);
            logging.redactHeader("x-api-key");
            server.enqueue(MockResponse.of(200));
            call(get().header("X-Api-Key", "s3cret").build());

            assertThat(lines).contains("X-Api-Key: ██");
        }

        @Test
        void areShownIfThatIsAskedFor() throws IOException {
            logging.setLevel(Level.HEADERS);
            logging.unredactHeader("cookie");
            server.enqueue(MockResponse.of(200));
            call(get().header("Cookie", "a=b").header("Authorization", "s3cret").build());

            assertThat(lines).contains("Cookie: a=b", "Authorization: ██");
        }
    }

    @Nested
    class Requests {
        @BeforeEach
        void bodies() {
            logging.setLevel(Level.BODY);
            server.enqueue(MockResponse.of(200));
        }

        @Test
        void thatAreWrittenButOnceAreNotLogged() throws Exception {
            call(get().post(RequestBody.create(new ByteArrayInputStream(new byte[] {'a'}), TEXT))
                    .build());

            assertThat(lines).contains("--> END POST (one-shot body omitted)");
            assertThat(server.takeRequest().bodyString()).isEqualTo("a");
        }

        @Test
        void thatAreBinaryAreNotLogged() throws IOException {
            call(get().post(RequestBody.create(new byte[] {'a', 0x1b, 'b'}, TEXT))
                    .build());

            assertThat(lines).contains("--> END POST (binary 3-byte body omitted)");
        }

        @Test
        void thatAreLongAreLoggedUpToTheBound() throws Exception {
            logging.bodyLimit(4);
            call(get().post(RequestBody.create("123ä5".getBytes(UTF_8), null)).build());

            assertThat(lines).contains("123", "--> END POST (first 4 of 6 bytes)");
            assertThat(server.takeRequest().bodyString()).isEqualTo("123ä5");
        }

        @Test
        void thatFailAreSaidToAndFailTheCallOnly() {
            RequestBody failing = new Written() {
                @Override
                public void writeTo(OutputStream sink) throws IOException {
                    sink.write('a');
                    throw new IOException("no more");
                }
            };

            assertThatThrownBy(() -> call(get().post(failing).build())).hasMessage("no more");
            assertThat(lines)
                    .contains("--> END POST (first 1 bytes, then java.io.IOException: no more)")
                    .last()
                    .asString()
                    .startsWith("<-- HTTP FAILED: java.io.IOException: no more. " + url);
        }

        @Test
        void thatAreDuplexAreNotWrittenNorTheirResponsesRead() throws IOException {
            RequestBody duplex = new Written() {
                @Override
                public boolean isDuplex() {
                    return true;
                }

                @Override
                public void writeTo(OutputStream sink) {
                    throw new AssertionError("written");
                }
            };
            answerWith(ResponseBody.create(new Unread(), TEXT, -1));
            client.newCall(get().post(duplex).build()).execute();

            assertThat(lines).contains("--> END POST (duplex request body omitted)", "<-- END HTTP (streaming)");
        }
    }

    @Nested
    class Responses {
        @BeforeEach
        void bodies() {
            logging.setLevel(Level.BODY);
        }

        @Test
        void thatAreStreamsOfEventsAreNotRead() throws IOException {
            answerWith(ResponseBody.create(new Unread(), MediaType.get("text/event-stream; charset=utf-8"), -1));
            client.newCall(get().build()).execute();

            assertThat(lines).last().isEqualTo("<-- END HTTP (streaming)");
        }

        @Test
        void thatAreBinaryAreTheCallersAllTheSame() throws IOException {
            byte[] content = {(byte) 0xff, 0, 1};
            server.enqueue(new MockResponse.Builder().body(content).build());

            try (Response response = client.newCall(get().build()).execute()) {
                assertThat(response.body().bytes()).isEqualTo(content);
            }
            assertThat(lines).last().isEqualTo("<-- END HTTP (binary 3-byte body omitted)");
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void thatAreLongAreLoggedUpToTheBoundAndTheCallersInFull(boolean chunked) throws IOException {
            logging.bodyLimit(10_000);
            String content = "0123456789".repeat(5_000);
            server.enqueue(
                    chunked
                            ? new MockResponse.Builder()
                                    .chunkedBody(content, 3_000)
                                    .build()
                            : MockResponse.of(200, content));

            assertThat(call(get().build())).isEqualTo(content);
            assertThat(lines)
                    .contains("0123456789".repeat(1_000))
                    .last()
                    .isEqualTo("<-- END HTTP (first 10000" + (chunked ? " bytes)" : " of 50000 bytes)"));
        }

        @Test
        void thatTheClientDecodedHaveBothSizes() throws IOException {
            byte[] gzipped = gzip("hello");
            server.enqueue(new MockResponse.Builder()
                    .body(gzipped)
                    .addHeader("Content-Encoding", "gzip")
                    .build());

            assertThat(call(get().build())).isEqualTo("hello");
            assertThat(lines)
                    .contains("hello")
                    .last()
                    .isEqualTo("<-- END HTTP (5-byte body, decoded from " + gzipped.length + " gzipped bytes)");
        }

        @Test
        void thatAreEncodedAreDecodedForTheLogOnly() throws IOException {
            byte[] gzipped = gzip("hello");
            server.enqueue(new MockResponse.Builder()
                    .body(gzipped)
                    .addHeader("Content-Encoding", "gzip")
                    .build());

            try (Response response = client.newCall(
                            get().header("Accept-Encoding", "gzip").build())
                    .execute()) {
                assertThat(response.body().bytes()).isEqualTo(gzipped);
            }
            assertThat(lines)
                    .contains("hello")
                    .last()
                    .isEqualTo("<-- END HTTP (5-byte, " + gzipped.length + "-gzipped-byte body)");
        }

        @Test
        void thatGrowWhenDecodedAreLoggedUpToTheBound() throws IOException {
            logging.bodyLimit(1_000);
            byte[] gzipped = gzip("a".repeat(100_000));
            server.enqueue(new MockResponse.Builder()
                    .body(gzipped)
                    .addHeader("Content-Encoding", "gzip")
                    .build());
            call(get().header("Accept-Encoding", "gzip").build());

            assertThat(lines)
                    .contains("a".repeat(1_000))
                    .last()
                    .isEqualTo("<-- END HTTP (first 1000 bytes, " + gzipped.length + "-gzipped-byte body)");
        }

        @ParameterizedTest
        @ValueSource(strings = {"br", "gzip"})
        void thatCannotBeDecodedAreNotLogged(String encoding) throws IOException {
            server.enqueue(new MockResponse.Builder()
                    .body("hello")
                    .addHeader("Content-Encoding", encoding)
                    .build());

            assertThat(call(get().header("Accept-Encoding", encoding).build())).isEqualTo("hello");
            assertThat(lines).last().isEqualTo("<-- END HTTP (encoded 5-byte body omitted)");
        }

        @Test
        void thatHaveNoBodyHaveNone() throws IOException {
            server.enqueue(MockResponse.of(204));
            call(get().build());
            server.enqueue(MockResponse.of(200, "hello"));
            call(get().head().build());
            server.enqueue(MockResponse.of(200, ""));
            call(get().build());

            assertThat(lines.stream().filter(line -> line.startsWith("<-- END")))
                    .containsExactly("<-- END HTTP", "<-- END HTTP", "<-- END HTTP (0-byte body)");
        }

        @Test
        void thatBreakOffDoSoForTheCallerToo() throws IOException {
            Failing content = new Failing();
            answerWith(ResponseBody.create(content, TEXT, 5));

            try (Response response = client.newCall(get().build()).execute()) {
                InputStream body = response.body().byteStream();
                assertThat(body.read()).isEqualTo('h');
                assertThatThrownBy(body::read).isSameAs(content.failure);
                assertThatThrownBy(() -> body.read(new byte[2])).isSameAs(content.failure);
                assertThat(content.closed).isFalse();
            }
            assertThat(content.closed).isTrue();
            assertThat(lines)
                    .contains("h")
                    .last()
                    .isEqualTo("<-- END HTTP (first 1 bytes, then java.io.IOException: broken off)");
        }

        @Test
        void areClosedIfTheLoggerFails() {
            Failing content = new Failing();
            HttpLoggingInterceptor failing = new HttpLoggingInterceptor(line -> {
                if (line.startsWith("<--")) {
                    throw new IllegalStateException("full");
                }
            });
            client = new HawserClient.Builder()
                    .addInterceptor(failing.setLevel(Level.BASIC))
                    .addInterceptor(answer(ResponseBody.create(content, TEXT, 5)))
                    .build();

            assertThatThrownBy(() -> call(get().build())).hasStackTraceContaining("full");
            assertThat(content.closed).isTrue();
        }
    }

    @Test
    void aBoundIsNotNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> logging.bodyLimit(-1))
                .withMessage("bytes < 0: -1");
    }

    @Test
    void theDefaultLoggerIsTheSystems() throws IOException {
        List<String> records = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                records.add(record.getLevel() + " " + record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        java.util.logging.Logger logger = java.util.logging.Logger.getLogger("dev.hawser.logging");
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
        try {
            client = new HawserClient.Builder()
                    .addInterceptor(new HttpLoggingInterceptor().setLevel(Level.BASIC))
                    .build();
            server.enqueue(MockResponse.of(200));
            call(get().url(url + "?{0}").build());
        } finally {
            logger.removeHandler(handler);
        }

        assertThat(records).hasSize(2).first().isEqualTo("INFO --> GET " + HttpUrl.get(url + "?{0}"));
    }

    private Request.Builder get() {
        return new Request.Builder().url(url);
    }

    private String call(Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            return response.body().string();
        }
    }

    /** The lines with a question mark for times. */
    private List<String> logged() {
        return lines.stream()
                .map(line -> line.replaceFirst("\\(\\d+ms", "(?ms"))
                .toList();
    }

    private void answerWith(ResponseBody body) {
        client = client.newBuilder().addInterceptor(answer(body)).build();
    }

    private static Interceptor answer(ResponseBody body) {
        return chain -> new Response.Builder()
                .request(chain.request())
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .body(body)
                .build();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    /** A body without type and length. */
    private abstract static class Written extends RequestBody {
        @Override
        public @Nullable MediaType contentType() {
            return null;
        }
    }

    /** Content that nobody may read. */
    private static final class Unread extends InputStream {
        @Override
        public int read() {
            throw new AssertionError("read");
        }

        @Override
        public int read(byte[] into, int offset, int count) {
            throw new AssertionError("read");
        }
    }

    /** One byte, and then a failure. */
    private static final class Failing extends InputStream {
        final IOException failure = new IOException("broken off");
        private boolean read;
        boolean closed;

        @Override
        public int read() throws IOException {
            if (read) {
                throw failure;
            }
            read = true;
            return 'h';
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            into[offset] = (byte) read();
            return 1;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
