package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hawser.Request;
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a hostile server may try: each ends the stream or the connection with the right code, in words. */
class DefenceTest {
    private Conversation wire = new Conversation(LocalSettings.DEFAULT);

    @BeforeEach
    void begin() throws Http2Exception {
        wire = Conversation.begun();
    }

    /** Streams 1 and 3 are GETs, of which 3 has its head; 5 is a POST whose response is whole. */
    private void openStreams() throws Http2Exception {
        wire.get();
        wire.get();
        wire.post();
        wire.server.headers(3, false, ":status", "200").headers(5, true, ":status", "200");
        wire.speak();
    }

    private static Arguments fault(ErrorCode code, String words, Consumer<Frames> what) {
        return arguments(code, words, what);
    }

    static Stream<Arguments> faultsOfAStream() {
        return Stream.of(
                malformed("its first field is missing, not :status"),
                malformed("its first field is \"x\", not :status", "x", "y"),
                malformed("its first field is \"x\", not :status", "x", "y", ":status", "200"),
                malformed("the pseudo-header field \":status\" where none may be", ":status", "200", ":status", "200"),
                malformed("the pseudo-header field \":path\" where none may be", ":status", "200", ":path", "/"),
                malformed("the pseudo-header field \":x\" where none may be", ":status", "200", "a", "b", ":x", "y"),
                malformed(":status is \"99\"", ":status", "99"),
                malformed(":status is \"099\"", ":status", "099"),
                malformed(":status is \"2000\"", ":status", "2000"),
                malformed(":status is \"2x0\"", ":status", "2x0"),
                malformed(":status is \"\"", ":status", ""),
                malformed(":status is 101, which HTTP/2 does not have", ":status", "101"),
                malformed(
                        "the field \"connection\", which concerns a connection",
                        ":status",
                        "200",
                        "connection",
                        "close"),
                malformed("the field \"keep-alive\"", ":status", "200", "keep-alive", "timeout=5"),
                malformed("the field \"proxy-connection\"", ":status", "200", "proxy-connection", "close"),
                malformed("the field \"transfer-encoding\"", ":status", "200", "transfer-encoding", "chunked"),
                malformed("the field \"upgrade\"", ":status", "200", "upgrade", "h2c"),
                malformed("a colon in the field name \"a:b\"", ":status", "200", "a:b", "c"),
                malformed("Unexpected char 0x20 at 1 in header name: a b", ":status", "200", "a b", "c"),
                malformed("name is empty", ":status", "200", "", "c"),
                malformed("Unexpected char 0x0a at 1 in x value", ":status", "200", "x", "a\nb"),
                malformed("Unexpected char 0x00 at 0 in x value", ":status", "200", "x", "\0"),
                malformed("white space around the value of \"x\"", ":status", "200", "x", " a"),
                malformed("white space around the value of \"x\"", ":status", "200", "x", "a\t"),
                malformed("bad Content-Length: \"-1\"", ":status", "200", "content-length", "-1"),
                malformed("differing Content-Lengths", ":status", "200", "content-length", "1", "content-length", "2"),
                fault(
                        ErrorCode.PROTOCOL_ERROR,
                        "upper-case letters in the field name \"X\"",
                        f -> f.frame(FrameType.HEADERS, 4, 1, "88 0001580179")),
                fault(ErrorCode.PROTOCOL_ERROR, "it ended with status 100", f -> f.headers(1, true, ":status", "100")),
                fault(ErrorCode.PROTOCOL_ERROR, "a DATA frame before its head", f -> f.data(1, false, "a")),
                fault(
                        ErrorCode.PROTOCOL_ERROR,
                        "a DATA frame before its head",
                        f -> f.headers(1, false, ":status", "103").data(1, false, "a")),
                fault(
                        ErrorCode.PROTOCOL_ERROR,
                        "a second head, or trailers that do not end it",
                        f -> f.headers(1, false, ":status", "200").headers(1, false, ":status", "200")),
                fault(
                        ErrorCode.PROTOCOL_ERROR,
                        "the pseudo-header field \":status\"",
                        f -> f.headers(1, false, ":status", "200").headers(1, true, ":status", "200")),
                fault(
                        ErrorCode.PROTOCOL_ERROR,
                        "it ended after 3 bytes of content, where 4 were announced",
                        f -> f.headers(1, false, ":status", "200", "content-length", "4")
                                .data(1, true, "abc")),
                fault(
                        ErrorCode.PROTOCOL_ERROR,
                        "it ended after 0 bytes of content, where 4 were announced",
                        f -> f.headers(1, true, ":status", "200", "content-length", "4")),
                fault(
                        ErrorCode.PROTOCOL_ERROR,
                        "it ended after 1 bytes of content, where 4 were announced",
                        f -> f.headers(1, false, ":status", "200", "content-length", "4")
                                .data(1, false, "a")
                                .headers(1, true, "x", "y")),
                fault(
                        ErrorCode.PROTOCOL_ERROR,
                        "more content than the 4 bytes it may have",
                        f -> f.headers(1, false, ":status", "200", "content-length", "4")
                                .data(1, false, "abcde")),
                fault(
                        ErrorCode.PROTOCOL_ERROR,
                        "more content than the 0 bytes it may have",
                        f -> f.headers(1, false, ":status", "304", "content-length", "4")
                                .data(1, false, "a")),
                fault(ErrorCode.PROTOCOL_ERROR, "a WINDOW_UPDATE of 0, on stream 1", f -> f.windowUpdate(1, 0)),
                fault(
                        ErrorCode.FRAME_SIZE_ERROR,
                        "a PRIORITY frame of 4 bytes",
                        f -> f.frame(FrameType.PRIORITY, 0, 1, "00000000")),
                fault(
                        ErrorCode.FLOW_CONTROL_ERROR,
                        "a WINDOW_UPDATE of 2147483647 where the window was 65535; it cannot pass 2^31-1",
                        f -> f.windowUpdate(1, Integer.MAX_VALUE)),
                fault(
                        ErrorCode.FLOW_CONTROL_ERROR,
                        "a DATA frame of 101 bytes where the window was 100",
                        f -> f.headers(1, false, ":status", "200").data(1, false, "a".repeat(101))),
                fault(
                        ErrorCode.FLOW_CONTROL_ERROR,
                        "a DATA frame of 101 bytes where the window was 100",
                        f -> f.headers(1, false, ":status", "200").frame(0, 8, 1, padding(101))),
                fault(ErrorCode.ENHANCE_YOUR_CALM, "more than 32 interim responses", f -> {
                    for (int i = 0; i < 33; i++) {
                        f.headers(1, false, ":status", "103");
                    }
                }),
                fault(
                        ErrorCode.ENHANCE_YOUR_CALM,
                        "the response has fields of 806642 bytes (limit headBytes: 262144)",
                        f -> f.frame(FrameType.HEADERS.number, 4, 1, bomb(4_000, 200))),
                fault(
                        ErrorCode.ENHANCE_YOUR_CALM,
                        "the response has 3001 fields (limit fieldCount: 1000)",
                        f -> f.frame(FrameType.HEADERS.number, 4, 1, bomb(1, 3_000))));
    }

