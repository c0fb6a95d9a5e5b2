package dev.hawser.testserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(TestServerExtension.class)
final class BadFramingTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nropes";

    /** Where the connection does not end, what is sent for the body "rope" and the header "A: b". */
    private static final Map<BadFraming, String> OPEN = new EnumMap<>(Map.ofEntries(
            head(BadFraming.TWO_LENGTHS, "Content-Length: 4\r\nContent-Length: 41\r\n\r\nrope"),
            head(BadFraming.LENGTH_NEGATIVE, "Content-Length: -4\r\n\r\nrope"),
            head(BadFraming.LENGTH_SIGNED, "Content-Length: +4\r\n\r\nrope"),
            head(BadFraming.LENGTH_NO_NUMBER, "Content-Length: 4x\r\n\r\nrope"),
            head(BadFraming.LENGTH_TOO_LONG, "Content-Length: 999999999999999999994\r\n\r\nrope"),
            head(
                    BadFraming.LENGTH_AND_CHUNKED,
                    "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nrope\r\n0\r\n\r\n"),
            head(BadFraming.CODING_UNKNOWN, "Transfer-Encoding: rope\r\n\r\n4\r\nrope\r\n0\r\n\r\n"),
            head(BadFraming.CODING_AFTER_CHUNKED, "Transfer-Encoding: chunked, rope\r\n\r\n4\r\nrope\r\n0\r\n\r\n"),
            head(BadFraming.CHUNK_SIZE_NO_NUMBER, "Transfer-Encoding: chunked\r\n\r\ng4\r\nrope\r\n0\r\n\r\n"),
            head(
                    BadFraming.CHUNK_SIZE_TOO_LONG,
                    "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff4\r\nrope\r\n0\r\n\r\n"),
            head(BadFraming.CHUNK_TOO_LONG, "Transfer-Encoding: chunked\r\n\r\n4\r\nrope rope\r\n0\r\n\r\n"),
            head(BadFraming.FIELD_WITHOUT_COLON, "Content-Length: 4\r\nrope\r\n\r\nrope"),
            head(BadFraming.SPACE_BEFORE_COLON, "Content-Length : 4\r\n\r\nrope"),
            head(BadFraming.ZERO_IN_FIELD, "Content-Length: 4\r\nRope: a\0b\r\n\r\nrope"),
            Map.entry(BadFraming.NO_STATUS, "HTTP/1.1\r\nA: b\r\nContent-Length: 4\r\n\r\nrope")));

    /** Where it ends. */
    private static final Map<BadFraming, String> CLOSED = new EnumMap<>(Map.ofEntries(
            head(BadFraming.LENGTH_TOO_GREAT, "Content-Length: 40\r\n\r\nrope"),
            head(BadFraming.CHUNKS_WITHOUT_LAST, "Transfer-Encoding: chunked\r\n\r\n4\r\nrope\r\n"),
            Map.entry(BadFraming.NO_HEAD, "rope"),
            head(BadFraming.HEAD_WITHOUT_END, "Content-Length: 4\r\n")));

    private static Map.Entry<BadFraming, String> head(BadFraming framing, String rest) {
        return Map.entry(framing, "HTTP/1.1 200 OK\r\nA: b\r\n" + rest);
    }

    private static MockResponse.Builder bad(String body, BadFraming framing) {
        return new MockResponse.Builder().addHeader("A", "b").body(body).badFraming(framing);
    }

    @ParameterizedTest
    @EnumSource
    void isSentAsItsNameSays(BadFraming framing, TestServer server) throws Exception {
        server.enqueue(bad("rope", framing).build());
        server.enqueue(MockResponse.of(200, "ropes"));
        String expected = OPEN.get(framing);
        try (RawClient client = new RawClient(server)) {
            client.send(GET);
            if (expected == null) {
                assertThat(client.readToEnd()).isEqualTo(CLOSED.get(framing));
            } else {
                assertThat(client.read(expected.length())).isEqualTo(expected);
                assertThat(client.send(GET).read(OK.length())).isEqualTo(OK);
            }
        }
    }

    @Test
    void takesThePlaceOfFramingInTheHeaders(TestServer server) throws Exception {
        server.enqueue(bad("rope", BadFraming.LENGTH_SIGNED)
                .addHeader("Content-Length", "7")
                .badFraming(BadFraming.LENGTH_SIGNED)
                .socketPolicy(SocketPolicy.DISCONNECT_AT_END)
                .build());
        try (RawClient client = new RawClient(server)) {
            assertThat(client.send(GET).readToEnd()).doesNotContain("Content-Length: 7");
        }
    }

    @Test
    void emptyBodyIsMadeAShortOne(TestServer server) throws Exception {
        server.enqueue(bad("", BadFraming.LENGTH_TOO_GREAT).build());
        try (RawClient client = new RawClient(server)) {
            assertThat(client.send(GET).readToEnd()).endsWith("Content-Length: 40\r\n\r\nrope");
        }
    }
}
