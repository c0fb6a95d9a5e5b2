package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.internal.time.Alarm;
import org.junit.jupiter.api.Test;

class WriteLimitTest {
    private final WriteLimit limit = new WriteLimit();

    @Test
    void aWriteHasTheShortestLimitOfThoseWhoseBytesItCarries() {
        limit.queue(50);
        limit.queue(0);
        limit.queue(20);
        limit.queue(70);

        assertThat(limit.take()).isEqualTo(20);
        assertThat(limit.take()).isZero();
    }

    @Test
    void whoWaitsBehindAWriteHasItLookedAtInHisTime() {
        assertThat(limit.queueBehind(0, 1_000)).isEqualTo(Alarm.NEVER);
        assertThat(limit.queueBehind(100, 1_000)).isEqualTo(1_100);

        assertThat(limit.exceeded(1_099)).isZero();
        assertThat(limit.exceeded(1_100)).isEqualTo(100);
    }

    @Test
    void oneLookIsEnoughForThoseWhoWaitLonger() {
        limit.queueBehind(100, 1_000);

        assertThat(limit.queueBehind(100, 1_050)).isEqualTo(Alarm.NEVER);
        assertThat(limit.queueBehind(10, 1_050)).isEqualTo(1_060);
        assertThat(limit.nextLook()).isEqualTo(1_060);
        assertThat(limit.exceeded(1_060)).isEqualTo(10);
    }

    @Test
    void nobodyWaitsBehindTheWriteThatCarriesHisBytes() {
        limit.queueBehind(100, 1_000);

        limit.take();

        assertThat(limit.exceeded(2_000)).isZero();
        assertThat(limit.nextLook()).isEqualTo(Alarm.NEVER);
    }
}
