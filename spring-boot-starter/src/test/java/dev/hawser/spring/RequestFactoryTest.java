package dev.hawser.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.HawserClient;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.SocketPolicy;
import dev.hawser.testserver.TestServer;
import dev.hawser.testserver.TestServerExtension;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.StreamUtils;

/** What Spring demands of a request factory, and what this one adds. */
@Timeout(60)
@ExtendWith(TestServerExtension.class)
class RequestFactoryTest {
    private static final byte[] ROPE = "rope".getBytes(StandardCharsets.UTF_8);

    private final HawserClientHttpRequestFactory factory = new HawserClientHttpRequestFactory();
    private TestServer server;

    @BeforeEach
    void start(TestServer started) {
        server = started;
    }

    @AfterEach
    void stop() {
        factory.destroy();
        assertThat(server.protocolErrors()).isEmpty();
    }

    private URI uri(String path) {
        return server.url(path).uri();
    }

    private ClientHttpRequest request(String method) throws IOException {
        return factory.createRequest(uri("/knots?a=b%20c"), HttpMethod.valueOf(method));
    }

    private static String text(ClientHttpResponse response) throws IOException {
        try (response) {
            return StreamUtils.copyToString(response.getBody(), StandardCharsets.UTF_8);
        }
    }

    /** Gives a body to be streamed. */
    private static void stream(ClientHttpRequest request, StreamingHttpOutputMessage.Body body) {
        ((StreamingHttpOutputMessage) request).setBody(body);
    }

