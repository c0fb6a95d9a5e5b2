package dev.hawser.internal.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hawser.Headers;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.ResponseLimits;
import dev.hawser.internal.http.RequestTrailers;
import dev.hawser.internal.http.ResponseHead;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Http1CodecTest {
    private static final RequestTrailers NO_TRAILERS = new RequestTrailers(Headers::of);
    private static final Request GET =
            new Request.Builder().url("http://example.com/").build();
    private static final Request HEAD =
            new Request.Builder().url("http://example.com/").head().build();

    /** What one response comes to, an error included. */
    private static String outcome(Wire wire, Request request) {
        try {
            ResponseHead head = wire.codec.readResponseHead(request);
            byte[] body = wire.codec.responseBody(wire).readAllBytes();
            return head.protocol() + " " + head.code() + " " + head.message() + "\n" + head.headers()
                    + new String(body, StandardCharsets.ISO_8859_1) + "\n" + wire.codec.trailers() + wire.events
                    + " persistent=" + wire.codec.persistent() + " stray=" + wire.codec.strayBytes();
        } catch (IOException e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    private static IOException failureOf(String response) throws IOException {
        Wire wire = Wire.of(response);
        Throwable failure = catchThrowable(() -> {
            wire.codec.readResponseHead(GET);
            wire.codec.responseBody(wire).readAllBytes();
        });
        assertThat(failure).isInstanceOf(IOException.class);
        return (IOException) failure;
    }

    @Nested
    class AHead {
        @Test
        void isReadWithItsFieldsInOrderAndTheirCaseKept() throws IOException {
            Wire wire = Wire.of("HTTP/1.1 200 OK\r\nserver: a\r\nX-B:  two words \t\r\nserver: c\r\nEmpty:\r\n\r\n");

            ResponseHead head = wire.codec.readResponseHead(GET);

            assertThat(head.protocol()).isEqualTo(Protocol.HTTP_1_1);
            assertThat(head.code()).isEqualTo(200);
            assertThat(head.message()).isEqualTo("OK");
            assertThat(head.headers())
                    .isEqualTo(Headers.of("server", "a", "X-B", "two words", "server", "c", "Empty", ""));
        }

        @Test
        void mayEndItsLinesWithLfAlone() throws IOException {
            ResponseHead head =
                    Wire.of("HTTP/1.1 204 No Content\nA: b\n\n").codec.readResponseHead(GET);

            assertThat(head.headers()).isEqualTo(Headers.of("A", "b"));
        }

        @ParameterizedTest
        @CsvSource({"HTTP/1.1 200, 200, ''", "HTTP/1.1 200 , 200, ''", "HTTP/1.0 404 Not Found, 404, Not Found"})
        void mayHaveNoReason(String statusLine, int code, String reason) throws IOException {
            ResponseHead head = Wire.of(statusLine + "\r\n\r\n").codec.readResponseHead(GET);

            assertThat(head.code()).isEqualTo(code);
            assertThat(head.message()).isEqualTo(reason);
        }

        @Test
        void takesBytesBeyondAsciiForUtf8() throws IOException {
            String utf8 = new String("Grüße".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

            ResponseHead head =
                    Wire.of("HTTP/1.1 200 OK\r\nX: " + utf8 + "\r\n\r\n").codec.readResponseHead(GET);

            assertThat(head.headers().get("X")).isEqualTo("Grüße");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "HTTP/1.1 200 OK\r\nA b\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nNoColon\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
                    "HTTP/1.1 200 OK\r\n: b\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n",
                    "HTTP/1.1 200 OK\r\n A: b\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nA: b\u0000c\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nA\u0000: b\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nA\u00e4: b\r\n\r\n",
                    "HTTP/1.1 200 O\rK\r\n\r\n",
                    "HTTP/1.1 200 O\u0000K\r\n\r\n",
                    "HTTP/1.1 2000 OK\r\n\r\n",
                    "HTTP/1.1 20 OK\r\n\r\n",
                    "HTTP/1.1 099 OK\r\n\r\n",
                    "HTTP/2.0 200 OK\r\n\r\n",
                    "HTTP/1.1  200 OK\r\n\r\n",
                    "http/1.1 200 OK\r\n\r\n",
                    "ICY 200 OK\r\n\r\n",
                    "\r\nHTTP/1.1 200 OK\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                    "HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nab",
                    "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\na",
                    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\na",
                    "HTTP/1.1 200 OK\r\nContent-Length: 0x1\r\n\r\na",
                    "HTTP/1.1 200 OK\r\nContent-Length: 1 1\r\n\r\na",
                    "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\na",
                    "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\na",
                    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding:\r\n\r\n0\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chun\u00e2\u0084\u00aaed\r\n\r\n0\r\n\r\n",
                    "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                    "HTTP/1.1 204 No Content\r\nContent-Length: 1\r\n\r\na"
                })
        void onWhichTwoReadersCouldDisagreeIsRefused(String response) throws IOException {
            assertThat(failureOf(response))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("example.com:80");
        }

        @Test
        void thatIsCutOffFailsAsSuch() throws IOException {
            assertThat(failureOf("HTTP/1.1 200 OK\r\nA: b"))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("in the head, after 21 bytes");
        }

        @Test
        void thatNeverCameIsToldApart() throws IOException {
            Wire wire = Wire.of("");

            assertThatThrownBy(() -> wire.codec.readResponseHead(GET))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("before the response");
            assertThat(wire.codec.responseStarted()).isFalse();
        }
    }

    @Nested
    class Limits {
        private static final ResponseLimits SMALL =
                ResponseLimits.DEFAULT.withHeadBytes(200).withLineBytes(100).withFieldCount(3);

        @Test
        void ofALineAreKept() {
            String longest = "A: " + "x".repeat(100 - 5) + "\r\n";

            assertThat(outcome(head(longest), GET)).startsWith("http/1.1 200");
            assertThat(outcome(head("y" + longest), GET)).contains("limit lineBytes");
            assertThat(outcome(head("A: " + "x".repeat(100_000)), GET)).contains("limit lineBytes");
        }

        @Test
        void ofTheNumberOfFieldsAreKept() {
            assertThat(outcome(head("A:b\r\n".repeat(3)), GET)).startsWith("http/1.1 200");
            assertThat(outcome(head("A:b\r\n".repeat(4)), GET)).contains("more than 3 fields (limit fieldCount)");
        }

        @Test
        void ofTheHeadAreKept() {
            String line = "A: " + "x".repeat(80) + "\r\n";

            assertThat(outcome(head(line + line), GET)).startsWith("http/1.1 200");
            assertThat(outcome(head(line + line + line), GET)).contains("more than 200 bytes (limit headBytes)");
        }

        private Wire head(String fields) {
            try {
                return Wire.of("HTTP/1.1 200 OK\r\n" + fields + "\r\n", SMALL);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Nested
    class ABody {
        @Test
        void ofKnownLengthEndsWithItsLastByte() throws IOException {
            Wire wire = Wire.of("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello");
            wire.codec.readResponseHead(GET);
            InputStream body = wire.codec.responseBody(wire);

            assertThat(body.readNBytes(5)).asString().isEqualTo("Hello");
            assertThat(wire.events).containsExactly("started", "ended 5");
            assertThat(body.read()).isEqualTo(-1);
            assertThat(wire.codec.persistent()).isTrue();
            assertThat(wire.codec.strayBytes()).isFalse();
        }

        @Test
        void mayHaveTheSameLengthToldTwice() throws IOException {
            assertThat(outcome(Wire.of("HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\nContent-Length: 2\r\n\r\nab"), GET))
                    .contains("[started, ended 2]");
        }

        @Test
        void thatEndsEarlyFailsWithBothNumbers() throws IOException {
            assertThat(failureOf("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nHello"))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("5 bytes of a body of 10");
        }

        @Test
        void inChunksIsPutTogetherAndItsTrailersRead() throws IOException {
            Wire wire = Wire.of("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
                    + "5;a=b;c=\"d\"\r\nHello\r\n00007\r\n, world\r\n0;last\r\nX-Sum: 12\r\n\r\n");
            wire.codec.readResponseHead(GET);

            assertThat(wire.codec.responseBody(wire).readAllBytes()).asString().isEqualTo("Hello, world");
            assertThat(wire.codec.trailers()).isEqualTo(Headers.of("X-Sum", "12"));
            assertThat(wire.codec.persistent()).isTrue();
        }

        @Test
        void inChunksEndsWithItsLastByteIfItsEndIsAtHand() throws IOException {
            Wire wire = Wire.of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n0\r\n\r\n");
            wire.codec.readResponseHead(GET);

            assertThat(wire.codec.responseBody(wire).readNBytes(5)).asString().isEqualTo("Hello");
            assertThat(wire.events).containsExactly("started", "ended 5");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "x\r\n",
                    "\r\n",
                    "-5\r\nHello\r\n0\r\n\r\n",
                    "+5\r\nHello\r\n0\r\n\r\n",
                    "0x5\r\nHello\r\n0\r\n\r\n",
                    "5\nHello\r\n0\r\n\r\n",
                    "5\r\nHello0\r\n\r\n",
                    "5\r\nHello!\r\n0\r\n\r\n",
                    "5 5\r\nHello\r\n0\r\n\r\n",
                    "5;a\nb\r\nHello\r\n0\r\n\r\n",
                    "5;a\rb\r\nHello\r\n0\r\n\r\n",
                    "8000000000000000\r\n",
                    "fffffffffffffffff\r\n",
                    "5\r\nHello\r\n",
                    "5\r\nHel",
                    "5\r\nHello\r\n0\r\n",
                    "5\r\nHello\r\n0\r\nbad line\r\n\r\n"
                })
        void inBadChunksIsRefused(String chunks) throws IOException {
            assertThat(failureOf("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks))
                    .isInstanceOfAny(ProtocolException.class, EOFException.class);
        }

        @Test
        void givesWhatCameBeforeABadChunkThoughTheLastOneIsAtHand() throws IOException {
            Wire wire = Wire.of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello!!0\r\n\r\n");
            wire.codec.readResponseHead(GET);
            InputStream body = wire.codec.responseBody(wire);

            assertThat(body.read(new byte[10])).isEqualTo(5);
            assertThatThrownBy(body::read).isInstanceOf(ProtocolException.class);
        }

        @Test
        void whoseChunksAreMostlyExtensionsIsRefused() throws IOException {
            String chunk = "1;" + "x".repeat(1_000) + "\r\na\r\n";

            assertThat(failureOf("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(100)))
                    .hasMessageContaining("chunk extensions");
        }

        @Test
        void withoutLengthEndsWithTheConnectionWhichIsThenOver() throws IOException {
            Wire wire = Wire.of("HTTP/1.1 200 OK\r\n\r\nHello");

            assertThat(outcome(wire, GET)).contains("Hello").contains("[started, ended 5] persistent=false");
        }

        @ParameterizedTest
        @ValueSource(ints = {204, 304})
        void isNotThereForSomeStatuses(int code) throws IOException {
            assertThat(outcome(Wire.of("HTTP/1.1 " + code + " X\r\n\r\n"), GET))
                    .contains("[started, ended 0] persistent=true");
        }

        @Test
        void isNotThereForHeadWhateverTheFieldsSay() throws IOException {
            assertThat(outcome(Wire.of("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"), HEAD))
                    .contains("[started, ended 0] persistent=true stray=false");
        }

        @Test
        void thatIsFollowedByMoreBytesIsNoticed() throws IOException {
            assertThat(outcome(Wire.of("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab"), GET))
                    .endsWith("stray=true");
        }
    }

    @Nested
    class Closing {
        @Test
        void drainsAShortRest() throws IOException {
            Wire wire = Wire.of("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello");
            wire.codec.readResponseHead(GET);
            InputStream body = wire.codec.responseBody(wire);
            body.read(new byte[2]);

            body.close();

            assertThat(wire.events).containsExactly("started", "ended 2");
            assertThat(wire.socket.wasClosed()).isFalse();
        }

        @Test
        void doesNotDrainALongRest() throws IOException {
            Wire wire = Wire.of("HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n" + "x".repeat(65537));
            wire.codec.readResponseHead(GET);

            wire.codec.responseBody(wire).close();

            assertThat(wire.events).containsExactly("started", "abandoned 0");
            assertThat(wire.socket.wasClosed()).isTrue();
        }

        @Test
        void drainsChunksUpToTheLimit() throws IOException {
            String chunks = ("1000\r\n" + "x".repeat(0x1000) + "\r\n").repeat(16);
            Wire within = Wire.of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n");
            Wire beyond =
                    Wire.of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + "1\r\nx\r\n0\r\n\r\n");
            within.codec.readResponseHead(GET);
            beyond.codec.readResponseHead(GET);

            within.codec.responseBody(within).close();
            beyond.codec.responseBody(beyond).close();

            assertThat(within.events).containsExactly("started", "ended 0");
            assertThat(beyond.events).containsExactly("started", "abandoned 0");
        }

        @ParameterizedTest
        @ValueSource(strings = {"5;%s\r\nhello\r\n0\r\n\r\n", "0\r\nX: %s\r\n\r\n"})
        void givesUpAShortRestWhoseBytesTakeTooLongInAll(String chunks) throws IOException {
            Wire wire = Wire.ofSingleBytes(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + String.format(chunks, "a".repeat(200)));
            wire.codec.readResponseHead(GET);
            wire.socket.beforeRead(() -> wire.time.advance(Duration.ofMillis(1)));

            wire.codec.responseBody(wire).close();

            assertThat(wire.events).containsExactly("started", "abandoned 0");
            assertThat(wire.socket.wasClosed()).isTrue();
        }

        @Test
        void givesUpABodyThatBreaksOff() throws IOException {
            Wire wire = Wire.of("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHel");
            wire.codec.readResponseHead(GET);

            wire.codec.responseBody(wire).close();

            assertThat(wire.events).containsExactly("started", "abandoned 0");
        }

        @Test
        void twiceHasNoEffect() throws IOException {
            Wire wire = Wire.of("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello");
            wire.codec.readResponseHead(GET);
            InputStream body = wire.codec.responseBody(wire);

            body.close();
            body.close();

            assertThat(wire.events).containsExactly("started", "ended 0");
            assertThatThrownBy(body::read).isInstanceOf(IOException.class).hasMessage("closed");
        }
    }

    @Nested
    class Persistence {
        @ParameterizedTest
        @CsvSource({
            "HTTP/1.1, '', true",
            "HTTP/1.1, 'Connection: close', false",
            "HTTP/1.1, 'Connection: CLOSE', false",
            "HTTP/1.1, 'Connection: upgrade, Close', false",
            "HTTP/1.1, 'Connection: keep-alive', true",
            "HTTP/1.1, 'Connection: closed', true",
            "HTTP/1.0, '', false",
            "HTTP/1.0, 'Connection: Keep-Alive', true",
            "HTTP/1.0, 'Connection: keep-alive, close', false"
        })
        void followsVersionAndEachTokenOfConnection(String version, String field, boolean persistent)
                throws IOException {
            String line = field.isEmpty() ? "" : field + "\r\n";

            assertThat(outcome(Wire.of(version + " 200 OK\r\n" + line + "Content-Length: 0\r\n\r\n"), GET))
                    .contains("persistent=" + persistent);
        }

        @ParameterizedTest
        @ValueSource(strings = {"Transfer-Encoding: chunked", "Connection: close"})
        void endsIfAnInterimHeadLeavesItInDoubt(String field) throws IOException {
            String ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
            Wire wire = Wire.of("HTTP/1.1 103 Early Hints\r\n" + field + "\r\n\r\n" + ok + ok);
            wire.codec.readResponseHead(GET);
            wire.codec.readResponseHead(GET);
            assertThat(wire.codec.persistent()).isFalse();

            wire.codec.begin(ResponseLimits.DEFAULT);
            wire.codec.readResponseHead(GET);
            assertThat(wire.codec.persistent()).isTrue();
        }

        @Test
        void endsWithAResetThatDoesNotSayItIsEmpty() throws IOException {
            String reset = "HTTP/1.1 205 Reset Content\r\n";
            assertThat(outcome(Wire.of(reset + "\r\n"), GET)).contains("[started, ended 0] persistent=false");
            assertThat(outcome(Wire.of(reset + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), GET))
                    .contains("persistent=false");
            assertThat(outcome(Wire.of(reset + "Content-Length: 0\r\n\r\n"), GET))
                    .contains("[started, ended 0] persistent=true");
        }

        @Test
        void endsWhereTheRequestSaidSo() throws IOException {
            Wire wire = Wire.of("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            Request closing = GET.newBuilder().header("Connection", "close").build();
            wire.codec.writeRequestHead(closing);

            assertThat(outcome(wire, closing)).contains("persistent=false");
        }

        @ParameterizedTest
        @CsvSource({
            "'timeout=5, max=100', 5, 100",
            "'max=7', -1, 7",
            "'timeout=0', 0, -1",
            "'timeout=-1, max=x', -1, -1",
            "'Timeout=\"9\"', 9, -1",
            "'', -1, -1"
        })
        void takesInWhatKeepAliveSays(String value, long seconds, long max) throws IOException {
            Wire wire = Wire.of("HTTP/1.1 200 OK\r\nKeep-Alive: " + value + "\r\nContent-Length: 0\r\n\r\n");
            wire.codec.readResponseHead(GET);

            assertThat(wire.codec.keepAliveSeconds()).isEqualTo(seconds);
            assertThat(wire.codec.keepAliveMax()).isEqualTo(max);
        }
    }

    @Nested
    class Splitting {
        private final String[] responses = {
            "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nServer: x\r\n\r\nHello, world",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nHello\r\na \r\n0123456789\r\n0\r\nT: u\r\n\r\n",
            "HTTP/1.0 200 OK\r\nA: b\r\n\r\nuntil the end",
            "HTTP/1.1 200 OK\nA: b\nContent-Length:1\n\nx",
            "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\nzz\r\n"
        };

        @Test
        void ofTheSameBytesIntoReadsChangesNothing() throws IOException {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            for (String response : responses) {
                String whole = outcome(Wire.of(response), GET);
                assertThat(outcome(Wire.ofSingleBytes(response), GET)).isEqualTo(whole);
                for (int i = 0; i < 200; i++) {
                    assertThat(outcome(Wire.ofPieces(response, random), GET))
                            .as("seed %d, response %s", seed, response)
                            .isEqualTo(whole);
                }
            }
        }
    }

    @Nested
    class ARequest {
        @Test
        void leavesInOneWrite() throws IOException {
            Wire wire = Wire.of("");
            Request request = new Request.Builder()
                    .url("http://u:p@example.com:8080/a/b?c=d#e")
                    .header("Host", "example.com:8080")
                    .post(RequestBody.create("hi", null))
                    .build();

            wire.codec.writeRequestHead(request);
            assertThat(wire.codec.requestStarted()).isFalse();
            try (OutputStream body = wire.codec.requestBody(2, NO_TRAILERS, wire)) {
                body.write("hi".getBytes(StandardCharsets.US_ASCII));
            }
            wire.codec.flushRequest();

            assertThat(new String(wire.socket.written(), StandardCharsets.ISO_8859_1))
                    .isEqualTo("POST /a/b?c=d HTTP/1.1\r\nHost: example.com:8080\r\n\r\nhi");
            assertThat(wire.socket.writes()).isEqualTo(1);
            assertThat(wire.codec.requestStarted()).isTrue();
        }

        @Test
        void ofUnknownLengthLeavesInChunks() throws IOException {
            Wire wire = Wire.of("");
            try (OutputStream body = wire.codec.requestBody(-1, NO_TRAILERS, wire)) {
                body.write("Hello".getBytes(StandardCharsets.US_ASCII));
                body.write(',');
                body.flush();
                body.write(" world".getBytes(StandardCharsets.US_ASCII));
            }
            wire.codec.flushRequest();

            assertThat(new String(wire.socket.written(), StandardCharsets.ISO_8859_1))
                    .isEqualTo("6\r\nHello,\r\n6\r\n world\r\n0\r\n\r\n");
            assertThat(wire.events).containsExactly("started", "ended 12");
        }

        @Test
        void hasItsTrailersBehindTheLastChunk() throws IOException {
            Wire wire = Wire.of("");
            try (OutputStream body = wire.codec.requestBody(
                    -1, new RequestTrailers(() -> Headers.of("Sum", "7", "Cookie", "c")), wire)) {
                body.write('a');
            }
            wire.codec.flushRequest();

            assertThat(new String(wire.socket.written(), StandardCharsets.ISO_8859_1))
                    .isEqualTo("1\r\na\r\n0\r\nSum: 7\r\nCookie: c\r\n\r\n");
        }

        @Test
        void ofKnownLengthHasNoTrailers() throws IOException {
            Wire wire = Wire.of("");
            OutputStream body = wire.codec.requestBody(0, new RequestTrailers(() -> Headers.of("Sum", "7")), wire);

            assertThatThrownBy(body::close)
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("-1, not 0: Sum");
        }

        @Test
        void hasNothingInItsTrailersThatFramesIt() throws IOException {
            Wire wire = Wire.of("");
            OutputStream body =
                    wire.codec.requestBody(-1, new RequestTrailers(() -> Headers.of("Content-Length", "7")), wire);

            assertThatThrownBy(body::close)
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("Content-Length: 7");
        }

        @Test
        void largerThanTheBufferArrivesWhole() throws IOException {
            byte[] content = new byte[200_000];
            new Random(7).nextBytes(content);
            Wire plain = Wire.of("");
            Wire chunked = Wire.of("");
            try (OutputStream body = plain.codec.requestBody(content.length, NO_TRAILERS, plain);
                    OutputStream chunks = chunked.codec.requestBody(-1, NO_TRAILERS, chunked)) {
                body.write(content);
                chunks.write(content);
            }
            plain.codec.flushRequest();
            chunked.codec.flushRequest();

            assertThat(plain.socket.written()).isEqualTo(content);
            Wire echoed = Wire.of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + new String(chunked.socket.written(), StandardCharsets.ISO_8859_1));
            echoed.codec.readResponseHead(GET);
            assertThat(echoed.codec.responseBody(echoed).readAllBytes()).isEqualTo(content);
        }

        @Test
        void whoseBodyIsNotAsLongAsPromisedIsRefused() throws IOException {
            Wire wire = Wire.of("");
            OutputStream body = wire.codec.requestBody(3, NO_TRAILERS, wire);

            assertThatThrownBy(() -> body.write(new byte[4]))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("3 bytes promised, at least 4 given");
            body.write(new byte[2]);
            assertThatThrownBy(body::close)
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("3 bytes promised, 2 given");
        }

        @Test
        void withAValueBeyondAsciiLeavesAsUtf8() throws IOException {
            Wire wire = Wire.of("");
            wire.codec.writeRequestHead(GET.newBuilder()
                    .headers(new Headers.Builder().addUnsafeNonAscii("X", "ä").build())
                    .build());
            wire.codec.flushRequest();

            assertThat(new String(wire.socket.written(), StandardCharsets.UTF_8))
                    .contains("X: ä\r\n");
        }
    }
}
