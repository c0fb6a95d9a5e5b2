package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallTimeoutTest {
    @Test
    void aDurationIsTakenToTheNanosecondAndNoFurtherThanALongGoes() {
        Recorded recorded = new Recorded();

        assertThat(recorded.timeout(Duration.ofSeconds(1, 5)).timeoutNanos()).isEqualTo(1_000_000_005L);
        assertThat(recorded.timeout(Duration.ofSeconds(Long.MAX_VALUE)).timeoutNanos())
                .isEqualTo(Long.MAX_VALUE);
    }

    private static final class Recorded implements CallTimeout {
        private long nanos;

        @Override
        public CallTimeout timeout(long timeout, TimeUnit unit) {
            nanos = unit.toNanos(timeout);
            return this;
        }

        @Override
        public long timeoutNanos() {
            return nanos;
        }
    }
}
