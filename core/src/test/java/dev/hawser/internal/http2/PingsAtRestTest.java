package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Http2Windows;
import dev.hawser.Protocol;
import dev.hawser.ResponseLimits;
import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.time.FakeAlarms;
import dev.hawser.internal.time.FakeClock;
import dev.hawser.internal.time.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The PINGs of a connection that nobody uses, and that is watched. */
@Timeout(10)
class PingsAtRestTest {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final FakeClock clock = new FakeClock();
    private final FakeAlarms alarms = new FakeAlarms(clock);
    private final AtomicInteger running = new AtomicInteger();
    private final Queue<IOException> ends = new ConcurrentLinkedQueue<>();
    private final FakeServer server = new FakeServer((frame, answer) -> {});
    private final Http2Connection connection = new Http2Connection(
            server,
            new LocalSettings(
                    new Http2Windows(100_000, 1 << 20),
                    ResponseLimits.DEFAULT,
                    4096,
                    TimeUnit.MINUTES.toNanos(1),
                    INTERVAL.toNanos()),
            Protocol.HTTP_2,
            new WireStrings(),
            new Buffers(),
            clock,
            alarms,
            (name, keeps, work) -> {
                running.incrementAndGet();
                Threads.platform().start(name, keeps, () -> {
                    try {
                        work.run();
                    } finally {
                        running.decrementAndGet();
                    }
                });
            },
            0,
            new Http2Listener() {
                @Override
                public void capacityChanged() {}

                @Override
                public void suspicionChanged() {}

                @Override
                public void goingAway() {}

                @Override
                public void ended(IOException cause) {
                    ends.add(cause);
                }
            });

    @AfterEach
    void close() {
        connection.close(false);
    }

    private void awaitRest() {
        while (running.get() > 0) {
            Thread.onSpinWait();
        }
    }

    private long pings() {
        return server.log().stream().filter(frame -> frame.startsWith("PING")).count();
    }

    @Test
    void wakeItAtEachInterval() {
        connection.start();
        server.await("SETTINGS 0 ack");
        awaitRest();
        long before = pings();
        for (int beats = 1; beats <= 3; beats++) {
            alarms.advance(Duration.ofSeconds(2));
            alarms.advance(Duration.ofSeconds(3));
            while (pings() < before + beats) {
                Thread.onSpinWait();
            }
            awaitRest();
        }

        assertThat(ends).isEmpty();
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void endItIfTheServerTakesNothingMore() {
        connection.start();
        server.await("SETTINGS 0 ack");
        awaitRest();
        int before = server.writes();
        server.stick(true);

        alarms.advance(INTERVAL);
        while (server.writes() == before) {
            Thread.onSpinWait();
        }
        assertThat(server.isClosed()).isFalse();
        alarms.advance(INTERVAL);

        assertThat(server.isClosed()).isTrue();
        assertThat(ends).hasSize(1);
        assertThat(ends.peek()).isInstanceOf(SilentServerException.class);
    }
}