    private static Arguments malformed(String words, String... fields) {
        return fault(ErrorCode.PROTOCOL_ERROR, "malformed response: " + words, f -> f.headers(1, true, fields));
    }

    private static byte[] padding(int length) {
        byte[] payload = new byte[length];
        payload[0] = (byte) (length - 1);
        return payload;
    }

    /** A block that puts one field into the table, and then names it so many times in all. */
    private static byte[] bomb(int valueLength, int times) {
        WireBuffer out = new WireBuffer(64);
        out.put(0x88);
        out.put(0x40);
        out.put(1);
        out.put('x');
        if (valueLength < 127) {
            out.put(valueLength);
        } else {
            out.put(0x7f);
            out.put(valueLength - 127 & 0x7f | 0x80);
            out.put(valueLength - 127 >> 7);
        }
        out.put(new byte[valueLength], 0, valueLength);
        for (int i = 1; i < times; i++) {
            out.put(0xbe);
        }
        return Arrays.copyOf(out.array(), out.length());
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("faultsOfAStream")
    void aFaultOfAStreamEndsIt(ErrorCode code, String words, Consumer<Frames> what) throws Http2Exception {
        Http2Stream stream = wire.get();
        Http2Stream other = wire.get();
        what.accept(wire.server);
        wire.speak();

        assertThat(wire.sent()).contains("RST_STREAM 1 " + code);
        StreamFailure failure = Objects.requireNonNull(stream.failure());
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.kind()).isEqualTo(StreamFailure.Kind.BROKEN);
        assertThat(stream.exception("peer", null)).isExactlyInstanceOf(ProtocolException.class);
        assertThat(failure.what()).contains(words).endsWith(", on stream 1");
        wire.server.data(1, false, "late").headers(3, true, ":status", "200");
        wire.speak();
        assertThat(other.isWhole()).isTrue();
    }

