package dev.hawser.internal.http2;

import static dev.hawser.internal.http2.Conversation.GET;
import static dev.hawser.internal.http2.Conversation.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Headers;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.internal.http.ResponseHead;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Requests and responses. */
class StreamsMessagesTest {
    private Conversation wire = new Conversation(LocalSettings.DEFAULT);

    @BeforeEach
    void begin() throws Http2Exception {
        wire = Conversation.begun();
    }

    @Nested
    class ARequest {
        @Test
        void hasPseudoHeaderFieldsFirst() {
            wire.streams.open(GET, true, NOBODY);
            SentFrame head = wire.frames().get(0);

            assertThat(head).hasToString("HEADERS 1 END");
            assertThat(wire.decode(head.payload()))
                    .containsExactly(":method: GET", ":scheme: https", ":authority: h.example", ":path: /a?b=c");
        }

        @Test
        void leavesOutWhatConcernsAConnection() {
            Request request = new Request.Builder()
                    .url("http://[::1]:81/#x")
                    .header("Host", "other:82")
                    .header("Connection", "keep-alive, X-Hop")
                    .header("X-Hop", "1")
                    .header("Keep-Alive", "1")
                    .header("Transfer-Encoding", "chunked")
                    .header("Proxy-Connection", "x")
                    .header("Upgrade", "x")
                    .header("HTTP2-Settings", "x")
                    .addHeader("TE", "gzip")
                    .addHeader("TE", "trailers")
                    .header("Priority", "u=1")
                    .method("POST", RequestBody.create(new byte[0]))
                    .build();
            wire.streams.open(request, false, NOBODY);

            assertThat(wire.decode(wire.frames().get(0).payload()))
                    .containsExactly(
                            ":method: POST",
                            ":scheme: http",
                            ":authority: other:82",
                            ":path: /",
                            "te: trailers",
                            "priority: u=1");
        }

        @Test
        void namesTheUrlsAuthorityWithoutHost() {
            wire.streams.open(new Request.Builder().url("http://[::1]:81/").build(), true, NOBODY);

            assertThat(wire.decode(wire.frames().get(0).payload())).contains(":authority: [::1]:81");
        }

        @Test
        void withALargeHeadIsCutIntoFrames() {
            String large = "é".repeat(10_000) + "a".repeat(20_000);
            Request request = GET.newBuilder()
                    .headers(new Headers.Builder().addUnsafeNonAscii("x", large).build())
                    .build();
            wire.streams.open(request, true, NOBODY);
            wire.streams.open(GET, true, NOBODY);
            List<SentFrame> frames = wire.frames();

            assertThat(frames).hasSize(4);
            assertThat(frames.get(0)).hasToString("HEADERS 1 END more");
            assertThat(frames.get(1)).hasToString("CONTINUATION 1 16384 bytes");
            assertThat(frames.get(1).has(FrameType.END_HEADERS)).isFalse();
            assertThat(frames.get(2).has(FrameType.END_HEADERS)).isTrue();
            byte[] block = new byte[16_384 * 2 + frames.get(2).payload().length];
            for (int i = 0; i < 3; i++) {
                System.arraycopy(
                        frames.get(i).payload(),
                        0,
                        block,
                        16_384 * i,
                        frames.get(i).payload().length);
            }
            assertThat(wire.decode(block)).contains("x: " + large);
            assertThat(wire.decode(frames.get(3).payload())).contains(":path: /a?b=c");
        }

        @Test
        void isRefusedHereIfItsHeadIsTooLargeForTheServer() throws Http2Exception {
            wire.server.settings(Setting.MAX_HEADER_LIST_SIZE, 42 + 44 + 51 + 43);
            wire.speak();
            assertThat(wire.streams.refusal(GET)).isNull();
            wire.server.settings(Setting.MAX_HEADER_LIST_SIZE, 42 + 44 + 51 + 42);
            wire.speak();

            assertThat(wire.streams.refusal(GET)).isEqualTo(StreamRefusal.HEAD_TOO_LARGE);
        }

        @Test
        void endsWithTrailers() {
            Http2Stream stream = wire.post();
            wire.streams.sendTrailers(stream, Headers.of("Sum", "1"));
            SentFrame trailers = wire.frames().get(0);

            assertThat(trailers).hasToString("HEADERS 1 END");
            assertThat(stream.maySend()).isFalse();
        }

        @Test
        void getsOddNumbersInTurn() {
            assertThat(List.of(wire.get().id(), wire.get().id(), wire.get().id()))
                    .containsExactly(1, 3, 5);
        }

        @Test
        void isNotPossibleWithoutANumber() {
            wire.streams.connection.nextId = Integer.MAX_VALUE;
            assertThat(wire.get().id()).isEqualTo(Integer.MAX_VALUE);

            assertThat(wire.streams.refusal(GET)).isEqualTo(StreamRefusal.OUT_OF_NUMBERS);
            assertThat(wire.streams.goingAway()).isTrue();
        }

