package dev.hawser.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
    private static final long MS = 1_000_000;
    private long now = 1_000_000_007L;

    private Schedule schedule(@Nullable Long requests, @Nullable Duration duration, @Nullable Double rate) {
        return new Schedule(new LoadPlan(1, requests, duration, rate), () -> now);
    }

    @Test
    void aClosedOneBeginsAtOnceUntilItsNumberIsReached() {
        Schedule schedule = schedule(2L, null, null);

        assertThat(schedule.awaitNext()).isEqualTo(now);
        now += 5 * MS;
        assertThat(schedule.awaitNext()).isEqualTo(now);
        assertThat(schedule.awaitNext()).isEqualTo(Schedule.OVER);
        assertThat(schedule.due()).isZero();
    }

    @Test
    void aClosedOneEndsWithItsDuration() {
        Schedule schedule = schedule(null, Duration.ofMillis(10), null);

        now += 10 * MS - 1;
        assertThat(schedule.awaitNext()).isEqualTo(now);
        now += 1;
        assertThat(schedule.awaitNext()).isEqualTo(Schedule.OVER);
    }

    @Test
    void anOpenOneGivesTheTimesThatWereMeantEvenIfTheyHavePassed() {
        long start = now;
        Schedule schedule = schedule(3L, null, 100.0);

        now += 500 * MS;
        assertThat(schedule.awaitNext()).isEqualTo(start);
        assertThat(schedule.awaitNext()).isEqualTo(start + 10 * MS);
        assertThat(schedule.awaitNext()).isEqualTo(start + 20 * MS);
        assertThat(schedule.awaitNext()).isEqualTo(Schedule.OVER);
    }

    @Test
    void anOpenOneKnowsHowManyWereDue() {
        Schedule schedule = schedule(null, Duration.ofSeconds(1), 100.0);

        now += 95 * MS;
        assertThat(schedule.due()).isEqualTo(10);
        now += 10_000 * MS;
        assertThat(schedule.due()).isEqualTo(100);
        assertThat(schedule.awaitNext()).isEqualTo(Schedule.OVER);
    }

    @Test
    void aStoppedOneIsOver() {
        Schedule schedule = schedule(null, null, 100.0);

        schedule.stop();

        assertThat(schedule.awaitNext()).isEqualTo(Schedule.OVER);
    }
}
