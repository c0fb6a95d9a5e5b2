package dev.hawser.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.internal.time.Alarm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RaceTest {
    /** Races whose attempts end as a table says, on a clock that goes from one event to the next. */
    private static final class Script {
        private final List<String> events = new ArrayList<>();
        private final Map<Integer, Runnable> ends = new TreeMap<>();
        private final Race race;
        private long nowMillis;

        Script(int attempts, long headStartNanos) {
            race = new Race(attempts, headStartNanos);
        }

        private void tell(String event) {
            events.add(nowMillis + " " + event);
        }

        Script connects(int atMillis, int attempt) {
            ends.put(atMillis, () -> tell(attempt + (race.connected(attempt) ? " wins" : " is too late")));
            return this;
        }

        Script fails(int atMillis, int attempt) {
            ends.put(atMillis, () -> tell(attempt + (race.failed(attempt) ? " fails" : " is cut")));
            return this;
        }

        Script stops(int atMillis) {
            ends.put(atMillis, () -> {
                race.stop();
                tell("stop");
            });
            return this;
        }

        List<String> run() {
            begin();
            while (!ends.isEmpty()) {
                int next = ends.keySet().iterator().next();
                long due = race.dueNanos();
                if (due != Alarm.NEVER && TimeUnit.NANOSECONDS.toMillis(due) < next) {
                    nowMillis = TimeUnit.NANOSECONDS.toMillis(due);
                } else {
                    nowMillis = next;
                    Objects.requireNonNull(ends.remove(next)).run();
                }
                begin();
            }
            tell(race.isOver() ? "over" : "under way");
            return events;
        }

        private void begin() {
            int begun = race.begin(TimeUnit.MILLISECONDS.toNanos(nowMillis));
            if (begun != Race.NONE) {
                tell(begun + " begins");
            }
        }
    }

    private static Script race(int attempts) {
        return new Script(attempts, Race.HEAD_START_NANOS);
    }

    @Nested
    class WithAHeadStart {
        @Test
        void oneThatConnectsSoonIsAlone() {
            assertThat(race(2).connects(249, 0).run()).containsExactly("0 0 begins", "249 0 wins", "249 over");
        }

        @Test
        void theNextBeginsAfter250MillisAndTheFirstToConnectWins() {
            assertThat(race(3).connects(300, 1).fails(301, 0).run())
                    .containsExactly("0 0 begins", "250 1 begins", "300 1 wins", "301 0 is cut", "301 over");
        }

        @Test
        void theFirstMayStillWin() {
            assertThat(race(2).connects(300, 0).connects(301, 1).run())
                    .containsExactly("0 0 begins", "250 1 begins", "300 0 wins", "301 1 is too late", "301 over");
        }

        @Test
        void theNextBeginsAtOnceWhenTheLastFails() {
            assertThat(race(3).fails(10, 0).connects(270, 2).fails(271, 1).run())
                    .containsExactly(
                            "0 0 begins",
                            "10 0 fails",
                            "10 1 begins",
                            "260 2 begins",
                            "270 2 wins",
                            "271 1 is cut",
                            "271 over");
        }

        @Test
        void anEarlierOneThatFailsDoesNotShortenTheHeadStartOfTheLast() {
            assertThat(race(3).fails(300, 0).connects(600, 1).fails(601, 2).run())
                    .containsExactly(
                            "0 0 begins",
                            "250 1 begins",
                            "300 0 fails",
                            "500 2 begins",
                            "600 1 wins",
                            "601 2 is cut",
                            "601 over");
        }

        @Test
        void itIsOverWhenAllHaveFailed() {
            Script script = race(2).fails(10, 0).fails(20, 1);

            assertThat(script.run())
                    .containsExactly("0 0 begins", "10 0 fails", "10 1 begins", "20 1 fails", "20 over");
            assertThat(script.race.winner()).isEqualTo(Race.NONE);
        }

        @Test
        void nothingBeginsOnceItIsStopped() {
            Script script = race(3).stops(100).connects(101, 0);

            assertThat(script.run()).containsExactly("0 0 begins", "100 stop", "101 0 is too late", "101 over");
            assertThat(script.race.winner()).isEqualTo(Race.NONE);
            assertThat(script.race.dueNanos()).isEqualTo(Alarm.NEVER);
        }

        @Test
        void timeMayWrapAround() {
            Race race = new Race(2, Race.HEAD_START_NANOS);
            long begin = Long.MAX_VALUE - 100;

            assertThat(race.begin(begin)).isZero();
            assertThat(race.begin(begin + Race.HEAD_START_NANOS - 1)).isEqualTo(Race.NONE);
            assertThat(race.begin(begin + Race.HEAD_START_NANOS)).isEqualTo(1);
        }
    }

    @Nested
    class WithoutOne {
        @Test
        void theNextBeginsWhenTheLastHasFailed() {
            assertThat(new Script(3, Alarm.NEVER)
                            .fails(10_000, 0)
                            .connects(20_000, 1)
                            .run())
                    .containsExactly("0 0 begins", "10000 0 fails", "10000 1 begins", "20000 1 wins", "20000 over");
        }
    }

    @Test
    void anAttemptEndsOnce() {
        Race race = new Race(1, Race.HEAD_START_NANOS);
        race.begin(0);
        race.failed(0);

        assertThatThrownBy(() -> race.connected(0)).isInstanceOf(IllegalStateException.class);
    }
}
