package dev.hawser.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScaleTest {
    private static final long MS = 1_000_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 999, 12_345, 150 * MS, 999 * MS, 1_000 * MS, 61_000 * MS, 86_400_000 * MS})
    void ticksAreFewAndNoTwoHaveTheSameLabel(long endNanos) {
        Scale scale = new Scale(0, 100, endNanos);

        assertThat(scale.ticks()).hasSizeBetween(1, 10).startsWith(0L);
        assertThat(scale.ticks().stream().map(scale::label)).doesNotHaveDuplicates();
    }

    @Test
    void labelsAreInMillisecondsOrSeconds() {
        Scale milliseconds = new Scale(0, 100, 150 * MS);
        assertThat(milliseconds.unit()).isEqualTo("milliseconds");
        assertThat(milliseconds.ticks().stream().map(milliseconds::label))
                .containsExactly("0", "20", "40", "60", "80", "100", "120", "140");

        Scale seconds = new Scale(0, 100, 12_000 * MS);
        assertThat(seconds.unit()).isEqualTo("seconds");
        assertThat(seconds.ticks().stream().map(seconds::label)).containsExactly("0", "2", "4", "6", "8", "10", "12");
    }

    @Test
    void aTimeHasItsPlace() {
        Scale scale = new Scale(50, 200, 100 * MS);

        assertThat(scale.x(0)).isEqualTo(50);
        assertThat(scale.x(25 * MS)).isEqualTo(100);
        assertThat(scale.right()).isEqualTo(250);
    }
}
