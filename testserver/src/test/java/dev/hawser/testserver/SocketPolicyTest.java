package dev.hawser.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.testserver.SocketPolicy.Effect;
import dev.hawser.testserver.SocketPolicy.Moment;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestServerExtension.class)
final class SocketPolicyTest {
    private static final Duration STUCK = Duration.ofSeconds(20);
    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String PUT = "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nrope";

    @Test
    void keptOpenConnectionCarriesTheNextRequest(TestServer server) throws Exception {
        server.enqueue(MockResponse.of(200, "rope"));
        server.enqueue(MockResponse.of(200, "rope"));
        try (RawClient client = new RawClient(server)) {
            assertThat(client.send(GET).read(OK.length())).isEqualTo(OK);
            assertThat(client.send(GET).read(OK.length())).isEqualTo(OK);
        }
        assertThat(server.connectionCount()).isEqualTo(1);
    }

    @Nested
    final class AtTheStart {
        @Test
        void disconnectedConnectionEndsWithoutAByteAndTheNextOneIsServed(TestServer server) throws Exception {
            enqueue(server, SocketPolicy.DISCONNECT_AT_START);
            server.enqueue(MockResponse.of(200, "rope"));
            try (RawClient client = new RawClient(server)) {
                assertThat(client.readToEnd()).isEmpty();
            }
            try (RawClient client = new RawClient(server)) {
                assertThat(client.send(GET).read(OK.length())).isEqualTo(OK);
            }
            assertThat(server.requestCount()).isEqualTo(1);
            assertThat(server.connectionCount()).isEqualTo(2);
        }

        @Test
        void resetConnectionIsReset(TestServer server) throws Exception {
            enqueue(server, SocketPolicy.RESET_AT_START);
            try (RawClient client = new RawClient(server)) {
                assertReset(client);
            }
        }

        @Test
        void stalledConnectionStaysOpenAndTakesNoRequest(TestServer server) throws Exception {
            enqueue(server, SocketPolicy.STALL_SOCKET_AT_START);
            try (RawClient client = new RawClient(server)) {
                assertThat(client.send(GET).finish().readToEnd()).isEmpty();
            }
            assertThat(server.requestCount()).isZero();
            assertThat(server.protocolErrors()).isEmpty();
        }

        @Test
        void failedHandshakeWithoutTlsIsADisconnect(TestServer server) throws Exception {
            enqueue(server, SocketPolicy.FAIL_HANDSHAKE);
            try (RawClient client = new RawClient(server)) {
                assertThat(client.readToEnd()).isEmpty();
            }
        }
    }

    @Nested
    final class DuringTheRequestBody {
        @Test
        void disconnectComesAfterHalfOfTheBody(TestServer server) throws Exception {
            enqueue(server, SocketPolicy.DISCONNECT_DURING_REQUEST_BODY);
            try (RawClient client = new RawClient(server)) {
                assertThat(client.send(PUT + "ro").readToEnd()).isEmpty();
            }
            assertThat(server.takeRequest().bodyString()).isEqualTo("ro");
            assertThat(server.protocolErrors()).isEmpty();
        }

        @Test
        void disconnectComesAfterTheFirstChunk(TestServer server) throws Exception {
            enqueue(server, SocketPolicy.DISCONNECT_DURING_REQUEST_BODY);
            try (RawClient client = new RawClient(server)) {
                client.send("PUT / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nrop\r\n");
                assertThat(client.readToEnd()).isEmpty();
            }
            assertThat(server.takeRequest().chunkSizes()).containsExactly(3);
        }

        @Test
        void resetComesAfterHalfOfTheBody(TestServer server) throws Exception {
            enqueue(server, SocketPolicy.RESET_DURING_REQUEST_BODY);
            try (RawClient client = new RawClient(server)) {
                assertReset(client.send(PUT + "ro"));
            }
        }

        @Test
        void stallReadsNoMoreAndEndsWithTheServer(TestServer server) throws Exception {
            enqueue(server, SocketPolicy.STALL_DURING_REQUEST_BODY);
            try (RawClient client = new RawClient(server)) {
                client.send(PUT + "ro");
                assertThat(server.takeRequest().bodySize()).isEqualTo(2);
                assertThat(server.openConnectionCount()).isEqualTo(1);
                server.shutdown();
                assertThat(client.readToEnd()).isEmpty();
            }
        }

