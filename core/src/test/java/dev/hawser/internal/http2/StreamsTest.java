package dev.hawser.internal.http2;

import static dev.hawser.internal.http2.Conversation.GET;
import static dev.hawser.internal.http2.Conversation.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Headers;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.ResponseLimits;
import dev.hawser.internal.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StreamsTest {
    private Conversation wire = new Conversation(LocalSettings.DEFAULT);

    @BeforeEach
    void begin() throws Http2Exception {
        wire = Conversation.begun();
    }

    @Nested
    class ThePreface {
        private final Conversation fresh = new Conversation(LocalSettings.DEFAULT);

        @Test
        void tellsOurSettingsAndEnlargesTheConnectionsWindow() {
            assertThat(fresh.sent())
                    .containsExactly(
                            "SETTINGS 0 000100001000" + "000200000000" + "000400400000" + "000600040000",
                            "WINDOW_UPDATE 0 +" + ((16 << 20) - 65_535));
        }

        @Test
        void isAnsweredBySettingsThatAreAcknowledged() throws Http2Exception {
            fresh.sent();
            fresh.server.settings(Setting.MAX_CONCURRENT_STREAMS, 7, 99, 1).settingsAck();
            fresh.speak();

            assertThat(fresh.sent()).containsExactly("SETTINGS 0 ack");
            assertThat(fresh.streams.capacity()).isEqualTo(7);
            assertThat(fresh.streams.takeEvents())
                    .containsExactly(
                            new ConnectionEvent.CapacityChanged(7), new ConnectionEvent.SettingsAcknowledged());
            assertThat(fresh.streams.takeEvents()).isEmpty();
        }

        @Test
        void leavesTheNumberOfStreamsOpenUntilItIsTold() throws Http2Exception {
            assertThat(fresh.streams.capacity()).isEqualTo(100);
            assertThat(fresh.streams.settingsReceived()).isFalse();
            fresh.server.settings();
            fresh.speak();

            assertThat(fresh.streams.capacity()).isEqualTo(Integer.MAX_VALUE);
            assertThat(fresh.streams.settingsReceived()).isTrue();
        }

        @Test
        void mustBeAcknowledgedInTime() throws Exception {
            fresh.sent();
            assertThat(fresh.streams.check(fresh.now)).isEqualTo(TimeUnit.SECONDS.toNanos(10));
            assertThatThrownBy(() -> fresh.streams.check(fresh.now + TimeUnit.SECONDS.toNanos(10)))
                    .isInstanceOf(Http2Exception.class)
                    .hasMessage("our settings were not acknowledged within 10000 ms (SETTINGS_TIMEOUT)");
            assertThat(fresh.sent()).containsExactly("GOAWAY 0 0 SETTINGS_TIMEOUT");
            assertThat(wire.streams.check(wire.now + TimeUnit.SECONDS.toNanos(99)))
                    .isEqualTo(Streams.NOTHING_DUE);
        }
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

    @Nested
    class WhatIsReceived {
        private Http2Stream stream = wire.get();

        @BeforeEach
        void head() throws Http2Exception {
            wire = Conversation.begun();
            stream = wire.get();
            wire.server.headers(1, false, ":status", "200");
            wire.speak();
        }

        @Test
        void isGrantedAgainWhenHalfTheWindowIsRead() throws Http2Exception {
            wire.server.data(1, false, "a".repeat(100));
            wire.speak();
            assertThat(wire.sent()).isEmpty();

            wire.streams.read(stream, new byte[49], 0, 49);
            assertThat(wire.sent()).isEmpty();
            wire.streams.read(stream, new byte[1], 0, 1);
            assertThat(wire.sent()).containsExactly("WINDOW_UPDATE 1 +50");
        }

        @Test
        void isNotGrantedAgainOnceTheResponseIsWhole() throws Http2Exception {
            wire.server.data(1, true, "a".repeat(100));
            wire.speak();

            assertThat(wire.read(stream)).hasSize(100);
            assertThat(wire.sent()).isEmpty();
        }

        @Test
        void byOneWhoDoesNotReadLeavesTheOthersTheirRoom() throws Http2Exception {
            Conversation large = Conversation.begun(60_000);
            large.get();
            Http2Stream other = large.get();
            large.server.headers(1, false, ":status", "200").headers(3, false, ":status", "200");
            for (int i = 0; i < 4; i++) {
                large.server.data(1, false, new byte[15_000]);
            }
            large.speak();
            assertThat(large.sent()).containsExactly("WINDOW_UPDATE 0 +45000");

            for (int i = 0; i < 20; i++) {
                large.server.data(3, false, new byte[15_000]);
                large.speak();
                assertThat(large.read(other)).hasSize(15_000);
            }
            assertThat(large.sent()).contains("WINDOW_UPDATE 3 +30000", "WINDOW_UPDATE 0 +45000");
        }

        @Test
        void ofPaddingIsGrantedAgainAtOnce() throws Http2Exception {
            wire.server.frame(FrameType.DATA, 8, 1, "31" + "00".repeat(49));
            wire.speak();

            assertThat(wire.sent()).containsExactly("WINDOW_UPDATE 1 +50");
            assertThat(stream.available()).isZero();
        }

        @Test
        void mayFillTheDefaultWindowBeforeOurSettingsAreAcknowledged() throws Http2Exception {
            Conversation early = new Conversation(Conversation.local(100));
            early.server.settings();
            early.speak();
            early.get();
            early.server
                    .headers(1, false, ":status", "200")
                    .data(1, false, new byte[10_000])
                    .settingsAck();
            early.speak();
            assertThat(early.streams.active()).isEqualTo(1);
            early.server.data(1, false, "a");
            early.speak();

            assertThat(early.sent()).endsWith("RST_STREAM 1 FLOW_CONTROL_ERROR");
        }

        @Test
        void comesOutAsItWentInHoweverItIsRead() throws Http2Exception {
            Conversation large = Conversation.begun(1_000);
            Http2Stream turning = large.get();
            large.server.headers(1, false, ":status", "200");
            StringBuilder all = new StringBuilder();
            StringBuilder read = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                String text = "x".repeat(i % 37) + i;
                large.server.data(1, false, text);
                large.speak();
                all.append(text);
                byte[] into = new byte[turning.available() > 200 ? turning.available() : i % 23];
                int count = large.streams.read(turning, into, 0, into.length);
                read.append(new String(into, 0, count, StandardCharsets.UTF_8));
            }

            assertThat(read + large.read(turning)).isEqualTo(all.toString());
        }
    }

    @Nested
    class WhatIsSent {
        @Test
        void staysWithinTheWindowOfTheStream() throws Http2Exception {
            wire.server.settings(Setting.INITIAL_WINDOW_SIZE, 10);
            wire.speak();
            Http2Stream stream = wire.post();

            assertThat(wire.send(stream, "a".repeat(16), true)).isEqualTo(10);
            assertThat(wire.sent()).containsExactly("DATA 1 \"aaaaaaaaaa\"");
            wire.server.windowUpdate(1, 5);
            wire.speak();
            assertThat(wire.news()).isEqualTo(1);
            assertThat(wire.send(stream, "bbbbbb", true)).isEqualTo(5);
            wire.server.windowUpdate(1, 5);
            wire.speak();
            assertThat(wire.send(stream, "b", true)).isEqualTo(1);
            assertThat(wire.sent()).containsExactly("DATA 1 \"bbbbb\"", "DATA 1 END \"b\"");
        }

        @Test
        void staysWithinTheWindowOfTheConnection() throws Http2Exception {
            wire.server.settings(Setting.INITIAL_WINDOW_SIZE, 1_000_000);
            wire.speak();
            Http2Stream one = wire.post();
            Http2Stream two = wire.post();

            assertThat(wire.send(one, "a".repeat(70_000), false)).isEqualTo(65_535);
            assertThat(wire.frames()).hasSize(4).allMatch(frame -> frame.payload().length <= 16_384);
            assertThat(wire.send(two, "a", true)).isZero();
            assertThat(wire.sent()).isEmpty();
            wire.server.windowUpdate(0, 1);
            wire.speak();
            assertThat(wire.news()).isEqualTo(2);
            assertThat(wire.send(two, "a", true)).isEqualTo(1);
        }

        @Test
        void canEndWithoutAWindow() throws Http2Exception {
            wire.server.settings(Setting.INITIAL_WINDOW_SIZE, 0);
            wire.speak();
            Http2Stream stream = wire.post();

            assertThat(wire.send(stream, "", true)).isZero();
            assertThat(wire.sent()).containsExactly("DATA 1 END \"\"");
        }

        @Test
        void canEndWhileItsWindowIsNegative() throws Http2Exception {
            Http2Stream stream = wire.post();
            wire.send(stream, "a".repeat(60), false);
            wire.server.settings(Setting.INITIAL_WINDOW_SIZE, 50);
            wire.speak();
            wire.sent();
            wire.send(stream, "", true);

            assertThat(wire.sent()).containsExactly("DATA 1 END \"\"");
        }

        @Test
        void waitsWhileAChangedWindowIsNegative() throws Http2Exception {
            Http2Stream stream = wire.post();
            wire.send(stream, "a".repeat(60), false);
            wire.server.settings(Setting.INITIAL_WINDOW_SIZE, 50);
            wire.speak();
            wire.sent();

            assertThat(wire.send(stream, "b", false)).isZero();
            wire.server.windowUpdate(1, 10);
            wire.speak();
            assertThat(wire.news()).isZero();
            assertThat(wire.send(stream, "b", false)).isZero();
            wire.server.settings(Setting.INITIAL_WINDOW_SIZE, 51);
            wire.speak();
            assertThat(wire.news()).isEqualTo(1);
            assertThat(wire.send(stream, "bb", false)).isEqualTo(1);
        }
    }

    @Nested
    class AStreamThatIsGivenUp {
        @Test
        void isResetAndFreesItsPlace() {
            Http2Stream stream = wire.get();
            wire.streams.reset(stream, ErrorCode.CANCEL, wire.now);

            assertThat(wire.sent()).containsExactly("RST_STREAM 1 CANCEL");
            assertThat(wire.streams.active()).isZero();
            assertThat(stream.failure())
                    .isEqualTo(new StreamFailure(ErrorCode.CANCEL, false, "stream 1 was reset here with CANCEL"));
            wire.streams.reset(stream, ErrorCode.CANCEL, wire.now);
            assertThat(wire.sent()).isEmpty();
        }

        @Test
        void mayStillGetWhatWasOnItsWay() throws Http2Exception {
            wire.streams.reset(wire.get(), ErrorCode.CANCEL, wire.now);
            wire.sent();
            wire.server
                    .headers(1, false, ":status", "200", "x", "y")
                    .headers(1, false, ":status", "200", "x", "y")
                    .data(1, false, "late")
                    .windowUpdate(1, 5)
                    .rstStream(1, ErrorCode.NO_ERROR);
            wire.speak();
            Http2Stream next = wire.get();
            wire.server.headers(3, true, ":status", "200", "x", "y");
            wire.speak();

            assertThat(Objects.requireNonNull(next.takeHead()).headers().get("x"))
                    .isEqualTo("y");
            assertThat(wire.sent()).isEmpty();
        }

        @Test
        void mayBeWithinAFrameThatComesInPieces() throws Http2Exception {
            Http2Stream stream = wire.get();
            byte[] frames = wire.server
                    .headers(1, false, ":status", "200", "content-length", "1")
                    .data(1, true, "abcd")
                    .take();
            Http2Stream other = wire.get();
            wire.streams.receive(frames, 0, frames.length - 4, wire.now);
            wire.streams.reset(stream, ErrorCode.CANCEL, wire.now);
            wire.streams.receive(frames, frames.length - 4, frames.length, wire.now);
            wire.server.headers(3, true, ":status", "200");
            wire.speak();

            assertThat(wire.sent()).containsExactly("RST_STREAM 1 CANCEL");
            assertThat(stream.available()).isZero();
            assertThat(other.isWhole()).isTrue();
        }

        @Test
        void getsNothingAfterAWhile() throws Http2Exception {
            wire.streams.reset(wire.get(), ErrorCode.CANCEL, wire.now);
            wire.now += RecentResets.TOLERANCE_NANOS;
            wire.server.data(1, false, "late");

            assertThatThrownBy(wire::speak).hasMessage("a DATA frame on stream 1, which is closed (STREAM_CLOSED)");
        }

        @Test
        void isToleratedThoughManyWereResetAfterIt() throws Http2Exception {
            for (int i = 0; i < 200; i++) {
                wire.streams.reset(wire.get(), ErrorCode.CANCEL, wire.now);
            }
            wire.server.data(1, false, "late");
            wire.speak();
            wire.now += RecentResets.TOLERANCE_NANOS;
            wire.server.data(1, false, "late");

            assertThatThrownBy(wire::speak).isInstanceOf(Http2Exception.class);
        }
    }

    @Nested
    class AServer {
        @Test
        void thatResetsAStreamIsNamed() throws Http2Exception {
            Http2Stream stream = wire.get();
            wire.server
                    .headers(1, false, ":status", "200")
                    .data(1, false, "abc")
                    .rstStream(1, ErrorCode.INTERNAL_ERROR);
            wire.speak();

            assertThat(wire.read(stream)).isEqualTo("abc");
            assertThat(wire.streams.read(stream, new byte[1], 0, 1)).isZero();
            assertThat(stream.failure())
                    .isEqualTo(new StreamFailure(
                            ErrorCode.INTERNAL_ERROR,
                            false,
                            "the server reset stream 1 with INTERNAL_ERROR, after 3 bytes of the response's content"));
            assertThat(wire.sent()).isEmpty();
        }

        @Test
        void thatRefusesAStreamHasDoneNothing() throws Http2Exception {
            Http2Stream refused = wire.get();
            Http2Stream late = wire.get();
            wire.server
                    .rstStream(1, ErrorCode.REFUSED_STREAM)
                    .headers(3, false, ":status", "100")
                    .rstStream(3, ErrorCode.REFUSED_STREAM);
            wire.speak();

            assertThat(Objects.requireNonNull(refused.failure()).unprocessed()).isTrue();
            assertThat(Objects.requireNonNull(late.failure()).unprocessed()).isFalse();
        }

        @Test
        void thatGoesAwayHasSeenToNoLaterStream() throws Http2Exception {
            Http2Stream one = wire.get();
            Http2Stream three = wire.get();
            Http2Stream five = wire.get();
            wire.server.goAway(3, ErrorCode.NO_ERROR, "restart");
            wire.speak();

            assertThat(wire.streams.takeEvents())
                    .containsExactly(new ConnectionEvent.GoingAway(3, ErrorCode.NO_ERROR, "restart"));
            assertThat(one.failure()).isNull();
            assertThat(three.failure()).isNull();
            assertThat(five.failure())
                    .isEqualTo(new StreamFailure(
                            ErrorCode.NO_ERROR,
                            true,
                            "the server went away with NO_ERROR (restart), and saw to no stream after 3; this is 5"));
            assertThat(wire.streams.refusal(GET)).isEqualTo(StreamRefusal.GOING_AWAY);
            assertThat(wire.streams.active()).isEqualTo(2);
            wire.server.headers(1, true, ":status", "200").headers(3, true, ":status", "200");
            wire.speak();
            assertThat(wire.streams.active()).isZero();
        }

        @Test
        void mayGoAwayInTwoSteps() throws Http2Exception {
            Http2Stream one = wire.get();
            Http2Stream three = wire.get();
            wire.server.goAway(Integer.MAX_VALUE, ErrorCode.NO_ERROR, "");
            wire.speak();
            assertThat(three.failure()).isNull();
            wire.server.goAway(1, ErrorCode.NO_ERROR, "").goAway(3, ErrorCode.NO_ERROR, "");
            wire.speak();

            assertThat(wire.streams.takeEvents()).hasSize(2);
            assertThat(one.failure()).isNull();
            assertThat(Objects.requireNonNull(three.failure()).unprocessed()).isTrue();
        }

        @Test
        void getsItsPingAnswered() throws Http2Exception {
            wire.server.ping(0x1122334455667788L, false);
            wire.speak();

            assertThat(wire.sent()).containsExactly("PING 0 ack 1122334455667788");
        }

        @Test
        void answersOurPing() throws Http2Exception {
            assertThat(wire.streams.ping(7)).isTrue();
            assertThat(wire.streams.ping(8)).isTrue();
            assertThat(wire.sent()).containsExactly("PING 0 0000000000000007", "PING 0 0000000000000008");
            assertThat(wire.streams.pingsUnanswered()).isEqualTo(2);
            wire.server.ping(9, true).ping(8, true);
            wire.speak();

            assertThat(wire.streams.takeEvents()).containsExactly(new ConnectionEvent.PingAnswered(8));
            assertThat(wire.streams.pingsUnanswered()).isZero();
        }

        @Test
        void thatDoesNotAnswerGetsFewPings() {
            for (int i = 0; i < Pings.MOST; i++) {
                assertThat(wire.streams.ping(i)).isTrue();
            }

            assertThat(wire.streams.ping(99)).isFalse();
        }

        @Test
        void mayMakeItsTableSmaller() throws Http2Exception {
            wire.server.settings(Setting.HEADER_TABLE_SIZE, 0);
            wire.speak();
            wire.sent();
            wire.streams.open(GET, true, NOBODY);

            assertThat(wire.frames().get(0).payload()[0]).isEqualTo((byte) 0x20);
        }
    }

    @Test
    void anEndedConnectionFailsAllStreams() {
        Http2Stream stream = wire.get();
        wire.streams.closed("the connection was reset");

        assertThat(stream.failure())
                .isEqualTo(new StreamFailure(ErrorCode.NO_ERROR, false, "the connection was reset"));
        assertThat(wire.streams.refusal(GET)).isEqualTo(StreamRefusal.CLOSED);
        assertThat(wire.news()).isEqualTo(1);
    }

    @Test
    void ourGoAwayLeavesOpenStreamsAlone() throws Http2Exception {
        Http2Stream stream = wire.get();
        wire.streams.goAway(ErrorCode.NO_ERROR, "");

        assertThat(wire.sent()).containsExactly("GOAWAY 0 0 NO_ERROR");
        assertThat(wire.streams.refusal(GET)).isEqualTo(StreamRefusal.GOING_AWAY);
        wire.server.headers(1, true, ":status", "200");
        wire.speak();
        assertThat(stream.isWhole()).isTrue();
    }

    @Test
    void limitsOfAHeadAreThoseThatWereGiven() throws Http2Exception {
        LocalSettings tight = new LocalSettings(
                100, 65_535, ResponseLimits.DEFAULT.withHeadBytes(100).withFieldCount(2), 4096, 1, 0);
        Conversation strict = new Conversation(tight);
        strict.server.settings();
        strict.speak();
        Http2Stream fits = strict.get();
        Http2Stream tooMany = strict.get();
        Http2Stream tooLarge = strict.get();
        strict.server
                .headers(1, true, ":status", "200", "a", "1")
                .headers(5, true, ":status", "200", "a", "1".repeat(60))
                .headers(3, true, ":status", "200", "a", "", "b", "");
        strict.speak();

        assertThat(fits.failure()).isNull();
        assertThat(Objects.requireNonNull(tooLarge.failure()).what())
                .isEqualTo("the response has fields of 135 bytes (limit headBytes: 100), on stream 5");
        assertThat(Objects.requireNonNull(tooMany.failure()).what()).contains("limit headBytes: 100");
    }
}
