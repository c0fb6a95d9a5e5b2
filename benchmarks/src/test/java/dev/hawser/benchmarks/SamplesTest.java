package dev.hawser.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void theMedianIsTheMiddleOneOrTheMeanOfTheTwoInTheMiddle() {
        assertThat(new Samples(3, 1, 100).median()).isEqualTo(3);
        assertThat(new Samples(4, 1, 100, 2).median()).isEqualTo(3);
    }

    @Test
    void aQuotientIsTakenRoundByRound() {
        Samples quotients = new Samples(10, 30, 8).over(new Samples(20, 60, 10));

        assertThat(quotients.values()).containsExactly(0.5, 0.5, 0.8);
    }
}
