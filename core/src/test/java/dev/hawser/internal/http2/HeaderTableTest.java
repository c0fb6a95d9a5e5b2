package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Http2Windows;
import dev.hawser.ResponseLimits;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The limit of the server's table, as our settings have it: from the acknowledgement on (RFC 9113, section 4.3.1). */
class HeaderTableTest {
    private static final int UPDATE = 0x20;

    private final Conversation small = limitedTo(20);

    private static Conversation limitedTo(int tableSize) {
        Conversation wire = new Conversation(new LocalSettings(
                new Http2Windows(100, 65_535), ResponseLimits.DEFAULT, tableSize, TimeUnit.SECONDS.toNanos(10), 0));
        wire.server.settings();
        return wire;
    }

    private static void answer(Conversation wire, int stream, int... block) throws Http2Exception {
        byte[] bytes = new byte[block.length + 1];
        for (int i = 0; i < block.length; i++) {
            bytes[i] = (byte) block[i];
        }
        bytes[block.length] = (byte) 0x88; // :status 200
        wire.server.frame(FrameType.HEADERS.number, FrameType.END_HEADERS | FrameType.END_STREAM, stream, bytes);
        wire.speak();
    }

    @Test
    void isAnnounced() {
        assertThat(small.sent().get(0)).startsWith("SETTINGS 0 000100000014");
    }

    @Test
    void holdsFromTheAcknowledgementOn() throws Http2Exception {
        Http2Stream first = small.get();
        small.get();
        answer(small, 1);
        assertThat(Objects.requireNonNull(first.takeHead()).code()).isEqualTo(200);

        small.server.settingsAck();

        assertThatThrownBy(() -> answer(small, 3)).hasMessageContaining("limited to");
    }

    @Test
    void isHeededByAServerThatSaysSo() throws Http2Exception {
        Http2Stream stream = small.get();
        small.server.settingsAck();

        answer(small, 1, UPDATE | 20);

        assertThat(Objects.requireNonNull(stream.takeHead()).code()).isEqualTo(200);
    }

    @Test
    void mayBeLargerThanTheStandardHasIt() throws Http2Exception {
        Conversation large = limitedTo(8192);
        Http2Stream stream = large.get();
        large.server.settingsAck();

        answer(large, 1, UPDATE | 0x1f, 0xe1, 0x3f); // 8192

        assertThat(Objects.requireNonNull(stream.takeHead()).code()).isEqualTo(200);
    }
}
