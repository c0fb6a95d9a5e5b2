package dev.hawser.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.internal.time.Alarm;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PulseTest {
    private static final long INTERVAL = 1_000_000;

    private final List<SocketTimeoutException> failures = new ArrayList<>();
    private int pings;
    private final Pulse pulse = new Pulse(INTERVAL, () -> pings++, failures::add);

    @Test
    void aServerThatAnswersIsAskedAtEachInterval() {
        pulse.listening();
        assertThat(pulse.firstNanos(5)).isEqualTo(5 + INTERVAL);
        for (int beat = 1; beat <= 3; beat++) {
            assertThat(pulse.beat(beat * INTERVAL)).isEqualTo((beat + 1) * INTERVAL);
            pulse.arrived();
            pulse.listening();
        }

        assertThat(pings).isEqualTo(3);
        assertThat(failures).isEmpty();
    }

    @Test
    void silenceForAnIntervalAfterAPingIsTheEnd() {
        pulse.listening();
        long unused = pulse.beat(INTERVAL);
        pulse.arrived();
        pulse.listening();
        unused = pulse.beat(2 * INTERVAL);

        assertThat(pulse.beat(3 * INTERVAL)).isEqualTo(Alarm.NEVER);
        assertThat(failures)
                .singleElement()
                .extracting(Throwable::getMessage)
                .isEqualTo("sent ping 2 but received nothing within 1 ms, after 1 pings that were answered");
    }

    @Test
    void aListenerThatTakesItsTimeIsNotTheServersFault() {
        pulse.listening();
        pulse.arrived();
        for (int beat = 1; beat <= 5; beat++) {
            assertThat(pulse.beat(beat * INTERVAL)).isNotEqualTo(Alarm.NEVER);
        }

        assertThat(failures).isEmpty();
    }

    @Test
    void nothingIsAskedBehindTheEnd() {
        pulse.end();

        assertThat(pulse.beat(INTERVAL)).isEqualTo(Alarm.NEVER);
        assertThat(pings).isZero();
    }
}