    @Test
    void contentOfAResponseToHeadEndsTheStream() throws Http2Exception {
        Request head = Conversation.GET.newBuilder().head().build();
        Http2Stream stream = wire.streams.open(head, true, Conversation.NOBODY);
        wire.server.headers(1, false, ":status", "200", "content-length", "5").data(1, true, "hello");
        wire.speak();

        assertThat(Objects.requireNonNull(stream.failure()).what()).contains("more content than the 0 bytes");
    }

    @Test
    void framesAfterTheEndOfAResponseEndTheStream() throws Http2Exception {
        openStreams();
        wire.server.data(5, false, "more");
        wire.speak();

        assertThat(wire.sent()).containsExactly("RST_STREAM 5 STREAM_CLOSED");
        wire.post();
        wire.server.headers(7, true, ":status", "200").headers(7, true, ":status", "200");
        wire.speak();
        assertThat(wire.sent()).containsExactly("RST_STREAM 7 STREAM_CLOSED");
    }

    static Stream<Arguments> faultsOfTheConnection() {
        return Stream.of(
                fault(
                        ErrorCode.PROTOCOL_ERROR,
                        "the server pushed on stream 1",
                        f -> f.frame(FrameType.PUSH_PROMISE, 4, 1, "0000000288")),
                fault(
                        ErrorCode.PROTOCOL_ERROR,
                        "a HEADERS frame on stream 2, which nobody has opened",
                        f -> f.headers(2, true, ":status", "200")),
                fault(
                        ErrorCode.PROTOCOL_ERROR,
                        "a HEADERS frame on stream 7, which nobody has opened",
                        f -> f.headers(7, true, ":status", "200")),
                fault(
                        ErrorCode.PROTOCOL_ERROR,
                        "a DATA frame on stream 7, which nobody has opened",
                        f -> f.data(7, true, "")),
                fault(
                        ErrorCode.PROTOCOL_ERROR,
                        "a RST_STREAM frame on stream 7, which nobody has opened",
                        f -> f.rstStream(7, ErrorCode.CANCEL)),
                fault(
                        ErrorCode.PROTOCOL_ERROR,
                        "a WINDOW_UPDATE frame on stream 7, which nobody has opened",
                        f -> f.windowUpdate(7, 1)),
                fault(
                        ErrorCode.PROTOCOL_ERROR,
                        "a WINDOW_UPDATE frame on stream 4, which nobody has opened",
                        f -> f.windowUpdate(4, 0)),
                fault(
                        ErrorCode.STREAM_CLOSED,
                        "a DATA frame on stream 1, which is closed",
                        f -> f.headers(1, true, ":status", "200").data(1, false, "a")),
                fault(
                        ErrorCode.STREAM_CLOSED,
                        "a HEADERS frame on stream 1, which is closed",
                        f -> f.rstStream(1, ErrorCode.CANCEL).headers(1, true, ":status", "200")),
                fault(
                        ErrorCode.COMPRESSION_ERROR,
                        "bad field block: index 0",
                        f -> f.frame(FrameType.HEADERS, 4, 1, "80")),
                fault(
                        ErrorCode.COMPRESSION_ERROR,
                        "bad field block: index 0",
                        f -> f.frame(FrameType.HEADERS, 4, 9, "80")),
                fault(
                        ErrorCode.FLOW_CONTROL_ERROR,
                        "a WINDOW_UPDATE of 2147483647 where the connection's window was 65535; it cannot pass 2^31-1",
                        f -> f.windowUpdate(0, Integer.MAX_VALUE)),
                fault(
                        ErrorCode.FLOW_CONTROL_ERROR,
                        "INITIAL_WINDOW_SIZE 2147483647 where the window of stream 1 was 65536; it cannot pass 2^31-1",
                        f -> f.windowUpdate(1, 1).settings(Setting.INITIAL_WINDOW_SIZE, Integer.MAX_VALUE)),
                fault(
                        ErrorCode.FLOW_CONTROL_ERROR,
                        "the setting INITIAL_WINDOW_SIZE with the value 2147483648",
                        f -> f.settings(Setting.INITIAL_WINDOW_SIZE, Integer.MIN_VALUE)),
                fault(
                        ErrorCode.PROTOCOL_ERROR,
                        "the setting MAX_FRAME_SIZE with the value 16383",
                        f -> f.settings(Setting.MAX_FRAME_SIZE, 16_383)),
                fault(
                        ErrorCode.PROTOCOL_ERROR,
                        "the setting MAX_FRAME_SIZE with the value 16777216",
                        f -> f.settings(Setting.MAX_FRAME_SIZE, 1 << 24)),
                fault(
                        ErrorCode.PROTOCOL_ERROR,
                        "the setting ENABLE_PUSH with the value 1",
                        f -> f.settings(Setting.ENABLE_PUSH, 1)),
                fault(ErrorCode.FRAME_SIZE_ERROR, "a DATA frame of 16385 bytes", f -> f.header(16_385, 0, 0, 1)),
                fault(ErrorCode.ENHANCE_YOUR_CALM, "a field block of more than 128 CONTINUATION frames", f -> {
                    f.frame(FrameType.HEADERS, 0, 1, "88");
                    for (int i = 0; i < 129; i++) {
                        f.frame(FrameType.CONTINUATION, 0, 1, "");
                    }
                }),
                fault(
                        ErrorCode.ENHANCE_YOUR_CALM,
                        "a field block of at least 278529 bytes on stream 1; at most 278528",
                        f -> {
                            f.frame(FrameType.HEADERS, 0, 1, "88");
                            for (int i = 0; i < 18; i++) {
                                f.frame(9, 0, 1, new byte[16_384]);
                            }
                        }),
                flood("PING frames: more than 1000", 1_001, f -> f.ping(1, false)),
                flood("PING frames: more than 1000", 1_001, f -> f.ping(1, true)),
                flood("SETTINGS frames: more than 100", 101, Frames::settings),
                flood("SETTINGS frames: more than 100", 101, Frames::settingsAck),
                flood("DATA frames without content: more than 1000", 1_001, f -> f.data(3, false, "")),
                flood("WINDOW_UPDATE frames: more than 1000", 1_001, f -> f.windowUpdate(1, 1)),
                flood("WINDOW_UPDATE frames: more than 1000", 1_001, f -> f.windowUpdate(0, 1)),
                flood("GOAWAY frames: more than 100", 101, f -> f.goAway(5, ErrorCode.NO_ERROR, "")),
                flood("PRIORITY frames: more than 100", 101, f -> f.frame(FrameType.PRIORITY, 0, 99, "0000000000")),
                flood("frames that mean nothing: more than 1000", 1_001, f -> f.frame(99, 0, 0, new byte[0])),
                flood(
                        "RST_STREAM frames for closed streams: more than 1000",
                        1_002,
                        f -> f.rstStream(1, ErrorCode.CANCEL)));
    }

