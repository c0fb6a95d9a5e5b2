package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The PINGs of a connection that nobody uses, and that is watched. */
@Timeout(10)
class PingsAtRestTest extends Http2Scene {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final FakeServer server = server((frame, answer) -> {});
    private final Http2Connection connection = connection(server, settings(LONG, INTERVAL.toNanos()), 0, clock, alarms);

    PingsAtRestTest() {
        super(false);
    }

    private long pings() {
        return server.log().stream().filter(frame -> frame.startsWith("PING")).count();
    }

    @Test
    void wakeItAtEachInterval() {
        connection.start();
        server.await("SETTINGS 0 ack");
        awaitNoThreads();
        long before = pings();
        for (int beats = 1; beats <= 3; beats++) {
            alarms.advance(Duration.ofSeconds(2));
            alarms.advance(Duration.ofSeconds(3));
            while (pings() < before + beats) {
                Thread.onSpinWait();
            }
            awaitNoThreads();
        }

        assertThat(told.ends).isEmpty();
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void endItIfTheServerTakesNothingMore() {
        connection.start();
        server.await("SETTINGS 0 ack");
        awaitNoThreads();
        int before = server.writes();
        server.stick(true);

        alarms.advance(INTERVAL);
        while (server.writes() == before) {
            Thread.onSpinWait();
        }
        assertThat(server.isClosed()).isFalse();
        alarms.advance(INTERVAL);

        assertThat(server.isClosed()).isTrue();
        assertThat(told.ends).hasSize(1);
        assertThat(told.ends.peek()).isInstanceOf(SilentServerException.class);
    }
}
