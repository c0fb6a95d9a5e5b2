package dev.hawser.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 ns",
                "999 | 999 ns",
                "1000 | 1.00 µs",
                "9994 | 9.99 µs",
                "9996 | 10.0 µs",
                "99960 | 100 µs",
                "999600 | 1.00 ms",
                "12345678 | 12.3 ms",
                "1500000000 | 1.50 s",
                "7200000000000 | 7200 s",
            })
    void timesHaveThreeDigits(long nanos, String words) {
        assertThat(Words.nanos(nanos)).isEqualTo(words);
    }

    @Test
    void bytesAreInTheLargestUnitOfWhichThereIsOne() {
        assertThat(Words.bytes(1023)).isEqualTo("1023 B");
        assertThat(Words.bytes(1024)).isEqualTo("1.0 KiB");
        assertThat(Words.bytes(1024L * 1024 * 1024 * 5 / 2)).isEqualTo("2.5 GiB");
    }

    @Test
    void countsHaveASeparatorAndAPlural() {
        assertThat(Words.count(1, "request")).isEqualTo("1 request");
        assertThat(Words.count(12_345, "request")).isEqualTo("12,345 requests");
    }

    @Test
    void settingsHaveNoNeedlessDigits() {
        assertThat(Words.duration(Duration.ofMillis(20))).isEqualTo("20 ms");
        assertThat(Words.duration(Duration.ofMillis(2500))).isEqualTo("2.5 s");
        assertThat(Words.duration(Duration.ofSeconds(90))).isEqualTo("90 s");
        assertThat(Words.duration(Duration.ofMinutes(5))).isEqualTo("5 min");
    }

    @Test
    void timesLeftAreAsOnAClock() {
        assertThat(Words.clock(7)).isEqualTo("0:07");
        assertThat(Words.clock(750)).isEqualTo("12:30");
        assertThat(Words.clock(3723)).isEqualTo("1:02:03");
    }
}
