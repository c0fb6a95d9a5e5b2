package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who sends, on a transport that callers may use. */
class TrafficTest {
    private static final int CALLERS = 12;

    private final Conversation server;
    private final Traffic traffic;

    TrafficTest() throws Http2Exception {
        server = Conversation.begun();
        traffic = new Traffic(server.streams, true);
    }

    /** A caller leaves a request; returns what he is to do for that. */
    private int leave() {
        server.streams.open(Conversation.GET, true, Conversation.NOBODY);
        return traffic.rouse() & (Traffic.SEND | Traffic.SEND_SOON);
    }

    /** The one whose turn it is sends all; returns how many requests that were. */
    private int send() {
        int queued = server.streams.queued();
        WireBuffer output = traffic.takeOutput();
        assertThat(traffic.sent(output, null, true, true)).isFalse();
        return queued;
    }

    @Test
    void aCallerWhoIsAloneSendsAtOnce() {
        assertThat(leave()).isEqualTo(Traffic.SEND);
        assertThat(send()).isEqualTo(1);
        assertThat(leave()).isEqualTo(Traffic.SEND);
    }

    @Nested
    class InACrowd {
        @BeforeEach
        void gather() {
            for (int i = 0; i < CALLERS; i++) {
                assertThat(leave()).isEqualTo(Traffic.SEND);
                send();
            }
            traffic.wantReader();
            assertThat(traffic.rouse() & Traffic.START_READER).isNotZero();
        }

        @Test
        void theFirstYieldsToOthersBeforeHeSendsForAll() {
            assertThat(leave()).isEqualTo(Traffic.SEND_SOON);
            assertThat(leave()).isZero();

            traffic.keepPromise();

            assertThat(traffic.rouse() & (Traffic.SEND | Traffic.SEND_SOON)).isEqualTo(Traffic.SEND);
            assertThat(send()).isEqualTo(2);
            assertThat(leave()).isEqualTo(Traffic.SEND_SOON);
        }

        @Test
        void oneWhoFindsManySendsThem() {
            int left = 1;
            int due = leave();
            while (due != Traffic.SEND) {
                due = leave();
                left++;
            }

            assertThat(left).isBetween(3, CALLERS / 2);
            assertThat(send()).isEqualTo(left);
        }

        @Test
        void aPromiseThatIsKeptByAnotherIsForgotten() {
            assertThat(leave()).isEqualTo(Traffic.SEND_SOON);
            while (leave() != Traffic.SEND) {
                assertThat(traffic.isOpen()).isTrue();
            }
            send();

            traffic.keepPromise();

            assertThat(traffic.rouse() & (Traffic.SEND | Traffic.SEND_SOON)).isZero();
            assertThat(leave()).isEqualTo(Traffic.SEND_SOON);
        }

        @Test
        void whatIsNoRequestIsSentAtOnce() {
            assertThat(server.streams.ping(1)).isTrue();

            assertThat(traffic.rouse() & (Traffic.SEND | Traffic.SEND_SOON)).isEqualTo(Traffic.SEND);
        }
    }
}