        @Test
        void isNotPossibleAboveTheServersNumberOfStreams() throws Http2Exception {
            Http2Stream first = wire.get();
            wire.server.settings(Setting.MAX_CONCURRENT_STREAMS, 1);
            wire.speak();

            assertThat(wire.streams.takeEvents()).containsExactly(new ConnectionEvent.CapacityChanged(1));
            assertThat(wire.streams.refusal(GET)).isEqualTo(StreamRefusal.AT_CAPACITY);
            assertThatThrownBy(wire::get).hasMessageContaining("AT_CAPACITY");
            wire.server.headers(first.id(), true, ":status", "200");
            wire.speak();
            assertThat(wire.streams.refusal(GET)).isNull();
        }
    }

    @Nested
    class AResponse {
        @Test
        void isHeadContentAndTrailers() throws Http2Exception {
            Http2Stream stream = wire.get();
            wire.server
                    .headers(1, false, ":status", "200", "content-length", "5", "x", "y")
                    .data(1, false, "he")
                    .data(1, false, "llo")
                    .headers(1, true, "sum", "1");
            wire.speak();

            assertThat(wire.news()).isEqualTo(1);
            assertThat(stream.takeHead())
                    .isEqualTo(new ResponseHead(Protocol.HTTP_2, 200, "", Headers.of("content-length", "5", "x", "y")));
            assertThat(stream.takeHead()).isNull();
            assertThat(stream.contentLength()).isEqualTo(5);
            assertThat(wire.read(stream)).isEqualTo("hello");
            assertThat(wire.streams.read(stream, new byte[1], 0, 1)).isEqualTo(Streams.END);
            assertThat(stream.trailers()).isEqualTo(Headers.of("sum", "1"));
            assertThat(stream.isWhole()).isTrue();
            assertThat(stream.isClosed()).isTrue();
            assertThat(stream.failure()).isNull();
            assertThat(wire.streams.active()).isZero();
            assertThat(wire.sent()).isEmpty();
        }

        @Test
        void mayHaveInterimHeads() throws Http2Exception {
            Http2Stream stream = wire.get();
            wire.server
                    .headers(1, false, ":status", "103", "link", "a")
                    .headers(1, false, ":status", "100")
                    .headers(1, true, ":status", "204");
            wire.speak();

            assertThat(Objects.requireNonNull(stream.takeHead()).code()).isEqualTo(103);
            assertThat(Objects.requireNonNull(stream.takeHead()).code()).isEqualTo(100);
            assertThat(Objects.requireNonNull(stream.takeHead()).code()).isEqualTo(204);
            assertThat(stream.takeHead()).isNull();
        }

        @Test
        void mayEndBeforeItsRequest() throws Http2Exception {
            Http2Stream stream = wire.post();
            wire.server.headers(1, true, ":status", "200");
            wire.speak();

            assertThat(stream.isWhole()).isTrue();
            assertThat(stream.isClosed()).isFalse();
            assertThat(wire.streams.active()).isEqualTo(1);
            assertThat(wire.send(stream, "rest", true)).isEqualTo(4);
            assertThat(wire.sent()).containsExactly("DATA 1 END \"rest\"");
            assertThat(stream.isClosed()).isTrue();
        }

        @Test
        void staysWholeIfTheServerThenStopsTheRequest() throws Http2Exception {
            Http2Stream stream = wire.post();
            wire.server.headers(1, false, ":status", "200").data(1, true, "a").rstStream(1, ErrorCode.NO_ERROR);
            wire.speak();

            assertThat(stream.failure()).isNull();
            assertThat(stream.maySend()).isFalse();
            assertThat(wire.send(stream, "rest", true)).isZero();
            assertThat(wire.sent()).isEmpty();
            assertThat(wire.read(stream)).isEqualTo("a");
            assertThat(wire.streams.read(stream, new byte[1], 0, 1)).isEqualTo(Streams.END);
        }

        @Test
        void toHeadMayNameALengthAndHasNoContent() throws Http2Exception {
            Request head = GET.newBuilder().head().build();
            Http2Stream stream = wire.streams.open(head, true, NOBODY);
            wire.server.headers(1, true, ":status", "200", "content-length", "5");
            wire.speak();

            assertThat(stream.isWhole()).isTrue();
            assertThat(stream.contentLength()).isEqualTo(5);
        }

        @Test
        void thatIsLikeTheLastOneIsTheSameHead() throws Http2Exception {
            ResponseHead[] heads = new ResponseHead[3];
            for (int i = 0; i < 3; i++) {
                Http2Stream stream = wire.get();
                wire.server.headers(stream.id(), true, ":status", "200", "x", i == 2 ? "other" : "y");
                wire.speak();
                heads[i] = Objects.requireNonNull(stream.takeHead());
            }

            assertThat(heads[1]).isSameAs(heads[0]);
            assertThat(heads[2].headers().get("x")).isEqualTo("other");
        }

        @Test
        void withASecretIsNotRemembered() throws Http2Exception {
            ResponseHead[] heads = new ResponseHead[2];
            for (int i = 0; i < 2; i++) {
                Http2Stream stream = wire.get();
                wire.server.headers(stream.id(), true, ":status", "200", "set-cookie", "a=b");
                wire.speak();
                heads[i] = Objects.requireNonNull(stream.takeHead());
            }

            assertThat(heads[1]).isEqualTo(heads[0]).isNotSameAs(heads[0]);
        }
    }
}