    private static Arguments flood(String words, int times, Consumer<Frames> frame) {
        return fault(ErrorCode.ENHANCE_YOUR_CALM, "a flood of " + words, f -> {
            for (int i = 0; i < times; i++) {
                frame.accept(f);
            }
        });
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("faultsOfTheConnection")
    void aFaultOfTheConnectionEndsIt(ErrorCode code, String words, Consumer<Frames> what) throws Http2Exception {
        openStreams();
        List<Http2Stream> open = List.of(wire.streams.connection.streams.all());
        wire.sent();
        what.accept(wire.server);

        assertThatThrownBy(wire::speak)
                .isInstanceOfSatisfying(
                        Http2Exception.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words)
                .hasMessageEndingWith("(" + code + ")");
        assertThat(wire.sent()).endsWith("GOAWAY 0 0 " + code);
        assertThat(wire.streams.active()).isZero();
        assertThat(open).allMatch(stream -> stream.isWhole() || stream.failure() != null);
        wire.server.ping(1, false);
        wire.speak();
        assertThat(wire.sent()).as("sent after the end").isEmpty();
    }

    @Test
    void moreThanTheConnectionsWindowEndsIt() throws Http2Exception {
        wire.get();
        wire.server.headers(1, false, ":status", "200").data(1, true, "a");
        wire.speak();
        wire.streams.connection.receiveWindow.receive(65_000, 0);
        wire.server.data(1, false, "a".repeat(535));

        assertThatThrownBy(() -> {
                    byte[] bytes = wire.server.take();
                    wire.streams.receive(bytes, 0, bytes.length, wire.now);
                })
                .hasMessage("a DATA frame of 535 bytes where the connection's window was 534 (FLOW_CONTROL_ERROR)");
    }

    @Nested
    class WhatIsNoFlood {
        @Test
        void isAsManyAsAreAllowedEachSecond() {
            assertThatCode(() -> {
                        for (int second = 0; second < 60; second++) {
                            for (int i = 0; i < Flood.PING.perSecond; i++) {
                                wire.server.ping(i, false);
                            }
                            wire.speak();
                            wire.now += TimeUnit.SECONDS.toNanos(1);
                        }
                    })
                    .doesNotThrowAnyException();
        }

        @Test
        void isAWindowUpdateForWhatWeSent() throws Http2Exception {
            Http2Stream stream = wire.post();
            for (int i = 0; i < 5_000; i++) {
                assertThat(wire.send(stream, "a", false)).isEqualTo(1);
                wire.server.windowUpdate(1, 1).windowUpdate(0, 1);
                wire.speak();
            }

            assertThat(stream.failure()).isNull();
        }

        @Test
        void isWhatComesAfterAnother() throws Http2Exception {
            for (int i = 0; i < Flood.PING.burst; i++) {
                wire.server.ping(i, false);
            }
            wire.speak();
            wire.now += Flood.PING.intervalNanos();
            wire.server.ping(1, false);
            wire.speak();
            wire.server.ping(1, false);

            assertThatThrownBy(wire::speak).isInstanceOf(Http2Exception.class);
        }
    }

    @Test
    void headersOnResetStreamsAreCounted() throws Http2Exception {
        wire.streams.reset(wire.get(), ErrorCode.CANCEL, wire.now);
        for (int i = 0; i < Flood.LATE_HEADERS.burst; i++) {
            wire.server.headers(1, false, ":status", "200");
        }
        wire.speak();
        wire.server.headers(1, false, ":status", "200");

        assertThatThrownBy(wire::speak).hasMessageContaining("a flood of HEADERS frames on streams that were reset");
    }
}
