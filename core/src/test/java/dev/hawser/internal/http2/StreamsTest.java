package dev.hawser.internal.http2;

import static dev.hawser.internal.http2.Conversation.GET;
import static dev.hawser.internal.http2.Conversation.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Http2Windows;
import dev.hawser.ResponseLimits;
import dev.hawser.internal.http.Http11RequiredException;
import dev.hawser.internal.http2.StreamFailure.Kind;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The beginning of a connection, streams that are given up, and what a server says of the connection. */
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
                            "SETTINGS 0 000100001000" + "000200000000" + "000400040000" + "000600040000",
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
    class AStreamThatIsGivenUp {
        @Test
        void isResetAndFreesItsPlace() {
            Http2Stream stream = wire.get();
            wire.streams.reset(stream, ErrorCode.CANCEL, wire.now);

            assertThat(wire.sent()).containsExactly("RST_STREAM 1 CANCEL");
            assertThat(wire.streams.active()).isZero();
            assertThat(stream.failure())
                    .isEqualTo(
                            new StreamFailure(ErrorCode.CANCEL, Kind.GIVEN_UP, "stream 1 was reset here with CANCEL"));
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
        void thatWasWholeIsNoMoreWhenWhatIsUnreadIsGivenUp() throws Exception {
            Http2Stream stream = wire.post();
            wire.server.headers(1, false, ":status", "200").data(1, true, "hello");
            wire.speak();
            byte[] into = new byte[2];
            assertThat(wire.streams.read(stream, into, 0, 2)).isEqualTo(2);

            wire.streams.reset(stream, ErrorCode.CANCEL, wire.now);

            assertThat(wire.streams.read(stream, into, 0, 2)).isZero();
            assertThat(stream.failure()).isNotNull();
        }

        @Test
        void thatIsCompleteKeepsWhatIsUnread() throws Exception {
            Http2Stream stream = wire.get();
            wire.server.headers(1, false, ":status", "200").data(1, true, "hello");
            wire.speak();

            wire.streams.reset(stream, ErrorCode.CANCEL, wire.now);

            assertThat(stream.complete).isTrue();
            assertThat(Streams.take(stream, new byte[9], 0, 9)).isEqualTo(5);
            assertThat(Streams.take(stream, new byte[9], 0, 9)).isEqualTo(Streams.END);
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
                            Kind.GIVEN_UP,
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

            assertThat(Objects.requireNonNull(refused.failure()).kind()).isEqualTo(Kind.UNPROCESSED);
            assertThat(Objects.requireNonNull(late.failure()).kind()).isEqualTo(Kind.GIVEN_UP);
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
                            Kind.UNPROCESSED,
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
            assertThat(Objects.requireNonNull(three.failure()).kind()).isEqualTo(Kind.UNPROCESSED);
        }

        @Test
        void mayWantHttp11OfAStreamOrOfAllThatItDidNotSeeTo() throws Http2Exception {
            Http2Stream one = wire.get();
            Http2Stream three = wire.get();
            Http2Stream five = wire.get();
            wire.server.headers(3, false, ":status", "200");
            wire.server.rstStream(1, ErrorCode.HTTP_1_1_REQUIRED).rstStream(3, ErrorCode.HTTP_1_1_REQUIRED);
            wire.server.goAway(3, ErrorCode.HTTP_1_1_REQUIRED, "");
            wire.speak();

            assertThat(one.exception("peer", null)).isInstanceOf(Http11RequiredException.class);
            assertThat(Objects.requireNonNull(one.failure()).kind()).isEqualTo(Kind.GIVEN_UP);
            assertThat(three.exception("peer", null))
                    .isNotInstanceOf(Http11RequiredException.class)
                    .hasMessageContaining("HTTP_1_1_REQUIRED");
            assertThat(five.exception("peer", null)).isInstanceOf(Http11RequiredException.class);
            assertThat(Objects.requireNonNull(five.failure()).kind()).isEqualTo(Kind.UNPROCESSED);
            StreamRefusal refusal = Objects.requireNonNull(wire.streams.refusal(GET));
            assertThat(refusal).isEqualTo(StreamRefusal.HTTP_1_1_REQUIRED);
            assertThat(refusal.exception("peer", wire.streams, null)).isInstanceOf(Http11RequiredException.class);
            wire.streams.closed("gone");
            assertThat(wire.streams.refusal(GET)).isEqualTo(StreamRefusal.HTTP_1_1_REQUIRED);
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
                .isEqualTo(new StreamFailure(ErrorCode.NO_ERROR, Kind.GIVEN_UP, "the connection was reset"));
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
                new Http2Windows(100, 65_535),
                ResponseLimits.DEFAULT.withHeadBytes(100).withFieldCount(2),
                4096,
                1,
                0);
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
