package dev.hawser.it.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.Retirement;
import dev.hawser.it.cutoff.Retirements;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.SocketPolicy;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * After a response on whose end two readers could disagree, the server sees no second request on its
 * connection (RFC 9112, sections 6.3 and 11.2). They are of HTTP/1.1: frames tell the end in HTTP/2 (RFC 9113, section 8.1).
 */
@Timeout(60)
class FramingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TestServer server = new TestServer();
    private final Retirements retirements = new Retirements();
    private final ConnectionPool pool = retirements.pool();
    private final HawserClient client =
            new HawserClient.Builder().connectionPool(pool).build();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        client.close();
        pool.close();
        server.shutdown();
        assertThat(server.protocolErrors()).isEmpty();
    }

    /** A response as it travels; the rest of the connection's fate is {@link SocketPolicy#KEEP_OPEN} if not told. */
    record Wire(String name, String bytes, SocketPolicy policy) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Wire wire(String name, String... lines) {
        return new Wire(name, String.join("\r\n", lines), SocketPolicy.KEEP_OPEN);
    }

    private static Wire cut(String name, String... lines) {
        return new Wire(name, String.join("\r\n", lines), SocketPolicy.DISCONNECT_AT_END);
    }

    static Stream<Wire> doubtful() {
        String ok = "HTTP/1.1 200 OK";
        String chunked = "Transfer-Encoding: chunked";
        String five = "Content-Length: 5";
        return Stream.of(
                wire("both lengths", ok, five, chunked, "", "0", "", ""),
                wire("both lengths, chunked first", ok, chunked, five, "", "0", "", ""),
                wire("differing Content-Lengths", ok, five, "Content-Length: 6", "", "hello!"),
                wire("differing Content-Lengths in one field", ok, "Content-Length: 5, 6", "", "hello!"),
                wire("a Content-Length with a sign", ok, "Content-Length: +5", "", "hello"),
                wire("a negative Content-Length", ok, "Content-Length: -1", "", "hello"),
                wire("a hexadecimal Content-Length", ok, "Content-Length: 0x5", "", "hello"),
                wire("a Content-Length of two words", ok, "Content-Length: 5 5", "", "hello"),
                wire("an empty Content-Length", ok, "Content-Length:", "", "hello"),
                wire("a Content-Length past all bounds", ok, "Content-Length: 9999999999999999999", "", "hello"),
                wire("a bare CR in a value", ok, "X: a\rb", five, "", "hello"),
                wire("a bare CR that hides a field", ok, "X: a\rContent-Length: 0", five, "", "hello"),
                wire("a bare CR in the status line", "HTTP/1.1 200 O\rK", five, "", "hello"),
                wire("a CR before the line's end", ok, "X: a\r", five, "", "hello"),
                wire("a space before the colon", ok, "Content-Length : 5", "", "hello"),
                wire("a tab before the colon", ok, "Content-Length\t: 5", "", "hello"),
                wire("a folded line", ok, "X: a", " b", five, "", "hello"),
                wire("a folded line at the start", ok, " X: a", five, "", "hello"),
                wire("NUL in a value", ok, "X: a\0b", five, "", "hello"),
                wire("NUL in a name", ok, "X\0: a", five, "", "hello"),
                wire("NUL in the status line", "HTTP/1.1 200 O\0K", five, "", "hello"),
                wire("a line without a colon", ok, "X", five, "", "hello"),
                wire("a field without a name", ok, ": a", five, "", "hello"),
                wire("a name that is no token", ok, "X(y): a", five, "", "hello"),
                wire("chunked is not last", ok, "Transfer-Encoding: chunked, gzip", "", "0", "", ""),
                wire("chunked twice", ok, "Transfer-Encoding: chunked, chunked", "", "0", "", ""),
                wire("chunked in two fields", ok, chunked, chunked, "", "0", "", ""),
                wire("a coding beside chunked", ok, "Transfer-Encoding: gzip, chunked", "", "0", "", ""),
                wire("a coding unknown", ok, "Transfer-Encoding: xchunked", "", "0", "", ""),
                wire("an empty Transfer-Encoding", ok, "Transfer-Encoding:", five, "", "hello"),
                wire("chunked in HTTP/1.0", "HTTP/1.0 200 OK", "Connection: keep-alive", chunked, "", "0", "", ""),
                wire("no chunk size", ok, chunked, "", "", "hello", "0", "", ""),
                wire("a chunk size that is none", ok, chunked, "", "x", "hello", "0", "", ""),
                wire("a chunk size with a sign", ok, chunked, "", "+5", "hello", "0", "", ""),
                wire("a chunk size with a prefix", ok, chunked, "", "0x5", "hello", "0", "", ""),
                wire("a chunk size past all bounds", ok, chunked, "", "10000000000000005", "hello", "0", "", ""),
                wire("a chunk size that ends with LF", ok, chunked, "", "5\nhello", "0", "", ""),
                wire("a chunk longer than its size", ok, chunked, "", "4", "hello", "0", "", ""),
                wire("a chunk shorter than its size", ok, chunked, "", "6", "hello", "0", "", ""),
                wire("a bare CR in a chunk extension", ok, chunked, "", "5;a\rb", "hello", "0", "", ""),
                wire("LF in a chunk extension", ok, chunked, "", "5;a\nb", "hello", "0", "", ""),
                wire("a folded trailer", ok, chunked, "", "5", "hello", "0", "X: a", " b", "", ""),
                wire("a trailer without a colon", ok, chunked, "", "5", "hello", "0", "X", "", ""),
                wire("204 with a length", "HTTP/1.1 204 No Content", five, "", "hello"),
                wire("205 with a length", "HTTP/1.1 205 Reset Content", five, "", "hello"),
                wire("100 with a length", "HTTP/1.1 100 Continue", five, "", "hello"),
                wire("another protocol", "ICY 200 OK", five, "", "hello"),
                wire("another version", "HTTP/2.0 200 OK", five, "", "hello"),
                wire("a status of two digits", "HTTP/1.1 20 OK", five, "", "hello"),
                wire("a status of four digits", "HTTP/1.1 2000 OK", five, "", "hello"),
                wire("a status below 100", "HTTP/1.1 099 OK", five, "", "hello"),
                wire("no status line", five, "", "hello"),
                cut("a body shorter than promised", ok, five, "", "hell"),
                cut("a chunk cut off", ok, chunked, "", "5", "hell"),
                cut("no last chunk", ok, chunked, "", "5", "hello", ""),
                cut("no line after the last chunk", ok, chunked, "", "5", "hello", "0", ""));
    }

    @ParameterizedTest
    @MethodSource("doubtful")
    void aResponseWithADoubtfulEndFailsAndEndsItsConnection(Wire wire) throws Exception {
        enqueue(wire);

        assertThatThrownBy(this::get).isInstanceOf(ProtocolException.class);

        assertTheNextCallTakesAnotherConnection(Retirement.PROTOCOL_ERROR);
    }

    static Stream<Wire> cutHeads() {
        return Stream.of(
                cut("half a status line", "HTTP/1.1 20"),
                cut("half a head", "HTTP/1.1 200 OK", "Content-Le"),
                cut("a head without its end", "HTTP/1.1 200 OK", "Content-Length: 0", ""));
    }

    @ParameterizedTest
    @MethodSource("cutHeads")
    void aHeadThatIsCutOffFails(Wire wire) throws Exception {
        enqueue(wire);

        assertThatThrownBy(this::get).isInstanceOf(IOException.class).hasMessageContaining("unexpected end of stream");

        assertTheNextCallTakesAnotherConnection(Retirement.IO_ERROR);
    }

    @Test
    void nothingInPlaceOfAHeadFails() throws Exception {
        enqueue(cut("nothing", ""));

        assertThatThrownBy(this::get)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unexpected end of stream")
                .hasMessageContaining("before the response");

        assertTheNextCallTakesAnotherConnection(Retirement.PEER_CLOSED);
    }

    static Stream<Wire> stray() {
        String ok = "HTTP/1.1 200 OK";
        return Stream.of(
                wire("after a body", ok, "Content-Length: 5", "", "hello there"),
                wire("CR LF after a body", ok, "Content-Length: 5", "", "hello", ""),
                wire(
                        "another response",
                        ok,
                        "Content-Length: 5",
                        "",
                        "helloHTTP/1.1 200 OK",
                        "Content-Length: 0",
                        "",
                        ""),
                wire("after the last chunk", ok, "Transfer-Encoding: chunked", "", "5", "hello", "0", "", "more"));
    }

    @ParameterizedTest
    @MethodSource("stray")
    void bytesBehindACompleteResponseEndItsConnectionOnly(Wire wire) throws Exception {
        enqueue(wire);

        assertThat(get()).isEqualTo("hello");

        assertTheNextCallTakesAnotherConnection(Retirement.STRAY_BYTES);
    }

    static Stream<Wire> strayWithoutBody() {
        return Stream.of(
                wire("after an empty body", "HTTP/1.1 200 OK", "Content-Length: 0", "", "hello"),
                wire("after 204", "HTTP/1.1 204 No Content", "", "hello"),
                wire("after 304", "HTTP/1.1 304 Not Modified", "Content-Length: 5", "", "hello"));
    }

    @ParameterizedTest
    @MethodSource("strayWithoutBody")
    void aBodyWhereNoneMayBeEndsTheConnection(Wire wire) throws Exception {
        enqueue(wire);

        assertThat(get()).isEmpty();

        assertTheNextCallTakesAnotherConnection(Retirement.STRAY_BYTES);
    }

    static Stream<Wire> closing() {
        return Stream.of(
                wire("close", "HTTP/1.1 200 OK", "Connection: close", "Content-Length: 5", "", "hello"),
                wire("close in a list", "HTTP/1.1 200 OK", "Connection: x, CLOSE", "Content-Length: 5", "", "hello"),
                wire("HTTP/1.0", "HTTP/1.0 200 OK", "Content-Length: 5", "", "hello"),
                wire("chunked 204", "HTTP/1.1 204 No Content", "Transfer-Encoding: chunked", "", ""),
                cut("until close", "HTTP/1.1 200 OK", "", "hello"));
    }

    @ParameterizedTest
    @MethodSource("closing")
    void aResponseThatIsTheLastOfItsConnectionEndsIt(Wire wire) throws Exception {
        enqueue(wire);

        assertThat(get()).isIn("hello", "");

        assertTheNextCallTakesAnotherConnection(Retirement.CONNECTION_CLOSE);
    }

    static Stream<Wire> sound() {
        String ok = "HTTP/1.1 200 OK";
        return Stream.of(
                wire("a length", ok, "Content-Length: 5", "", "hello"),
                wire("the same length twice", ok, "Content-Length: 5", "Content-Length: 5", "", "hello"),
                wire("the same length in a list", ok, "Content-Length: 5, 5", "", "hello"),
                wire("chunks", ok, "Transfer-Encoding: chunked", "", "2", "he", "003;a=b", "llo", "0", "X: y", "", ""),
                wire(
                        "HTTP/1.0 kept alive",
                        "HTTP/1.0 200 OK",
                        "Connection: Keep-Alive",
                        "Content-Length: 5",
                        "",
                        "hello"),
                wire("lines that end with LF", "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"));
    }

    @ParameterizedTest
    @MethodSource("sound")
    void aResponseWhoseEndIsPlainKeepsItsConnection(Wire wire) throws Exception {
        enqueue(wire);
        server.enqueue(MockResponse.of(200, "next"));

        assertThat(get()).isEqualTo("hello");
        assertThat(get()).isEqualTo("next");

        assertThat(server.takeRequest(PATIENCE).connectionIndex()).isZero();
        assertThat(server.takeRequest(PATIENCE).connectionIndex()).isZero();
        assertThat(retirements.reasons()).isEmpty();
    }

    private void enqueue(Wire wire) {
        server.enqueue(new MockResponse.Builder()
                .raw(wire.bytes())
                .socketPolicy(wire.policy())
                .build());
    }

    private String get() throws IOException {
        try (Response response = client.newCall(
                        new Request.Builder().url(server.url("/")).build())
                .execute()) {
            return response.body().string();
        }
    }

    private void assertTheNextCallTakesAnotherConnection(Retirement reason) throws Exception {
        retirements.awaitExactly(reason);
        server.enqueue(MockResponse.of(200, "next"));
        assertThat(get()).isEqualTo("next");
        RecordedRequest first = server.takeRequest(PATIENCE);
        RecordedRequest next = server.takeRequest(PATIENCE);
        assertThat(List.of(first.connectionIndex(), next.connectionIndex())).containsExactly(0, 1);
        assertThat(server.requestCount()).isEqualTo(2);
        assertThat(server.awaitOpenConnections(1, PATIENCE)).isTrue();
        assertEquals(1, pool.connectionCount());
        assertEquals(1, pool.idleConnectionCount());
    }
}
