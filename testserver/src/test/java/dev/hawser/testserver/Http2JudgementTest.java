package dev.hawser.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the server says of clients that break the protocol, and how it can be told to speak it itself. */
final class Http2JudgementTest {
    private static final Duration STUCK = Duration.ofSeconds(20);
    private static final byte[] FOUR = "rope".getBytes(StandardCharsets.US_ASCII);

    private final TestServer server = new TestServer();

    @BeforeEach
    void start() {
        server.protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
        server.handler(request -> MockResponse.of(204));
        server.start();
    }

    @AfterEach
    void shutDown() {
        server.shutdown();
    }

    static Stream<Arguments> connectionErrors() {
        return Stream.of(
                Arguments.of("PROTOCOL_ERROR", "has not begun", Http2Frame.data(5, false, FOUR)),
                Arguments.of("PROTOCOL_ERROR", "of id 2", Http2RawClient.head(2, true, "GET", "/")),
                Arguments.of("PROTOCOL_ERROR", "no client may", Http2Frame.pushPromise(1, 2)),
                Arguments.of("PROTOCOL_ERROR", "no client may", new Http2Frame(Http2Frame.PING, 0, 1, new byte[8])),
                Arguments.of("PROTOCOL_ERROR", "enlarged by 0", Http2Frame.windowUpdate(0, 0)),
                Arguments.of("FLOW_CONTROL_ERROR", "enlarged", Http2Frame.windowUpdate(0, Integer.MAX_VALUE)),
                Arguments.of("PROTOCOL_ERROR", "setting 2 of 7", Http2Frame.settings(Http2Frame.ENABLE_PUSH, 7)),
                Arguments.of("PROTOCOL_ERROR", "continues nothing", Http2Frame.continuation(1, true)),
                Arguments.of("FRAME_SIZE_ERROR", "a length", new Http2Frame(Http2Frame.PING, 0, 0, FOUR)),
                Arguments.of("FRAME_SIZE_ERROR", "16385 bytes", new Http2Frame(77, 0, 0, new byte[16_385])),
                Arguments.of(
                        "COMPRESSION_ERROR",
                        "index 0",
                        new Http2Frame(Http2Frame.HEADERS, Http2Frame.END_HEADERS, 1, (byte) 0x80)));
    }

    @ParameterizedTest
    @MethodSource("connectionErrors")
    void errorOfTheConnectionEndsItAndIsTold(String code, String told, Http2Frame frame) throws Exception {
        try (Http2RawClient client = new Http2RawClient(server).greet().send(frame)) {
            assertThat(client.exchange(1)).containsExactly("0 goaway 0 " + code, "closed");
        }
        assertThat(server.protocolErrors()).singleElement().asString().contains(told);
    }

    static Stream<Arguments> streamErrors() {
        return Stream.of(
                Arguments.of("no :method", Http2Frame.headers(1, true, ":path", "/")),
                Arguments.of("without :scheme or :path", Http2Frame.headers(1, true, ":method", "GET")),
                Arguments.of("a CONNECT with", Http2RawClient.head(1, true, "CONNECT", "/")),
                Arguments.of(":rope", Http2RawClient.head(1, true, "GET", "/", ":rope", "x")),
                Arguments.of("Upper", Http2RawClient.head(1, true, "GET", "/", "Upper", "x")),
                Arguments.of("field of HTTP/1.1", Http2RawClient.head(1, true, "GET", "/", "connection", "close")),
                Arguments.of("field of HTTP/1.1", Http2RawClient.head(1, true, "GET", "/", "te", "gzip")),
                Arguments.of("space around", Http2RawClient.head(1, true, "GET", "/", "a", " b")),
                Arguments.of("without content", Http2RawClient.head(1, true, "GET", "/", "content-length", "4")));
    }

    @ParameterizedTest
    @MethodSource("streamErrors")
    void malformedRequestIsResetAndToldAndTheConnectionGoesOn(String told, Http2Frame head) throws Exception {
        try (Http2RawClient client = new Http2RawClient(server).greet().send(head)) {
            assertThat(client.exchange(1)).containsExactly("1 reset PROTOCOL_ERROR");
            assertThat(client.get(3, "/").exchange(3)).containsExactly("3 headers :status=204");
        }
        assertThat(server.protocolErrors()).singleElement().asString().contains(told);
        assertThat(server.requestCount()).isEqualTo(1);
    }

    @Test
    void bodyThatIsNotAsLongAsPromisedIsTold() throws Exception {
        try (Http2RawClient client = greeted()) {
            client.send(
                    Http2RawClient.head(1, false, "POST", "/", "content-length", "9"), Http2Frame.data(1, true, FOUR));
            assertThat(client.exchange(1)).containsExactly("1 reset PROTOCOL_ERROR");
        }
        assertThat(server.protocolErrors()).singleElement().asString().contains("4 bytes with a content-length of 9");
    }

    @Test
    void frameAfterTheEndOfItsStreamIsTold() throws Exception {
        try (Http2RawClient client = greeted().get(1, "/")) {
            client.exchange(1);
            assertThat(client.send(Http2Frame.data(1, true, FOUR)).exchange(1))
                    .containsExactly("0 goaway 1 STREAM_CLOSED", "closed");
        }
    }

