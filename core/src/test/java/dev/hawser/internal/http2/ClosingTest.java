package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Http2Windows;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.ResponseLimits;
import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.time.FakeAlarms;
import dev.hawser.internal.time.FakeClock;
import dev.hawser.internal.time.Threads;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a connection ends from here: in order, or as nothing can be sent. */
@Timeout(10)
class ClosingTest {
    private static final Request GET =
            new Request.Builder().url("https://h.example/get").build();
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);

    private final FakeClock clock = new FakeClock();
    private final FakeAlarms alarms = new FakeAlarms(clock);
    private final FakeServer server = new FakeServer((frame, answer) -> {
        if (frame.type() == FrameType.HEADERS) {
            answer.headers(frame.streamId(), true, ":status", "204");
        }
    });

    private Http2Connection connection = connection(LONG);

    private Http2Connection connection(long lingerNanos) {
        LocalSettings local =
                new LocalSettings(new Http2Windows(100_000, 1 << 20), ResponseLimits.DEFAULT, 4096, LONG, 0);
        return new Http2Connection(
                server,
                local,
                Protocol.HTTP_2,
                new WireStrings(),
                new Buffers(),
                clock,
                alarms,
                Threads.platform(),
                lingerNanos,
                new Http2Listener() {
                    @Override
                    public void capacityChanged() {}

                    @Override
                    public void suspicionChanged() {}

                    @Override
                    public void goingAway() {}

                    @Override
                    public void ended(IOException cause) {}
                });
    }

    private Http2Codec begun(long writeNanos) throws IOException {
        Http2Codec codec = new Http2Codec(connection, LONG, writeNanos);
        codec.writeRequestHead(GET);
        return codec;
    }

    @AfterEach
    void close() {
        connection.close(false);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE / 4})
    void theServerIsToldWhenAnIdleConnectionIsClosedInOrder(long lingerNanos) throws Exception {
        connection = connection(lingerNanos);
        connection.start();
        server.await("SETTINGS 0 ack");
        assertThat(begun(LONG).readResponseHead(GET).code()).isEqualTo(204);

        connection.close(true);

        server.await(frame -> frame.type() == FrameType.GOAWAY && frame.payload()[7] == 0);
        while (!server.isClosed()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theServerIsNotToldOfACut() {
        connection.start();
        server.await("SETTINGS 0 ack");

        connection.close(false);

        assertThat(server.isClosed()).isTrue();
        assertThat(server.log()).noneMatch(frame -> frame.startsWith("GOAWAY"));
    }

    @Test
    void aServerThatTakesNothingMoreIsLeftInASecond() {
        connection.start();
        server.await("SETTINGS 0 ack");
        server.stick(true);
        stick();

        connection.close(true);
        assertThat(server.isClosed()).isFalse();
        alarms.advance(Duration.ofSeconds(1));

        assertThat(server.isClosed()).isTrue();
    }

    @Test
    void whoWaitsBehindAStuckWriteHasItEndedInHisOwnTime() throws Exception {
        connection.start();
        server.await("SETTINGS 0 ack");
        server.stick(true);
        stick();
        Http2Codec patient = begun(0);
        Http2Codec hasty = begun(TimeUnit.SECONDS.toNanos(2));
        begun(LONG);

        alarms.advance(Duration.ofMillis(1_999));
        assertThat(server.isClosed()).isFalse();
        alarms.advance(Duration.ofMillis(1));

        assertThat(server.isClosed()).isTrue();
        assertThatThrownBy(() -> hasty.readResponseHead(GET))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageContaining("2000 ms");
        assertThatThrownBy(() -> patient.readResponseHead(GET)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void whoWasServedIsNotTakenForOneWhoWaits() throws Exception {
        connection.start();
        server.await("SETTINGS 0 ack");
        server.stick(true);
        stick();
        Http2Codec second = begun(TimeUnit.SECONDS.toNanos(2));
        server.stick(false);
        assertThat(second.readResponseHead(GET).code()).isEqualTo(204);

        alarms.advance(Duration.ofSeconds(3));

        assertThat(server.isClosed()).isFalse();
        assertThat(begun(LONG).readResponseHead(GET).code()).isEqualTo(204);
    }

    /** Has a write begin that does not end, of bytes that may take as long as they like. */
    private void stick() {
        int before = server.writes();
        connection.step(streams -> streams.ping(1));
        while (server.writes() == before) {
            Thread.onSpinWait();
        }
    }
}