    private static StreamingHttpOutputMessage.Body repeatable(byte[] content) {
        return new StreamingHttpOutputMessage.Body() {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(content);
            }

            @Override
            public boolean repeatable() {
                return true;
            }
        };
    }

    @Nested
    class ARequest {
        @ParameterizedTest
        @ValueSource(
                strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "REPORT"})
        void isSentWithItsMethodTargetAndFields(String method) throws Exception {
            server.enqueue(MockResponse.of(204, ""));
            ClientHttpRequest request = request(method);
            request.getHeaders().add("X-Knot", "bowline");
            request.getHeaders().add("X-Knot", "hitch");

            request.execute().close();

            RecordedRequest seen = server.takeRequest();
            assertThat(request.getMethod().name()).isEqualTo(method);
            assertThat(request.getURI()).isEqualTo(uri("/knots?a=b%20c"));
            assertThat(seen.requestLine()).isEqualTo(method + " /knots?a=b%20c HTTP/1.1");
            assertThat(seen.headers().values("X-Knot")).containsExactly("bowline", "hitch");
            assertThat(seen.bodySize()).isZero();
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"})
        void carriesWhatIsWrittenToItsBody(String method) throws Exception {
            server.enqueue(MockResponse.of(200, "ok"));
            ClientHttpRequest request = request(method);
            request.getHeaders().set(HttpHeaders.CONTENT_TYPE, "text/x-knot; a=\"b\"");
            request.getBody().write(ROPE);
            request.getBody().write('s');

            assertThat(text(request.execute())).isEqualTo("ok");

            RecordedRequest seen = server.takeRequest();
            assertThat(seen.bodyString()).isEqualTo("ropes");
            assertThat(seen.headers().values("Content-Length")).containsExactly("5");
            assertThat(seen.headers().values("Content-Type")).containsExactly("text/x-knot; a=\"b\"");
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
        void streamsABodyOfUnknownLengthInChunks(String method) throws Exception {
            server.enqueue(MockResponse.of(200, "ok"));
            ClientHttpRequest request = request(method);
            stream(request, out -> out.write(ROPE));

            assertThat(text(request.execute())).isEqualTo("ok");

            RecordedRequest seen = server.takeRequest();
            assertThat(seen.bodyString()).isEqualTo("rope");
            assertThat(seen.chunkSizes()).containsExactly(4);
        }

        @Test
        void streamsABodyOfKnownLengthAsItIs() throws Exception {
            server.enqueue(MockResponse.of(200, "ok"));
            ClientHttpRequest request = request("POST");
            request.getHeaders().setContentLength(4);
            stream(request, out -> {
                out.write(ROPE);
                out.close();
            });

            assertThat(text(request.execute())).isEqualTo("ok");

            RecordedRequest seen = server.takeRequest();
            assertThat(seen.bodyString()).isEqualTo("rope");
            assertThat(seen.header("Content-Length")).isEqualTo("4");
            assertThat(seen.header("Transfer-Encoding")).isNull();
        }

        @Test
        void ofGetWithContentIsRefused() throws Exception {
            ClientHttpRequest request = request("GET");
            request.getBody().write(ROPE);

            assertThatIllegalArgumentException()
                    .isThrownBy(request::execute)
                    .withMessageContaining("GET must not have a request body");
        }

        @Test
        void ofGetWithContentOfNoBytesHasNone() throws Exception {
            server.enqueue(MockResponse.of(200, "ok"));
            ClientHttpRequest request = request("GET");
            request.getBody().write(new byte[0]);

            assertThat(text(request.execute())).isEqualTo("ok");
        }

        @Test
        void cannotBeChangedOnceItIsExecuted() throws Exception {
            server.enqueue(MockResponse.of(200, "ok"));
            ClientHttpRequest request = request("POST");
            OutputStream body = request.getBody();
            body.write(ROPE);
            request.execute().close();

            assertThatThrownBy(() -> request.getHeaders().add("X-Late", "1"))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThatIllegalStateException().isThrownBy(request::getBody);
            assertThatIllegalStateException().isThrownBy(() -> stream(request, out -> {}));
            assertThatIllegalStateException().isThrownBy(request::execute);
            assertThatThrownBy(() -> body.write(1))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the request was sent with the 4 bytes that were written before");
            assertThat(server.requestCount()).isEqualTo(1);
        }

        @Test
        void takesItsBodyOneWay() throws Exception {
            ClientHttpRequest written = request("POST");
            written.getBody();
            ClientHttpRequest given = request("POST");
            stream(given, out -> {});

            assertThatIllegalStateException()
                    .isThrownBy(() -> stream(written, out -> {}))
                    .withMessageContaining("Invoke either getBody or setBody");
            assertThatIllegalStateException().isThrownBy(given::getBody);
        }

        @Test
        void sendsCookiesAsOneField() throws Exception {
            server.enqueue(MockResponse.of(200, "ok"));
            ClientHttpRequest request = request("GET");
            request.getHeaders().add(HttpHeaders.COOKIE, "a=1");
            request.getHeaders().add(HttpHeaders.COOKIE, "b=2");

            request.execute().close();

            assertThat(server.takeRequest().headers().values("Cookie")).containsExactly("a=1; b=2");
        }

        @Test
        void doesNotLieAboutItsLength() throws Exception {
            server.enqueue(MockResponse.of(200, "ok"));
            ClientHttpRequest request = request("POST");
            request.getHeaders().setContentLength(400);
            request.getHeaders().set(HttpHeaders.TRANSFER_ENCODING, "chunked");
            request.getBody().write(ROPE);

            request.execute().close();

            RecordedRequest seen = server.takeRequest();
            assertThat(seen.bodyString()).isEqualTo("rope");
            assertThat(seen.headers().values("Content-Length")).containsExactly("4");
            assertThat(seen.header("Transfer-Encoding")).isNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"/relative", "ftp://example.com/", "mailto:a@example.com"})
        void isForHttpAlone(String uri) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> factory.createRequest(URI.create(uri), HttpMethod.GET))
                    .withMessageContaining(uri);
        }

        @Test
        void whoseBodyFailsFailsWithItsError() throws Exception {
            IOException fault = new IOException("the disk is full");
            ClientHttpRequest request = request("POST");
            stream(request, out -> {
                out.write(ROPE);
                throw fault;
            });

            assertThatThrownBy(request::execute).isSameAs(fault);
            assertThat(factory.client().connectionPool().connectionCount()).isZero();
        }

        @Test
        void isSentWhileItIsWritten() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .socketPolicy(SocketPolicy.DISCONNECT_DURING_REQUEST_BODY)
                    .build());
            byte[] part = new byte[1 << 16];
            ClientHttpRequest request = request("POST");
            stream(request, out -> {
                while (true) { // without end: only the server's hanging up ends it
                    out.write(part);
                }
            });

            assertThatThrownBy(request::execute).isInstanceOf(IOException.class);
        }
    }

    @Nested
    class AResponse {
        static Stream<Arguments> statuses() {
            return Stream.of("GET", "POST", "PUT", "DELETE", "OPTIONS")
                    .flatMap(method -> Stream.of(200, 201, 202, 400, 401, 403, 404, 409, 418, 429, 500, 503, 599)
                            .map(status -> Arguments.of(method, status)));
        }

        @ParameterizedTest
        @MethodSource("statuses")
        void hasItsStatusAndBodyWhateverTheStatus(String method, int status) throws Exception {
            server.enqueue(MockResponse.of(status, "body of " + status));

            ClientHttpResponse response = request(method).execute();

            assertThat(response.getStatusCode().value()).isEqualTo(status);
            assertThat(response.getHeaders().getContentLength()).isEqualTo(("body of " + status).length());
            assertThat(text(response)).isEqualTo("body of " + status);
        }

        @ParameterizedTest
        @ValueSource(ints = {204, 304})
        void withoutBodyIsAnEmptyStream(int status) throws Exception {
            server.enqueue(MockResponse.of(status, ""));

            assertThat(text(request("GET").execute())).isEmpty();
        }

        @Test
        void toHeadHasALengthAndNoBody() throws Exception {
            server.enqueue(MockResponse.of(200, "four"));

            ClientHttpResponse response = request("HEAD").execute();

            assertThat(response.getHeaders().getContentLength()).isEqualTo(4);
            assertThat(text(response)).isEmpty();
        }

        @Test
        void hasTheServersPhrase() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .status("HTTP/1.1 200 Fair Winds")
                    .body("")
                    .build());
            server.enqueue(
                    new MockResponse.Builder().status("HTTP/1.1 404 ").body("").build());

            try (ClientHttpResponse own = request("GET").execute();
                    ClientHttpResponse none = request("GET").execute()) {
                assertThat(own.getStatusText()).isEqualTo("Fair Winds");
                assertThat(none.getStatusText()).isEqualTo("Not Found");
                assertThat(none.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
            }
        }

        @Test
        void hasItsFieldsWhichAreReadOnly() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .addHeader("X-Knot", "bowline")
                    .addHeader("X-Knot", "hitch")
                    .body("ok")
                    .build());

            try (ClientHttpResponse response = request("GET").execute()) {
                HttpHeaders headers = response.getHeaders();
                assertThat(headers.get("x-knot")).containsExactly("bowline", "hitch");
                assertThat(headers.getFirst("X-KNOT")).isEqualTo("bowline");
                assertThat(response.getHeaders()).isSameAs(headers);
                assertThatThrownBy(() -> headers.add("X-Late", "1")).isInstanceOf(UnsupportedOperationException.class);
            }
        }

        @Test
        void isReadAsItArrives() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .chunkedBody("first, second", 7)
                    .throttleBody(7, Duration.ofMillis(300))
                    .build());

            try (ClientHttpResponse response = request("GET").execute();
                    InputStream body = response.getBody()) {
                assertThat(body.read()).isEqualTo('f');
                assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("irst, second");
            }
        }

        @Test
        void thatIsReadGivesItsConnectionBack() throws Exception {
            server.enqueue(MockResponse.of(200, "one"));
            server.enqueue(MockResponse.of(200, "two"));

            text(request("GET").execute());
            text(request("GET").execute());

            assertThat(server.takeRequest().sequenceNumber()).isZero();
            assertThat(server.takeRequest().sequenceNumber()).isEqualTo(1);
            assertThat(factory.client().connectionPool().idleConnectionCount()).isEqualTo(1);
        }

        @Test
        void thatIsClosedUnreadGivesItsConnectionBack() throws Exception {
            server.enqueue(MockResponse.of(200, "one"));
            server.enqueue(MockResponse.of(200, "two"));

            request("GET").execute().close();
            request("GET").execute().close();

            assertThat(server.connectionCount()).isEqualTo(1);
        }

        @Test
        void isClosedWithoutErrorWhateverHappened() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .body("x".repeat(100_000))
                    .socketPolicy(SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY)
                    .build());
            ClientHttpResponse response = request("GET").execute();
            assertThatThrownBy(() -> response.getBody().readAllBytes()).isInstanceOf(IOException.class);

            response.close();
            response.close();

            assertThat(factory.client().connectionPool().connectionCount()).isZero();
        }

        @Test
        void isUnpackedIfTheServerPackedIt() throws Exception {
            server.handler(seen -> MockResponse.of(200, String.valueOf(seen.header("Accept-Encoding"))));

            assertThat(text(request("GET").execute())).isEqualTo("gzip");
        }
    }

    @Nested
    class Settings {
        @Test
        void boundTheTimeToRead() throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .socketPolicy(SocketPolicy.NO_RESPONSE)
                    .build());
            factory.setReadTimeout(50);

            assertThatThrownBy(request("GET")::execute).isInstanceOf(InterruptedIOException.class);
            assertThat(factory.client().readTimeoutMillis()).isEqualTo(50);
        }

        @Test
        void areThoseOfTheSimpleFactory() {
            Proxy proxy = new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example", 3128));
            factory.setProxy(proxy);
            factory.setConnectTimeout(70);
            factory.setReadTimeout(Duration.ofSeconds(3));

            HawserClient client = factory.client();
            assertThat(client.proxy()).isEqualTo(proxy);
            assertThat(client.connectTimeoutMillis()).isEqualTo(70);
            assertThat(client.readTimeoutMillis()).isEqualTo(3000);
            assertThatIllegalArgumentException().isThrownBy(() -> factory.setChunkSize(0));
            assertThatIllegalArgumentException().isThrownBy(() -> factory.setConnectTimeout(-1));
            assertThatIllegalArgumentException().isThrownBy(() -> factory.setReadTimeout(-1));
        }

        @Test
        void sendRequestsThroughTheProxy() throws Exception {
            server.enqueue(MockResponse.of(200, "forwarded"));
            factory.setProxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(server.hostName(), server.port())));

            ClientHttpRequest request =
                    factory.createRequest(URI.create("http://knots.example/bowline"), HttpMethod.GET);

            assertThat(text(request.execute())).isEqualTo("forwarded");
            assertThat(server.takeRequest().requestLine()).isEqualTo("GET http://knots.example/bowline HTTP/1.1");
        }

        @Test
        void keepThePoolWhenTheyChange() throws Exception {
            server.enqueue(MockResponse.of(200, "one"));
            server.enqueue(MockResponse.of(200, "two"));
            text(request("GET").execute());
            factory.setReadTimeout(5_000);
            text(request("GET").execute());

            assertThat(server.connectionCount()).isEqualTo(1);
        }

        @Test
        void cutAStreamedBodyIntoChunks() throws Exception {
            server.enqueue(MockResponse.of(200, "ok"));
            factory.setChunkSize(3);
            ClientHttpRequest request = request("POST");
            stream(request, out -> {
                for (int i = 0; i < 8; i++) {
                    out.write('a' + i);
                }
            });

            request.execute().close();

            RecordedRequest seen = server.takeRequest();
            assertThat(seen.bodyString()).isEqualTo("abcdefgh");
            assertThat(seen.chunkSizes()).containsExactly(3, 3, 2);
        }

        @Test
        void collectAStreamedBody() throws Exception {
            server.enqueue(MockResponse.of(200, "ok"));
            factory.setBufferRequestBody(true);
            ClientHttpRequest request = request("POST");
            stream(request, out -> out.write(ROPE));

            request.execute().close();

            assertThat(server.takeRequest().header("Content-Length")).isEqualTo("4");
        }
    }

    @Nested
    class ARequestThatFailedOnAKeptConnection {
        @BeforeEach
        void keepAConnection() throws IOException {
            server.enqueue(MockResponse.of(200, "first"));
            text(request("GET").execute());
            server.enqueue(new MockResponse.Builder()
                    .socketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST)
                    .build());
            server.enqueue(MockResponse.of(200, "ok"));
        }

        @Test
        void isSentAgainIfItsBodyCanBe() throws Exception {
            ClientHttpRequest written = request("PUT");
            written.getBody().write(ROPE);

            assertThat(text(written.execute())).isEqualTo("ok");
            assertThat(server.requestCount()).isEqualTo(3);
        }

        @Test
        void isSentAgainIfItsStreamedBodyIsRepeatable() throws Exception {
            ClientHttpRequest request = request("PUT");
            stream(request, repeatable(ROPE));

            assertThat(text(request.execute())).isEqualTo("ok");
        }

        @Test
        void isNotSentAgainIfItsBodyCanBeReadButOnce() throws Exception {
            ClientHttpRequest request = request("PUT");
            stream(request, out -> out.write(ROPE));

            assertThatThrownBy(request::execute).isInstanceOf(IOException.class);
            assertThat(server.requestCount()).isEqualTo(2);
        }

        @Test
        void isNotSentAgainIfItIsAPost() throws Exception {
            ClientHttpRequest request = request("POST");
            request.getBody().write(ROPE);

            assertThatThrownBy(request::execute).hasMessageContaining("POST");
            assertThat(server.requestCount()).isEqualTo(2);
        }
    }

    @Nested
    class Destroying {
        @Test
        void closesAClientOfItsOwn() throws Exception {
            server.enqueue(MockResponse.of(200, "ok"));
            text(request("GET").execute());
            factory.destroy();

            assertThat(factory.client().connectionPool().connectionCount()).isZero();
            assertThatThrownBy(request("GET")::execute).isInstanceOf(IOException.class);
        }

        @Test
        void leavesAClientOfAnotherOpen() throws Exception {
            server.enqueue(MockResponse.of(200, "ok"));
            server.enqueue(MockResponse.of(200, "ok"));
            try (HawserClient client = new HawserClient()) {
                HawserClientHttpRequestFactory lent = new HawserClientHttpRequestFactory(client);
                text(lent.createRequest(uri("/"), HttpMethod.GET).execute());
                lent.destroy();

                assertThat(client.connectionPool().idleConnectionCount()).isEqualTo(1);
                assertThat(text(lent.createRequest(uri("/"), HttpMethod.GET).execute()))
                        .isEqualTo("ok");
            }
        }
    }
}