    @Test
    void rubbishInPlaceOfThePrefaceIsTold() throws Exception {
        try (Http2RawClient client = new Http2RawClient(server).send("GET / HTTP/1.1\r\n\r\n")) {
            assertThat(client.exchange(1)).containsExactly("0 goaway 0 PROTOCOL_ERROR", "closed");
        }
        assertThat(server.protocolErrors()).singleElement().asString().contains("no preface");
    }

    @Test
    void endWithinARequestIsToldAndWhatCameIsRecorded() throws Exception {
        try (Http2RawClient client = greeted()) {
            client.send(Http2RawClient.head(1, false, "POST", "/"), Http2Frame.data(1, false, FOUR));
            client.send(Http2Frame.ping(1, false)).await(Http2Frame.PING);
        }
        assertThat(server.takeRequest().bodyString()).isEqualTo("rope");
        assertThat(server.awaitOpenConnections(0, STUCK)).isTrue();
        assertThat(server.protocolErrors()).singleElement().asString().contains("within the request of stream 1");
    }

    @Test
    void windowsThatAreNotGrantedRunOutAndToSendMoreIsTold() throws Exception {
        server.http2Options(new Http2Options.Builder().grantWindows(false).build());
        try (Http2RawClient client = greeted()) {
            client.send(Http2RawClient.head(1, false, "POST", "/"));
            for (int sent = 0; sent < 65_535; sent += 13_107) {
                client.send(Http2Frame.data(1, false, new byte[13_107]));
            }
            client.send(Http2Frame.ping(1, false));
            assertThat(client.next()).hasToString(Http2Frame.ping(1, true).toString());
            assertThat(client.send(Http2Frame.data(1, false, FOUR)).exchange(1))
                    .containsExactly("0 goaway 1 FLOW_CONTROL_ERROR", "closed");
        }
    }

    @Test
    void streamsAboveTheNumberAnnouncedAreRefusedAndTold() throws Exception {
        server.http2Options(new Http2Options.Builder()
                .settings(Http2Frame.MAX_CONCURRENT_STREAMS, 2)
                .build());
        try (Http2RawClient client = greeted()) {
            client.send(
                    Http2RawClient.head(1, false, "POST", "/"),
                    Http2RawClient.head(3, false, "POST", "/"),
                    Http2RawClient.head(5, false, "POST", "/"));
            assertThat(client.exchange(5)).containsExactly("5 reset REFUSED_STREAM");
            assertThat(server.protocolErrors()).singleElement().asString().contains("of at most 2");
            server.http2(0).send(Http2Frame.settings(Http2Frame.MAX_CONCURRENT_STREAMS, 1));
            client.await(Http2Frame.SETTINGS);
            client.send(Http2Frame.data(1, true)).exchange(1);
            client.get(7, "/");
            assertThat(client.exchange(7)).containsExactly("7 reset REFUSED_STREAM");
            assertThat(server.protocolErrors()).as("not acknowledged yet").hasSize(1);
        }
    }

    @Test
    void settingsAndPingsMayGoUnanswered() throws Exception {
        server.http2Options(new Http2Options.Builder()
                .acknowledgeSettings(false)
                .answerPings(false)
                .settings(Http2Frame.HEADER_TABLE_SIZE, 0)
                .build());
        try (Http2RawClient client = new Http2RawClient(server)) {
            client.send(Http2Input.PREFACE)
                    .send(Http2Frame.settings(), Http2Frame.ping(1, false))
                    .get(1, "/");
            Http2Frame settings = client.next();
            assertThat(settings).isNotNull();
            assertThat(settings.payload()).containsExactly(0, 1, 0, 0, 0, 0);
            assertThat(client.next()).isNotNull().matches(frame -> frame.is(Http2Frame.HEADERS));
        }
    }

    @Test
    void prefaceMayBeAnything() throws Exception {
        server.http2Options(new Http2Options.Builder()
                .preface((wire, streamId) -> {
                    wire.send(Http2Frame.ping(streamId, false));
                    wire.send(FOUR);
                    wire.close();
                })
                .build());
        try (Http2RawClient client = new Http2RawClient(server)) {
            assertThat(client.next()).hasToString("PING of 8 bytes on stream 0, flags 0x0");
            assertThat(client.next()).isNull();
        }
    }

    @Test
    void framesArePadded() throws Exception {
        server.http2Options(new Http2Options.Builder().padding(255).build());
        server.handler(request -> MockResponse.of(200, "rope"));
        try (Http2RawClient client = greeted().get(1, "/")) {
            assertThat(client.await(Http2Frame.HEADERS).has(Http2Frame.PADDED)).isTrue();
            Http2Frame data = client.await(Http2Frame.DATA);
            assertThat(data.length()).isEqualTo(4 + 1 + 255);
            assertThat(data.has(Http2Frame.PADDED)).isTrue();
        }
        assertThatThrownBy(() -> new Http2Options.Builder().padding(256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Http2Options.Builder().settings(1)).isInstanceOf(IllegalArgumentException.class);
    }

    private Http2RawClient greeted() throws IOException {
        return new Http2RawClient(server).greet();
    }
}
