package dev.hawser.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestServerExtension.class)
final class MockResponseTest {
    /** A delay that no test outlasts. */
    private static final Duration FOREVER = Duration.ofDays(1);

    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String LAST_GET = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    @Nested
    final class Framing {
        @Test
        void emptyBodyHasALength(TestServer server) throws Exception {
            assertThat(answer(server, MockResponse.of(404)))
                    .isEqualTo("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        }

        @Test
        void headersKeepTheirOrder(TestServer server) throws Exception {
            MockResponse response = new MockResponse.Builder()
                    .status("HTTP/1.0 200 Fine")
                    .addHeader("B", "1")
                    .addHeader("A", "2")
                    .addHeader("b", "3")
                    .build();
            assertThat(answer(server, response))
                    .isEqualTo("HTTP/1.0 200 Fine\r\nB: 1\r\nA: 2\r\nb: 3\r\nContent-Length: 0\r\n\r\n");
        }

        @Test
        void chunksAreOfTheSizeGivenAndTrailersFollow(TestServer server) throws Exception {
            MockResponse response = new MockResponse.Builder()
                    .chunkedBody("hawser", 4)
                    .trailers(Headers.of("Digest", "x"))
                    .build();
            assertThat(answer(server, response))
                    .startsWith("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n")
                    .endsWith("\r\n\r\n4\r\nhaws\r\n2\r\ner\r\n0\r\nDigest: x\r\n\r\n")
                    .hasSize(79);
        }

        @Test
        void bodyUntilCloseEndsTheConnection(TestServer server) throws Exception {
            server.enqueue(new MockResponse.Builder().bodyUntilClose("rope").build());
            try (RawClient client = new RawClient(server)) {
                client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(client.readToEnd()).isEqualTo("HTTP/1.1 200 OK\r\n\r\nrope");
            }
        }

        @Test
        void lengthSetByHandIsNotCorrected(TestServer server) throws Exception {
            MockResponse response = new MockResponse.Builder()
                    .body("rope")
                    .setHeader("Content-Length", "99")
                    .build();
            assertThat(answer(server, response)).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nrope");
        }

        @Test
        void rawBytesAreSentAsTheyAre(TestServer server) throws Exception {
            assertThat(answer(
                            server,
                            new MockResponse.Builder()
                                    .raw("HTTP/1.1 200\nA : b\r\r\n")
                                    .socketPolicy(SocketPolicy.DISCONNECT_AT_END)
                                    .build()))
                    .isEqualTo("HTTP/1.1 200\nA : b\r\r\n");
        }

        @Test
        void rawHeadIsFollowedByTheBody(TestServer server) throws Exception {
            MockResponse response = new MockResponse.Builder()
                    .rawHead("HTTP/1.1 200 OK\nContent-Length: 4\n\n")
                    .body("rope")
                    .socketPolicy(SocketPolicy.DISCONNECT_AT_END)
                    .build();
            assertThat(answer(server, response)).isEqualTo("HTTP/1.1 200 OK\nContent-Length: 4\n\nrope");
        }

        @Test
        void answerToHeadHasTheHeadersOnly(TestServer server) throws Exception {
            server.enqueue(MockResponse.of(200, "rope"));
            try (RawClient client = new RawClient(server)) {
                client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                assertThat(client.readToEnd()).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
            }
        }

        @Test
        void statusWithoutBodyHasNeitherBodyNorLength(TestServer server) throws Exception {
            assertThat(answer(server, MockResponse.of(204, "rope"))).isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
        }

        @Test
        void strayBytesFollowTheResponse(TestServer server) throws Exception {
            MockResponse response = new MockResponse.Builder()
                    .strayBytes("stray".getBytes(StandardCharsets.UTF_8))
                    .build();
            assertThat(answer(server, response)).endsWith("\r\n\r\nstray");
        }

        @Test
        void strayBytesMayComeLater(TestServer server) throws Exception {
            MockResponse response = new MockResponse.Builder()
                    .strayBytes("stray".getBytes(StandardCharsets.UTF_8), Duration.ofMillis(2))
                    .build();
            server.enqueue(response);
            server.enqueue(MockResponse.of(204));
            try (RawClient client = new RawClient(server)) {
                client.send(GET);
                assertThat(client.readHead()).startsWith("HTTP/1.1 200");
                assertThat(client.read(5)).isEqualTo("stray");
                assertThat(client.send(GET).readHead()).startsWith("HTTP/1.1 204");
            }
        }

        @Test
        void strayBytesThatWouldAnswerARequestAreLeftOut(TestServer server) throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .strayBytes("stray".getBytes(StandardCharsets.UTF_8), Duration.ZERO)
                    .build());
            server.enqueue(MockResponse.of(204));
            try (RawClient client = new RawClient(server)) {
                client.send(GET + LAST_GET);
                assertThat(client.readToEnd()).doesNotContain("stray").contains("HTTP/1.1 204");
            }
        }

