package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private final Conversation wire = begun();

    private static Conversation begun() {
        try {
            return Conversation.begun();
        } catch (Http2Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The server answers all PINGs that were sent; returns how many. */
    private int answerAll(Heartbeat heartbeat) throws Http2Exception {
        int count = 0;
        for (SentFrame frame : wire.frames()) {
            if (frame.type() == FrameType.PING) {
                wire.server.frame(FrameType.PING.number, FrameType.ACK, 0, frame.payload());
                count++;
            }
        }
        wire.speak();
        for (ConnectionEvent event : wire.streams.takeEvents()) {
            if (event instanceof ConnectionEvent.PingAnswered answered) {
                heartbeat.answered(answered.opaque());
            }
        }
        return count;
    }

    @Nested
    class WithAnInterval {
        private final Heartbeat heartbeat = new Heartbeat(1_000, 0);

        @Test
        void asksAtEachInterval() throws Http2Exception {
            assertThat(heartbeat.left(0)).isEqualTo(1_000);
            assertThat(heartbeat.beat(wire.streams, 999)).isNull();
            assertThat(answerAll(heartbeat)).isZero();

            assertThat(heartbeat.beat(wire.streams, 1_000)).isNull();
            assertThat(answerAll(heartbeat)).isEqualTo(1);
            assertThat(heartbeat.left(1_000)).isEqualTo(1_000);
            assertThat(heartbeat.beat(wire.streams, 2_100)).isNull();
            assertThat(answerAll(heartbeat)).isEqualTo(1);
            assertThat(heartbeat.left(2_100)).isEqualTo(1_000);
        }

        @Test
        void aServerThatDoesNotAnswerUntilTheNextIsGone() {
            assertThat(heartbeat.beat(wire.streams, 1_000)).isNull();
            assertThat(heartbeat.beat(wire.streams, 1_999)).isNull();

            assertThat(Objects.requireNonNull(heartbeat.beat(wire.streams, 2_000)))
                    .hasMessageContaining("did not answer a PING");
        }
    }

    @Nested
    class WithoutAnInterval {
        private final Heartbeat heartbeat = new Heartbeat(0, 0);

        @Test
        void nothingIsAskedOrDue() throws Http2Exception {
            assertThat(heartbeat.left(0)).isEqualTo(Streams.NOTHING_DUE);
            assertThat(heartbeat.beat(wire.streams, Long.MAX_VALUE / 2)).isNull();
            assertThat(answerAll(heartbeat)).isZero();
        }

        @Test
        void aServerIsSuspectedUntilItAnswers() throws Http2Exception {
            heartbeat.suspect(wire.streams, 5);
            heartbeat.suspect(wire.streams, 6);
            assertThat(heartbeat.isSuspected()).isTrue();

            assertThat(answerAll(heartbeat)).isEqualTo(1);

            assertThat(heartbeat.isSuspected()).isFalse();
            assertThat(heartbeat.left(7)).isEqualTo(Streams.NOTHING_DUE);
        }

        @Test
        void aSuspectedServerThatSaysNothingIsGone() {
            heartbeat.suspect(wire.streams, 0);
            heartbeat.heard(TimeUnit.SECONDS.toNanos(3));
            long end = TimeUnit.SECONDS.toNanos(3) + Heartbeat.SILENCE_NANOS;

            assertThat(heartbeat.left(0)).isEqualTo(end);
            assertThat(heartbeat.beat(wire.streams, end - 1)).isNull();
            assertThat(Objects.requireNonNull(heartbeat.beat(wire.streams, end)))
                    .hasMessageContaining("said nothing for 10000 ms");
        }
    }
}
