package dev.hawser.cli.get;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContentRangeTest {
    @Test
    void aRangeHasItsEndsAndTheTotal() {
        assertThat(ContentRange.parse("bytes 5-9/10")).isEqualTo(new ContentRange(5, 9, 10));
        assertThat(ContentRange.parse("bytes 5-9/*")).isEqualTo(new ContentRange(5, 9, -1));
        assertThat(ContentRange.parse("bytes */10")).isEqualTo(new ContentRange(-1, -1, 10));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "bytes 9-5/10",
                "bytes 5-10/10",
                "bytes 5-/10",
                "bytes */*",
                "lines 5-9/10",
                "bytes=5-9/10",
                "bytes 5-9/99999999999999999999"
            })
    void whatMakesNoSenseIsNone(String field) {
        assertThat(ContentRange.parse(field)).isNull();
    }

    @Test
    void theRestGoesToTheEnd() {
        assertThat(new ContentRange(5, 9, 10).isRestFrom(5)).isTrue();
        assertThat(new ContentRange(5, 9, -1).isRestFrom(5)).isTrue();
        assertThat(new ContentRange(4, 9, 10).isRestFrom(5)).isFalse();
        assertThat(new ContentRange(5, 8, 10).isRestFrom(5)).isFalse();
    }
}
