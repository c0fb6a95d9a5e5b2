package dev.hawser.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.TestOver;
import dev.hawser.testserver.Fault;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Each kind of fault once, on a connection that is in use again. */
@Timeout(60)
@EveryProtocol({Link.H1, Link.H1_TLS, Link.H2, Link.H2C})
final class EveryFaultTest {
    /** Those that a GET does not suffer from. */
    static final List<Fault> HARMLESS = List.of(
            Fault.CLOSE_BEFORE_RESPONSE,
            Fault.RESET_BEFORE_RESPONSE,
            Fault.CLOSE_AFTER_RESPONSE,
            Fault.RESET_AFTER_RESPONSE,
            Fault.HALF_CLOSE_AFTER_RESPONSE,
            Fault.CLOSE_AT_NEXT_REQUEST,
            Fault.RESET_AT_NEXT_REQUEST,
            Fault.STRAY_BYTES,
            Fault.SENT_TWICE,
            Fault.SLOW_DRIP);

    /** Those that it fails by, as a byte of the response came or none in time. */
    static final List<Fault> HARMFUL = List.of(
            Fault.STALL_BEFORE_RESPONSE,
            Fault.CLOSE_DURING_HEAD,
            Fault.CLOSE_DURING_BODY,
            Fault.RESET_DURING_BODY,
            Fault.STALL_DURING_BODY,
            Fault.BAD_FRAMING);

    /** Those that only a timeout ends. */
    private static final List<Fault> STALLS = List.of(Fault.STALL_BEFORE_RESPONSE, Fault.STALL_DURING_BODY);

    /** A part of a frame is no beginning of a response, and frames are what frames a body. */
    private static final List<Fault> HARMLESS_TO_HTTP_2 = List.of(Fault.CLOSE_DURING_HEAD, Fault.BAD_FRAMING);

    /** Those that harm whoever comes next, if anybody. */
    private static final List<Fault> HARMFUL_LATER =
            List.of(Fault.SILENCE_AFTER_RESPONSE, Fault.SENT_TWICE_AT_ONCE, Fault.SENT_TWICE_LATER);

    private final TestServer server = new TestServer();
    private final Link link;
    private final HawserClient client;

    /** One that gives up soon, where nothing is to come. */
    private final HawserClient hasty;

    EveryFaultTest(Link link) {
        this.link = link;
        this.client = link.client().build();
        this.hasty = client.newBuilder().readTimeout(Duration.ofMillis(200)).build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }

    private String get(String path) throws IOException {
        return get(client, path);
    }

    private String get(HawserClient caller, String path) throws IOException {
        Request request = new Request.Builder().url(server.url(path)).build();
        try (Response response = caller.newCall(request).execute()) {
            return response.body().string();
        }
    }

    /** A server that gives this fault to the second request on its first connection. */
    private void start(Fault fault) throws IOException {
        server.handler(SecondRequest.meets(fault));
        link.start(server);
        assertThat(get("/first")).isEqualTo("/first");
    }

    @ParameterizedTest
    @FieldSource("HARMLESS")
    void getIsAnsweredAndSoAreThoseAfterIt(Fault fault) throws IOException {
        start(fault);

        for (String path : List.of("/second", "/third", "/fourth")) {
            assertThat(get(path)).isEqualTo(path);
        }
    }

    @ParameterizedTest
    @FieldSource("HARMFUL")
    void getFailsAndThoseAfterItAreAnswered(Fault fault) throws IOException {
        start(fault);

        if (link.isH2() && HARMLESS_TO_HTTP_2.contains(fault)) {
            assertThat(get("/second")).isEqualTo("/second");
        } else {
            HawserClient caller = STALLS.contains(fault) ? hasty : client;
            assertThatThrownBy(() -> get(caller, "/second")).isInstanceOf(IOException.class);
        }
        for (String path : List.of("/third", "/fourth")) {
            assertThat(get(path)).isEqualTo(path);
        }
    }

    @TestOver(
            value = {Link.H1, Link.H1_TLS},
            because = "in HTTP/2 a call that times out ends its stream, not the connection")
    void connectionThatHasGoneSilentFailsOneGet() throws IOException {
        start(Fault.SILENCE_AFTER_RESPONSE);

        assertThat(get("/second")).isEqualTo("/second");
        assertThatThrownBy(() -> get(hasty, "/third"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("timeout");
        assertThat(get("/fourth")).isEqualTo("/fourth");
    }

    @Test
    void noKindIsForgotten() {
        assertThat(Stream.of(HARMLESS, HARMFUL, HARMFUL_LATER).flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(Fault.ALL);
    }
}
