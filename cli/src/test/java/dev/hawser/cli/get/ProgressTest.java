package dev.hawser.cli.get;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new PrintStream(written, true, StandardCharsets.UTF_8),
            false,
            true);
    private long now;

    private String shownAfter(Progress progress, double seconds, int bytes) {
        now += (long) (seconds * 1e9);
        progress.add(bytes);
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void bytesShareRateAndTimeLeftAreShown() {
        try (Progress progress = new Progress(terminal, true, () -> now, 0, 8 * 1024 * 1024)) {
            assertThat(shownAfter(progress, 2, 2 * 1024 * 1024))
                    .isEqualTo("\r\u001b[Khawser: 2.0 MiB of 8.0 MiB  25 %  1.0 MiB/s  0:06 left");
        }
    }

    @Test
    void whatWasThereBeforeIsNoPartOfTheRate() {
        try (Progress progress = new Progress(terminal, true, () -> now, 6 * 1024 * 1024, 8 * 1024 * 1024)) {
            assertThat(shownAfter(progress, 2, 1024 * 1024))
                    .endsWith("7.0 MiB of 8.0 MiB  87 %  512.0 KiB/s  0:02 left");
        }
    }

    @Test
    void aBodyOfUnknownLengthHasNoShare() {
        try (Progress progress = new Progress(terminal, true, () -> now, 0, -1)) {
            assertThat(shownAfter(progress, 2, 2048)).endsWith("hawser: 2.0 KiB  1.0 KiB/s");
        }
    }

    @Test
    void nothingIsShownUnlessWished() {
        try (Progress progress = new Progress(terminal, false, () -> now, 0, -1)) {
            assertThat(shownAfter(progress, 2, 2048)).isEmpty();
        }
    }
}
