package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a connection ends from here: in order, or as nothing can be sent. */
@Timeout(10)
class ClosingTest extends Http2Scene {
    private final FakeServer server = server((frame, answer) -> {
        if (frame.type() == FrameType.HEADERS) {
            answer.headers(frame.streamId(), true, ":status", "204");
        }
    });

    private final Http2Connection connection = connection(server, settings(LONG, 0), LONG, clock, alarms);

    ClosingTest() {
        super(false);
    }

    private Http2Codec begun(long writeNanos) throws IOException {
        Http2Codec codec = new Http2Codec(connection, LONG, writeNanos);
        codec.writeRequestHead(GET);
        return codec;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE / 4})
    void theServerIsToldWhenAnIdleConnectionIsClosedInOrder(long lingerNanos) throws Exception {
        Http2Connection resting = connect(server, lingerNanos, clock, alarms);
        server.await("SETTINGS 0 ack");
        assertThat(get(resting)).isEqualTo("204 0");

        resting.close(true);

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