        @Test
        void strayBytesThatWaitEndWithTheServer(TestServer server) throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .strayBytes("stray".getBytes(StandardCharsets.UTF_8), FOREVER)
                    .build());
            try (RawClient client = new RawClient(server)) {
                client.send(GET).readHead();
                server.shutdown();
                assertThat(client.readToEnd()).isEmpty();
            }
        }

        @Test
        void connectionCloseInTheResponseEndsTheConnection(TestServer server) throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .addHeader("Connection", "x, Close")
                    .build());
            try (RawClient client = new RawClient(server)) {
                client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 OK\r\n");
            }
        }
    }

    @Nested
    final class Pace {
        @Test
        void informationalResponsesGoBeforeTheDelayOfTheHead(TestServer server) throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .addInformational(103, Headers.of("Link", "</style>"))
                    .headersDelay(FOREVER)
                    .build());
            assertSentBeforeTheDelay(server, "HTTP/1.1 103 Early Hints\r\nLink: </style>\r\n\r\n");
        }

        @Test
        void headGoesBeforeTheDelayOfTheBody(TestServer server) throws Exception {
            server.enqueue(
                    new MockResponse.Builder().body("rope").bodyDelay(FOREVER).build());
            assertSentBeforeTheDelay(server, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
        }

        @Test
        void drippingResponseWaitsWithItsFirstByte(TestServer server) throws Exception {
            server.enqueue(new MockResponse.Builder().drip(1, FOREVER).build());
            try (RawClient client = new RawClient(server)) {
                client.send(GET);
                server.takeRequest();
                server.shutdown();
                assertThat(client.readToEnd()).isEmpty();
            }
        }

        @Test
        void drippingResponseIsWhole(TestServer server) throws Exception {
            MockResponse response = new MockResponse.Builder()
                    .chunkedBody("hawser", 4)
                    .drip(3, Duration.ofNanos(1))
                    .build();
            assertThat(answer(server, response))
                    .isEqualTo("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "4\r\nhaws\r\n2\r\ner\r\n0\r\n\r\n");
        }

        @Test
        void throttledBodyStopsAfterTheBytesOfOnePeriod(TestServer server) throws Exception {
            server.enqueue(new MockResponse.Builder()
                    .body("rope")
                    .throttleBody(3, FOREVER)
                    .build());
            assertSentBeforeTheDelay(server, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nrop");
        }

        @Test
        void delayedAndThrottledResponseArrivesWhole(TestServer server) throws Exception {
            MockResponse response = new MockResponse.Builder()
                    .body("rope")
                    .headersDelay(Duration.ofMillis(1))
                    .bodyDelay(Duration.ofMillis(1))
                    .throttleBody(1, Duration.ofMillis(1))
                    .build();
            assertThat(answer(server, response)).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nrope");
        }

        @Test
        void negativeDelayIsRefused() {
            assertThatThrownBy(() -> new MockResponse.Builder().bodyDelay(Duration.ofMillis(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("PT-0.001S");
        }

        /** The shutdown ends the delay, and nothing more is sent. */
        private static void assertSentBeforeTheDelay(TestServer server, String expected) throws Exception {
            try (RawClient client = new RawClient(server)) {
                assertThat(client.send(LAST_GET).read(expected.length())).isEqualTo(expected);
                server.shutdown();
                assertThat(client.readToEnd()).isEmpty();
            }
        }
    }

    @Nested
    final class ExpectedContinue {
        private static final String HEAD =
                "PUT / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n";

        @Test
        void continueIsSentBeforeTheBodyIsRead(TestServer server) throws Exception {
            server.enqueue(MockResponse.of(201));
            try (RawClient client = new RawClient(server)) {
                assertThat(client.send(HEAD).readHead()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
                assertThat(client.send("rope").readHead()).startsWith("HTTP/1.1 201 Created\r\n");
            }
            assertThat(server.takeRequest().bodyString()).isEqualTo("rope");
        }

        @Test
        void noContinueAwaitsTheBodyInSilence(TestServer server) throws Exception {
            server.enqueue(new MockResponse.Builder().code(201).noContinue().build());
            try (RawClient client = new RawClient(server)) {
                assertThat(client.send(HEAD + "rope").readHead()).startsWith("HTTP/1.1 201 Created\r\n");
            }
        }

        @Test
        void earlyAnswerComesInPlaceOfContinueAndTheBodyMayFollow(TestServer server) throws Exception {
            server.enqueue(
                    new MockResponse.Builder().code(413).answerBeforeBody().build());
            server.enqueue(MockResponse.of(200));
            try (RawClient client = new RawClient(server)) {
                assertThat(client.send(HEAD).readHead()).startsWith("HTTP/1.1 413 Content Too Large\r\n");
                assertThat(client.send("rope" + LAST_GET).readToEnd()).startsWith("HTTP/1.1 200 OK\r\n");
            }
            assertThat(server.takeRequest().bodyString()).isEqualTo("rope");
            assertThat(server.protocolErrors()).isEmpty();
        }

        @Test
        void clientThatIsAnsweredEarlyMayEndTheConnection(TestServer server) throws Exception {
            server.enqueue(
                    new MockResponse.Builder().code(413).answerBeforeBody().build());
            try (RawClient client = new RawClient(server)) {
                client.send(HEAD + "ro").readHead();
                client.finish().readToEnd();
            }
            assertThat(server.takeRequest().bodyString()).isEqualTo("ro");
            assertThat(server.protocolErrors()).isEmpty();
        }
    }

    @Test
    void copyOfAResponseSendsTheSame(TestServer server) throws Exception {
        MockResponse response = new MockResponse.Builder()
                .code(200)
                .addHeader("A", "b")
                .addInformational(102, Headers.of())
                .chunkedBody("rope", 3)
                .trailers(Headers.of("T", "u"))
                .strayBytes(new byte[] {'!'})
                .build();
        String sent = answer(server, response);
        assertThat(answer(server, response.newBuilder().build()))
                .isEqualTo(sent)
                .endsWith("T: u\r\n\r\n!");
    }

    private static String answer(TestServer server, MockResponse response) throws Exception {
        server.enqueue(response);
        try (RawClient client = new RawClient(server)) {
            return client.send(LAST_GET).readToEnd();
        }
    }
}