        @Test
        void requestWithoutBodyIsReadWhole(TestServer server) throws Exception {
            enqueue(server, SocketPolicy.DISCONNECT_DURING_REQUEST_BODY);
            try (RawClient client = new RawClient(server)) {
                assertThat(client.send(GET).readToEnd()).isEmpty();
            }
            assertThat(server.takeRequest().method()).isEqualTo("GET");
        }
    }

    @Nested
    final class AfterTheRequest {
        @Test
        void disconnectGivesNoAnswer(TestServer server) throws Exception {
            enqueue(server, SocketPolicy.DISCONNECT_AFTER_REQUEST);
            try (RawClient client = new RawClient(server)) {
                assertThat(client.send(PUT + "rope").readToEnd()).isEmpty();
            }
            assertThat(server.takeRequest().bodyString()).isEqualTo("rope");
        }

        @Test
        void resetGivesNoAnswer(TestServer server) throws Exception {
            enqueue(server, SocketPolicy.RESET_AFTER_REQUEST);
            try (RawClient client = new RawClient(server)) {
                assertReset(client.send(GET));
            }
        }

        @Test
        void noResponseLeavesTheConnectionOpenUntilTheClientEndsIt(TestServer server) throws Exception {
            enqueue(server, SocketPolicy.NO_RESPONSE);
            try (RawClient client = new RawClient(server)) {
                client.send(GET);
                server.takeRequest();
                assertThat(server.openConnectionCount()).isEqualTo(1);
                assertThat(client.finish().readToEnd()).isEmpty();
            }
            assertThat(server.awaitOpenConnections(0, STUCK)).isTrue();
        }

        @Test
        void policyOfTheStartThatARequestFindsGivesNoAnswer(TestServer server) throws Exception {
            try (RawClient client = new RawClient(server)) {
                client.send(GET);
                server.takeRequest();
                enqueue(server, SocketPolicy.DISCONNECT_AT_START);
                assertThat(client.readToEnd()).isEmpty();
            }
        }
    }

    @Nested
    final class DuringTheResponseBody {
        private static final String HALF = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nro";

        @Test
        void disconnectComesAfterHalfOfTheBody(TestServer server) throws Exception {
            enqueue(server, SocketPolicy.DISCONNECT_DURING_RESPONSE_BODY);
            try (RawClient client = new RawClient(server)) {
                assertThat(client.send(GET).readToEnd()).isEqualTo(HALF);
            }
        }

        @Test
        void resetCutsTheBody(TestServer server) throws Exception {
            enqueue(server, SocketPolicy.RESET_DURING_RESPONSE_BODY);
            try (RawClient client = new RawClient(server)) {
                assertReset(client.send(GET));
            }
        }

        @Test
        void stallSendsHalfAndLeavesTheConnectionOpen(TestServer server) throws Exception {
            enqueue(server, SocketPolicy.STALL_DURING_RESPONSE_BODY);
            try (RawClient client = new RawClient(server)) {
                assertThat(client.send(GET).read(HALF.length())).isEqualTo(HALF);
                assertThat(server.openConnectionCount()).isEqualTo(1);
                assertThat(client.finish().readToEnd()).isEmpty();
            }
        }
    }

    @Nested
    final class AfterTheResponse {
        @Test
        void disconnectIsNotAnnounced(TestServer server) throws Exception {
            enqueue(server, SocketPolicy.DISCONNECT_AT_END);
            try (RawClient client = new RawClient(server)) {
                assertThat(client.send(GET).readToEnd()).isEqualTo(OK);
            }
        }

        @Test
        void resetIsReset(TestServer server) throws Exception {
            enqueue(server, SocketPolicy.RESET_AT_END);
            try (RawClient client = new RawClient(server)) {
                assertReset(client.send(GET));
            }
        }

