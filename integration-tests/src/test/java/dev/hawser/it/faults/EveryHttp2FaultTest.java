package dev.hawser.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.testserver.Fault;
import dev.hawser.testserver.Http2Faults;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Each kind of fault of frames once, on a connection that is in use again. */
@Timeout(60)
@EveryProtocol(
        value = {Link.H2, Link.H2C},
        because = "only HTTP/2 has frames")
final class EveryHttp2FaultTest {
    /** Those that even a POST does not suffer from: it is answered, or was not looked at and is sent again. */
    static final List<Fault> HARMLESS = List.of(
            Http2Faults.REFUSED_STREAM,
            Http2Faults.RESET_STREAM_AFTER_RESPONSE,
            Http2Faults.GOAWAY_BEFORE_RESPONSE,
            Http2Faults.GOAWAY_DURING_BODY);

    /** Those that harm whoever is asking just then, though perhaps after he was answered. */
    static final List<Fault> LATE = List.of(Http2Faults.RESET_FLOOD, Http2Faults.DATA_ON_CLOSED_STREAM);

    /** Those that it fails by, as the server broke the protocol or gave the stream up. */
    static final List<Fault> HARMFUL = Http2Faults.ALL.stream()
            .filter(fault -> !HARMLESS.contains(fault) && !LATE.contains(fault))
            .toList();

    private final TestServer server = new TestServer();
    private final Link link;
    private final HawserClient client;

    EveryHttp2FaultTest(Link link) {
        this.link = link;
        this.client = link.client().build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        // A connection that is ended because of its server may end within a request.
        assertThat(server.protocolErrors()).allMatch(error -> error.contains("the connection ended within"));
    }

    private String post(String path) throws IOException {
        Request request = new Request.Builder()
                .url(server.url(path))
                .post(RequestBody.create("rope", null))
                .build();
        try (Response response = client.newCall(request).execute()) {
            return response.body().string();
        }
    }

    /** A server that gives this fault to the second request on its first connection. */
    private void start(Fault fault) throws IOException {
        server.handler(SecondRequest.meets(fault));
        link.start(server);
        assertThat(post("/first")).isEqualTo("/first");
    }

    @ParameterizedTest
    @FieldSource("HARMLESS")
    void postIsAnsweredAndSoAreThoseAfterIt(Fault fault) throws IOException {
        start(fault);

        for (String path : List.of("/second", "/third", "/fourth")) {
            assertThat(post(path)).isEqualTo(path);
        }
    }

    @ParameterizedTest
    @FieldSource("HARMFUL")
    void postFailsAndThoseAfterItAreAnswered(Fault fault) throws IOException {
        start(fault);

        assertThatThrownBy(() -> post("/second")).isInstanceOf(IOException.class);
        for (String path : List.of("/third", "/fourth")) {
            assertThat(post(path)).isEqualTo(path);
        }
    }

    @Test
    void aServerThatBreaksTheProtocolIsToldToHaveDoneSo() throws IOException {
        start(Http2Faults.WINDOW_OVERFLOW);

        assertThatThrownBy(() -> post("/second"))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("FLOW_CONTROL_ERROR");
    }

    @ParameterizedTest
    @FieldSource("LATE")
    void atMostOnePostSuffersFromWhatComesAfterAResponse(Fault fault) throws IOException {
        start(fault);
        int failed = 0;
        for (int i = 0; i < 4; i++) {
            try {
                assertThat(post("/" + i)).isEqualTo("/" + i);
            } catch (IOException e) {
                assertThat(e).isNotNull();
                failed++;
            }
        }

        assertThat(failed).isLessThanOrEqualTo(1);
    }

    @Test
    void noKindIsForgotten() {
        assertThat(Stream.of(HARMLESS, HARMFUL, LATE).flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(Http2Faults.ALL);
    }
}
