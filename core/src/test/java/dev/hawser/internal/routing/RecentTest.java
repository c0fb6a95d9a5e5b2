package dev.hawser.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTest {
    private final Recent<String, Integer> recent = new Recent<>(2);

    @Test
    void theLastNoteOfAKeyHolds() {
        recent.note("a", 1);
        recent.note("a", 2);

        assertThat(recent.of("a")).isEqualTo(2);
        assertThat(recent.of("b")).isNull();
    }

    @Test
    void theKeyWithoutANoteForLongestIsForgotten() {
        recent.note("a", 1);
        recent.note("b", 1);
        recent.note("a", 2);
        recent.note("c", 1);

        assertThat(recent.of("a")).isEqualTo(2);
        assertThat(recent.of("b")).isNull();
        assertThat(recent.of("c")).isOne();
    }
}
