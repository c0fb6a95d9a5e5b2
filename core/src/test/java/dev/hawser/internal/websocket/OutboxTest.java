package dev.hawser.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final Outbox outbox = new Outbox(10);

    private static Outgoing text(int bytes) {
        return new Outgoing(Opcode.TEXT, new byte[bytes]);
    }

    private List<Opcode> all() {
        List<Opcode> all = new ArrayList<>();
        for (Outgoing next = outbox.next(); next != null; next = outbox.next()) {
            all.add(next.opcode());
            outbox.left(next);
        }
        return all;
    }

    @Test
    void pongsAndPingsComeFirstAndCloseLast() {
        outbox.offer(text(1));
        outbox.close(new byte[2]);
        outbox.ping();
        outbox.pong(new byte[1]);

        assertThat(all()).containsExactly(Opcode.PONG, Opcode.PING, Opcode.TEXT, Opcode.CLOSE);
    }

    @Test
    void theLastPongAnswersForAll() {
        outbox.pong(new byte[] {1});
        outbox.pong(new byte[] {2});

        Outgoing pong = outbox.next();
        assertThat(pong).isNotNull();
        assertThat(pong.payload()).containsExactly(2);
        assertThat(outbox.next()).isNull();
    }

    @Nested
    class Bytes {
        @Test
        void countUntilTheyHaveLeft() {
            outbox.offer(text(4));
            Outgoing next = Objects.requireNonNull(outbox.next());
            assertThat(outbox.queuedBytes()).isEqualTo(4);
            assertThat(outbox.hasLeft(1)).isFalse();

            outbox.left(next);
            assertThat(outbox.queuedBytes()).isZero();
            assertThat(outbox.hasLeft(1)).isTrue();
        }

        @Test
        void haveRoomUpToTheLimit() {
            outbox.offer(text(4));

            assertThat(outbox.hasRoom(6)).isTrue();
            assertThat(outbox.hasRoom(7)).isFalse();
            assertThatThrownBy(() -> outbox.offer(text(7))).isInstanceOf(IllegalStateException.class);
        }
    }

    @Nested
    class Closing {
        @Test
        void takesInNothingMore() {
            outbox.close(new byte[2]);

            assertThat(outbox.isClosing()).isTrue();
            assertThatThrownBy(() -> outbox.offer(text(1))).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> outbox.close(new byte[2])).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void sendsNothingBehindClose() {
            outbox.close(new byte[2]);
            assertThat(all()).containsExactly(Opcode.CLOSE);

            outbox.pong(new byte[1]);
            outbox.ping();
            assertThat(all()).isEmpty();
        }

        @Test
        void atOnceDropsWhatWaits() {
            outbox.offer(text(4));
            outbox.close(new byte[] {3, (byte) 0xe8});
            outbox.closeAtOnce(new byte[] {3, (byte) 0xea});

            assertThat(outbox.queuedBytes()).isZero();
            Outgoing close = outbox.next();
            assertThat(close).isNotNull();
            assertThat(close.payload()).containsExactly(3, 0xea);
            assertThat(outbox.next()).isNull();
        }

        @Test
        void atOnceDoesNothingOnceCloseHasGone() {
            outbox.close(new byte[] {3, (byte) 0xe8});
            assertThat(all()).containsExactly(Opcode.CLOSE);
            outbox.closeAtOnce(new byte[] {3, (byte) 0xea});

            assertThat(all()).isEmpty();
        }

        @Test
        void theEndDropsAll() {
            outbox.offer(text(4));
            outbox.ping();
            outbox.end();

            assertThat(all()).isEmpty();
            assertThat(outbox.isClosing()).isTrue();
        }
    }

    @Test
    void statesGoTheirWay() {
        assertThat(CloseState.OPEN.sent()).isEqualTo(CloseState.SENT);
        assertThat(CloseState.OPEN.received()).isEqualTo(CloseState.RECEIVED);
        assertThat(CloseState.SENT.received()).isEqualTo(CloseState.CLOSED);
        assertThat(CloseState.RECEIVED.sent()).isEqualTo(CloseState.CLOSED);
        assertThatThrownBy(CloseState.SENT::sent).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(CloseState.RECEIVED::received).isInstanceOf(IllegalStateException.class);
        assertThat(List.of(CloseState.SENT, CloseState.CLOSED)).allMatch(CloseState::isSent);
        assertThat(List.of(CloseState.OPEN, CloseState.RECEIVED)).noneMatch(CloseState::isSent);
    }
}