        @Test
        void shutDownOutputStillRecordsRequests(TestServer server) throws Exception {
            enqueue(server, SocketPolicy.SHUTDOWN_OUTPUT_AT_END);
            try (RawClient client = new RawClient(server)) {
                assertThat(client.send(GET).readToEnd()).isEqualTo(OK);
                client.send(PUT + "more");
                assertThat(server.takeRequest().sequenceNumber()).isZero();
                RecordedRequest unanswered = server.takeRequest();
                assertThat(unanswered.sequenceNumber()).isEqualTo(1);
                assertThat(unanswered.bodyString()).isEqualTo("more");
            }
            assertThat(server.awaitOpenConnections(0, STUCK)).isTrue();
        }

        @Test
        void shutDownInputLeavesTheConnectionOpenUntilTheServerEnds(TestServer server) throws Exception {
            enqueue(server, SocketPolicy.SHUTDOWN_INPUT_AT_END);
            try (RawClient client = new RawClient(server)) {
                assertThat(client.send(GET).read(OK.length())).isEqualTo(OK);
                assertThat(server.openConnectionCount()).isEqualTo(1);
                server.shutdown();
                assertThat(client.readToEnd()).isEmpty();
            }
        }
    }

    @Nested
    final class DuringTheResponseHead {
        @Test
        void disconnectComesAfterHalfOfTheHead(TestServer server) throws Exception {
            enqueue(server, new SocketPolicy(Moment.RESPONSE_HEAD, Effect.CLOSE));
            try (RawClient client = new RawClient(server)) {
                assertThat(client.send(GET).readToEnd()).isEqualTo("HTTP/1.1 200 OK\r\nCo");
            }
        }
    }

    @Nested
    final class AtTheNextRequest {
        @Test
        void disconnectComesWithItsFirstByte(TestServer server) throws Exception {
            enqueue(server, SocketPolicy.DISCONNECT_AT_NEXT_REQUEST);
            try (RawClient client = new RawClient(server)) {
                assertThat(client.send(GET).read(OK.length())).isEqualTo(OK);
                assertThat(server.openConnectionCount()).isEqualTo(1);
                assertThat(client.send("G").readToEnd()).isEmpty();
            }
            assertThat(server.requestCount()).isEqualTo(1);
        }

        @Test
        void resetComesWithItsFirstByte(TestServer server) throws Exception {
            enqueue(server, SocketPolicy.RESET_AT_NEXT_REQUEST);
            try (RawClient client = new RawClient(server)) {
                assertThat(client.send(GET).read(OK.length())).isEqualTo(OK);
                assertReset(client.send("G"));
            }
        }
    }

    @Nested
    final class AWhileAfterItsMoment {
        @Test
        void effectComes(TestServer server) throws Exception {
            server.enqueue(delayed(Duration.ofMillis(5)));
            try (RawClient client = new RawClient(server)) {
                assertThat(client.send(GET).readToEnd()).isEqualTo(OK);
            }
        }

        @Test
        void effectMeetsWhateverCameMeanwhile(TestServer server) throws Exception {
            server.enqueue(delayed(Duration.ofDays(1)));
            try (RawClient client = new RawClient(server)) {
                assertThat(client.send(GET).read(OK.length())).isEqualTo(OK);
                client.send(GET);
                assertThat(server.openConnectionCount()).isEqualTo(1);
                server.shutdown();
            }
            assertThat(server.requestCount()).isEqualTo(1);
        }

        private static MockResponse delayed(Duration delay) {
            return new MockResponse.Builder()
                    .body("rope")
                    .socketPolicy(SocketPolicy.DISCONNECT_AT_END)
                    .effectDelay(delay)
                    .build();
        }
    }

    @Test
    void anyEffectGoesWithAnyMoment(TestServer server) throws Exception {
        enqueue(server, new SocketPolicy(Moment.RESPONSE_BODY, Effect.SHUTDOWN_OUTPUT));
        try (RawClient client = new RawClient(server)) {
            assertThat(client.send(GET).readToEnd()).endsWith("\r\n\r\nro");
            client.send(GET);
            server.takeRequest();
            assertThat(server.takeRequest().sequenceNumber()).isEqualTo(1);
        }
    }

    private static void enqueue(TestServer server, SocketPolicy policy) {
        server.enqueue(
                new MockResponse.Builder().body("rope").socketPolicy(policy).build());
    }

    private static void assertReset(RawClient client) {
        assertThatThrownBy(client::readToEnd)
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }
}
