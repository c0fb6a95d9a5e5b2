package dev.hawser.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class StatusLineTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(written, true, StandardCharsets.UTF_8);
    private long now = 7;

    private String written() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private void afterMillis(long millis) {
        now += millis * 1_000_000;
    }

    @Test
    void shortWorkShowsNothing() {
        try (StatusLine line = new StatusLine(err, true, () -> now)) {
            afterMillis(999);
            line.show(() -> "one");
        }
        assertThat(written()).isEmpty();
    }

    @Test
    void theLineIsWrittenOverTenTimesASecondAtMostAndWipedInTheEnd() {
        try (StatusLine line = new StatusLine(err, true, () -> now)) {
            afterMillis(1000);
            line.show(() -> "one");
            afterMillis(99);
            line.show(() -> "two");
            afterMillis(1);
            line.show(() -> "three");
        }
        assertThat(written()).isEqualTo("\r\u001b[Kone\r\u001b[Kthree\r\u001b[K");
    }

    @Test
    void aLongLineIsCutSoThatItStaysOne() {
        try (StatusLine line = new StatusLine(err, true, () -> now)) {
            afterMillis(1000);
            line.show(() -> "x".repeat(200));
        }
        assertThat(written()).contains("x".repeat(79)).doesNotContain("x".repeat(80));
    }

    @Test
    void nothingIsWrittenWhereThereIsNoTerminal() {
        try (StatusLine line = new StatusLine(err, false, () -> now)) {
            afterMillis(5000);
            line.show(() -> "one");
        }
        assertThat(written()).isEmpty();
    }
}
