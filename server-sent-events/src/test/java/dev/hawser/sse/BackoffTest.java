package dev.hawser.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofSeconds(3), Duration.ofSeconds(10));

    private long nextMillis() {
        return backoff.next().toMillis();
    }

    @Test
    void doublesWithEachFailureInARowUpToTheMost() {
        assertThat(nextMillis()).isEqualTo(3_000);
        backoff.failed();
        assertThat(nextMillis()).isEqualTo(3_000);
        backoff.failed();
        assertThat(nextMillis()).isEqualTo(6_000);
        backoff.failed();
        assertThat(nextMillis()).isEqualTo(10_000);
        for (int i = 0; i < 100; i++) {
            backoff.failed();
        }
        assertThat(nextMillis()).isEqualTo(10_000);
        backoff.succeeded();
        assertThat(nextMillis()).isEqualTo(3_000);
    }

    @Test
    void theServersTimeHoldsEvenBeyondTheMost() {
        backoff.set(20_000);
        assertThat(nextMillis()).isEqualTo(20_000);
        backoff.failed();
        backoff.failed();
        assertThat(nextMillis()).isEqualTo(20_000);
    }

    @Test
    void aServerThatWantsNoWaitGetsOneAfterFailures() {
        backoff.set(0);
        assertThat(nextMillis()).isZero();
        backoff.failed();
        backoff.failed();
        assertThat(nextMillis()).isEqualTo(2);
        backoff.failed();
        assertThat(nextMillis()).isEqualTo(4);
        for (int i = 0; i < 100; i++) {
            backoff.failed();
        }
        assertThat(nextMillis()).isEqualTo(10_000);
    }
}
