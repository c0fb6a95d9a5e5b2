package dev.hawser.testserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Protocol;
import dev.hawser.internal.http2.FieldBlocks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class Http2FaultsTest {
    private static final String HEAD = "1 headers :status=200 content-length=5";

    private final TestServer server = new TestServer();

    @BeforeEach
    void start() {
        server.protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
        server.start();
    }

    @AfterEach
    void shutDown() {
        server.shutdown();
    }

    @Test
    void eachFaultIsWhatItsNameSays() throws Exception {
        assertThat(outcome(Http2Faults.RESET_STREAM_BEFORE_RESPONSE)).containsExactly("1 reset CANCEL");
        assertThat(outcome(Http2Faults.REFUSED_STREAM)).containsExactly("1 reset REFUSED_STREAM");
        assertThat(outcome(Http2Faults.HTTP_1_1_REQUIRED)).containsExactly("1 reset HTTP_1_1_REQUIRED");
        assertThat(outcome(Http2Faults.RESET_STREAM_DURING_BODY))
                .containsExactly(HEAD, "1 data he", "1 reset INTERNAL_ERROR");
        assertThat(outcome(Http2Faults.GOAWAY_DURING_BODY))
                .containsExactly(HEAD, "1 data he", "0 goaway 1 NO_ERROR", "1 data llo");
        assertThat(outcome(Http2Faults.GOAWAY_AND_CLOSE_DURING_BODY))
                .containsExactly(HEAD, "1 data he", "0 goaway 1 NO_ERROR", "closed");
        assertThat(outcome(Http2Faults.DATA_ON_IDLE_STREAM)).containsExactly("1001 data rope", HEAD, "1 data hello");
        assertThat(outcome(Http2Faults.PUSH_PROMISE)).containsExactly("1 type-5", HEAD, "1 data hello");
        assertThat(outcome(Http2Faults.MALFORMED_HEAD))
                .containsExactly("1 headers :status=200 connection=close Upper=case");
        assertThat(outcome(Http2Faults.PING_FLOOD)).startsWith("0 ping 1").hasSize(20_002);
        assertThat(outcome(Http2Faults.EMPTY_DATA_FLOOD)).contains("1 data ").hasSize(20_003);
    }

    @Test
    void continuationsDoNotEnd() throws Exception {
        server.enqueue(spoiled(Http2Faults.CONTINUATION_FLOOD));
        try (Http2RawClient client = new Http2RawClient(server).greet().get(1, "/")) {
            assertThat(client.await(Http2Frame.HEADERS).has(Http2Frame.END_HEADERS))
                    .isFalse();
            for (int i = 1; i < 20_000; i++) {
                assertThat(client.next()).hasToString("CONTINUATION of 0 bytes on stream 1, flags 0x0");
            }
        }
    }

    @Test
    void bombIsSmallOnTheWireAndLargeWhenDecoded() throws Exception {
        server.enqueue(spoiled(Http2Faults.HEADER_BOMB));
        try (Http2RawClient client = new Http2RawClient(server).greet().get(1, "/")) {
            Http2Frame head = client.await(Http2Frame.HEADERS);
            assertThat(head.has(Http2Frame.END_HEADERS)).isTrue();
            assertThat(head.length()).isLessThan(16_384);
            List<String> names = new ArrayList<>();
            long size = new FieldBlocks(1 << 24).decode(head.payload(), (name, value) -> names.add(name));
            assertThat(size).isGreaterThan(8_000_000);
            assertThat(names).filteredOn("bomb"::equals).hasSize(2_000);
        }
    }

    @Test
    void goAwayLeavesTheRequestWithoutAnAnswer() throws Exception {
        server.enqueue(spoiled(Http2Faults.GOAWAY_BEFORE_RESPONSE));
        try (Http2RawClient client = new Http2RawClient(server).greet().get(1, "/")) {
            assertThat(client.await(Http2Frame.GOAWAY).intAt(0)).isZero();
            client.send(Http2Frame.ping(1, false));
            assertThat(client.next()).isNotNull().matches(frame -> frame.is(Http2Frame.PING));
        }
    }

    @Test
    void allAreNamedAndChangeNothingInHttp1ButTheBomb() {
        assertThat(Http2Faults.ALL).extracting(Fault::name).doesNotHaveDuplicates();
        for (Fault fault : Http2Faults.ALL) {
            byte[] spoiled = ResponseWriter.wire(spoiled(fault));
            if (fault != Http2Faults.HEADER_BOMB) {
                assertThat(spoiled).as(fault.name()).isEqualTo(ResponseWriter.wire(MockResponse.of(200, "hello")));
            }
        }
    }

    private static MockResponse spoiled(Fault fault) {
        return Http2Faults.spoil(MockResponse.of(200, "hello"), fault);
    }

    private List<String> outcome(Fault fault) throws IOException {
        server.enqueue(spoiled(fault));
        try (Http2RawClient client = new Http2RawClient(server).greet().get(1, "/")) {
            return client.exchange(1);
        }
    }
}
