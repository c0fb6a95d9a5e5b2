package dev.hawser.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.fuzz.Explore;
import dev.hawser.fuzz.Replay;
import dev.hawser.fuzz.Spending;
import java.util.List;

/**
 * What a server sends on a WebSocket, compressed messages too: whatever comes, however it is cut into reads, it comes to the same, no
 * message is longer than the limit, and it costs memory within bounds.
 */
class FrameFuzzTest {
    private static final int LIMIT = 4_096;
    private static final Spending SPENDING = new Spending(262_144, 512);

    @Explore
    void explore(byte[] input) {
        check(input);
    }

    @Replay
    void replay(byte[] input) {
        check(input);
    }

    private static void check(byte[] input) {
        List<String> plain = Heard.of(input, input.length + 1, LIMIT, null);
        assertThat(Heard.of(input, 1, LIMIT, null)).isEqualTo(plain);
        List<String> inflated = SPENDING.on(input, () -> inflated(input, input.length + 1));
        assertThat(inflated(input, 1)).isEqualTo(inflated);
        assertThat(inflated(input, 7)).isEqualTo(inflated);
        assertThat(inflated).allMatch(line -> line.length() <= 2 * LIMIT + 10);
    }

    /**
     * Messages, and whether it fails, but not for what: the JDK's inflater keeps back what it has read before the first fault of a piece, in
     * which there may be another one.
     */
    private static List<String> inflated(byte[] input, int piece) {
        try (MessageInflater inflater = new MessageInflater(false)) {
            return Heard.of(input, piece, LIMIT, inflater).stream()
                    .map(line -> line.matches("10\\d\\d .*") ? "failure" : line)
                    .toList();
        }
    }
}
