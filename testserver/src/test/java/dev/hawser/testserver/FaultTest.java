package dev.hawser.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What a client sees of each kind of fault. */
@ExtendWith(TestServerExtension.class)
final class FaultTest {
    private static final Duration STUCK = Duration.ofSeconds(20);
    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nrope";
    private static final String HALF = OK.substring(0, OK.length() - 2);

    @Test
    void closeBeforeResponse(TestServer server) throws Exception {
        try (RawClient client = asked(server, Fault.CLOSE_BEFORE_RESPONSE)) {
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(server.requestCount()).isEqualTo(1);
    }

    @Test
    void resetBeforeResponse(TestServer server) throws Exception {
        try (RawClient client = asked(server, Fault.RESET_BEFORE_RESPONSE)) {
            assertReset(client);
        }
        assertThat(server.requestCount()).isEqualTo(1);
    }

    @Test
    void stallBeforeResponse(TestServer server) throws Exception {
        try (RawClient client = asked(server, Fault.STALL_BEFORE_RESPONSE)) {
            server.takeRequest();
            assertThat(server.openConnectionCount()).isEqualTo(1);
            assertThat(client.finish().readToEnd()).isEmpty();
        }
    }

    @Test
    void closeDuringHead(TestServer server) throws Exception {
        try (RawClient client = asked(server, Fault.CLOSE_DURING_HEAD)) {
            assertThat(client.readToEnd()).isEqualTo("HTTP/1.1 200 OK\r\nCo");
        }
    }

    @Test
    void closeDuringBody(TestServer server) throws Exception {
        try (RawClient client = asked(server, Fault.CLOSE_DURING_BODY)) {
            assertThat(client.readToEnd()).isEqualTo(HALF);
        }
    }

    @Test
    void resetDuringBody(TestServer server) throws Exception {
        try (RawClient client = asked(server, Fault.RESET_DURING_BODY)) {
            assertReset(client);
        }
    }

    @Test
    void stallDuringBody(TestServer server) throws Exception {
        try (RawClient client = asked(server, Fault.STALL_DURING_BODY)) {
            assertThat(client.read(HALF.length())).isEqualTo(HALF);
            assertThat(server.openConnectionCount()).isEqualTo(1);
            assertThat(client.finish().readToEnd()).isEmpty();
        }
    }

    @Test
    void closeAfterResponse(TestServer server) throws Exception {
        try (RawClient client = asked(server, Fault.CLOSE_AFTER_RESPONSE)) {
            assertThat(client.readToEnd()).isEqualTo(OK);
        }
    }

    @Test
    void resetAfterResponse(TestServer server) throws Exception {
        try (RawClient client = asked(server, Fault.RESET_AFTER_RESPONSE)) {
            assertReset(client);
        }
    }

    @Test
    void halfCloseAfterResponse(TestServer server) throws Exception {
        try (RawClient client = asked(server, Fault.HALF_CLOSE_AFTER_RESPONSE)) {
            assertThat(client.readToEnd()).isEqualTo(OK);
            client.send(GET);
            server.takeRequest();
            assertThat(server.takeRequest().sequenceNumber()).isEqualTo(1);
        }
    }

    @Test
    void silenceAfterResponse(TestServer server) throws Exception {
        try (RawClient client = asked(server, Fault.SILENCE_AFTER_RESPONSE)) {
            assertThat(client.read(OK.length())).isEqualTo(OK);
            client.send(GET).finish();
            assertThat(server.awaitOpenConnections(0, Duration.ZERO)).isFalse();
            assertThat(server.requestCount()).isEqualTo(1);
        }
    }

    @Test
    void closeAtNextRequest(TestServer server) throws Exception {
        try (RawClient client = asked(server, Fault.CLOSE_AT_NEXT_REQUEST)) {
            assertThat(client.read(OK.length())).isEqualTo(OK);
            assertThat(server.openConnectionCount()).isEqualTo(1);
            assertThat(client.send("G").readToEnd()).isEmpty();
        }
        assertThat(server.requestCount()).isEqualTo(1);
        assertThat(server.protocolErrors()).isEmpty();
    }

    @Test
    void resetAtNextRequest(TestServer server) throws Exception {
        try (RawClient client = asked(server, Fault.RESET_AT_NEXT_REQUEST)) {
            assertThat(client.read(OK.length())).isEqualTo(OK);
            assertReset(client.send("G"));
        }
    }

    @Test
    void endOfTheClientIsNoNextRequest(TestServer server) throws Exception {
        try (RawClient client = asked(server, Fault.RESET_AT_NEXT_REQUEST)) {
            assertThat(client.finish().readToEnd()).isEqualTo(OK);
        }
        assertThat(server.awaitOpenConnections(0, STUCK)).isTrue();
    }

    @Test
    void strayBytes(TestServer server) throws Exception {
        try (RawClient client = asked(server, Fault.STRAY_BYTES)) {
            assertThat(client.finish().readToEnd()).startsWith(OK).hasSizeGreaterThan(OK.length());
        }
    }

    /** The kinds that send a response twice. */
    static final Fault[] TWICE = {Fault.SENT_TWICE, Fault.SENT_TWICE_AT_ONCE, Fault.SENT_TWICE_LATER};

    @ParameterizedTest
    @FieldSource("TWICE")
    void sentTwiceOnAConnectionThatStaysOpen(Fault fault, TestServer server) throws Exception {
        try (RawClient client = asked(server, fault)) {
            assertThat(client.read(2 * OK.length())).isEqualTo(OK + OK);
            assertThat(client.send(GET).read(OK.length())).isEqualTo(OK);
        }
        assertThat(server.connectionCount()).isEqualTo(1);
    }

    @Test
    void badFraming(TestServer server) throws Exception {
        try (RawClient client = asked(server, Fault.BAD_FRAMING)) {
            assertThat(client.finish().readToEnd()).isNotEmpty().isNotEqualTo(OK);
        }
    }

    @Test
    void slowDrip(TestServer server) throws Exception {
        try (RawClient client = asked(server, Fault.SLOW_DRIP)) {
            assertThat(client.read(OK.length())).isEqualTo(OK);
        }
    }

    @Test
    void kindOfOnesOwn(TestServer server) throws Exception {
        Fault overloaded = new Fault(
                "overloaded",
                (response, dice) -> response.newBuilder().code(503).build());
        try (RawClient client = asked(server, overloaded)) {
            assertThat(client.readHead()).startsWith("HTTP/1.1 503 Service Unavailable\r\n");
        }
        assertThat(overloaded).hasToString("overloaded");
    }

    @Test
    void kindsHaveNamesOfTheirOwn() {
        assertThat(Fault.ALL).extracting(Fault::name).doesNotHaveDuplicates().hasSize(19);
    }

    private static RawClient asked(TestServer server, Fault fault) throws Exception {
        server.handler(Faults.seeded(1).oneIn(1, fault).over(request -> MockResponse.of(200, "rope")));
        return new RawClient(server).send(GET);
    }

    private static void assertReset(RawClient client) {
        assertThatThrownBy(client::readToEnd)
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }
}
