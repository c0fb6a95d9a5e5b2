package dev.hawser.it.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Call;
import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Response;
import dev.hawser.it.SocketsLeft;
import dev.hawser.it.cutoff.Eventually;
import dev.hawser.testserver.Http2Frame;
import dev.hawser.testserver.Http2Options;
import dev.hawser.testserver.MockResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whether a server is still there: asked at intervals, and when a call was not answered in time. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class SilentServerTest {
    private static final Http2Options NO_ANSWER =
            new Http2Options.Builder().answerPings(false).build();

    private final SharedServer scene = new SharedServer();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void close() {
        end.countDown();
        scene.close();
    }

    private HawserClient client(HawserClient.Builder settings) {
        return scene.client(new ConnectionPool.Builder().maxMultiplexedConnectionsPerAddress(1), settings);
    }

    private static HawserClient.Builder pinging() {
        return new HawserClient.Builder().pingInterval(Duration.ofMillis(200));
    }

    private static boolean isPing(Http2Frame frame) {
        return frame.is(Http2Frame.PING) && !frame.has(Http2Frame.ACK);
    }

    /** The first request for {@code /slow} is not answered. */
    private void stallOnce() {
        scene.server.handler(request -> {
            if (request.path().equals("/slow")) {
                end.await();
            }
            return MockResponse.of(200, "x");
        });
    }

    @Test
    void isAskedAtEachIntervalThoughTheConnectionIsIdle() throws Exception {
        scene.server.start();
        HawserClient client = client(pinging());
        scene.exchange(client);

        Eventually.await(
                "three PINGs",
                () -> scene.server.http2(0).received().stream()
                                .filter(SilentServerTest::isPing)
                                .count()
                        >= 3);

        scene.exchange(client);
        assertThat(scene.server.connectionCount()).isEqualTo(1);
    }

    @Test
    void aConnectionWhoseServerDoesNotAnswerFailsWithAllItsCalls() {
        scene.server.http2Options(NO_ANSWER);
        scene.server.handler(request -> {
            end.await();
            return MockResponse.of(200, "x");
        });
        scene.server.start();
        HawserClient client = client(pinging());

        assertThatThrownBy(() -> scene.exchange(client))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not answer a PING within 200 ms");
        Eventually.await("an empty pool", () -> client.connectionPool().connectionCount() == 0);
    }

    @Test
    void anIdleConnectionWhoseServerDoesNotAnswerLeavesThePool() throws Exception {
        scene.server.http2Options(NO_ANSWER);
        scene.server.start();
        HawserClient client = client(pinging());

        scene.exchange(client);

        Eventually.await("an empty pool", () -> client.connectionPool().connectionCount() == 0);
    }

    @Test
    void anIntervalIsRefusedThatIsNegative() {
        assertThatThrownBy(() -> new HawserClient.Builder().pingInterval(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pingInterval");
        assertThat(pinging().build().pingIntervalMillis()).isEqualTo(200);
        assertThat(new HawserClient().pingIntervalMillis()).isZero();
    }

    @Test
    void afterAReadTimeoutNothingNewBeginsUntilAPingIsAnswered() throws Exception {
        stallOnce();
        scene.server.http2Options(NO_ANSWER);
        scene.server.start();
        HawserClient client = client(new HawserClient.Builder().readTimeout(Duration.ofMillis(300)));

        assertThatThrownBy(() -> client.newCall(scene.get("/slow")).execute())
                .isInstanceOf(SocketTimeoutException.class);
        scene.await(0, SilentServerTest::isPing);
        scene.exchange(client);
        assertThat(scene.server.connectionCount()).isEqualTo(2);
        assertThat(client.connectionPool().connectionCount()).isEqualTo(2);

        for (Http2Frame frame : scene.server.http2(0).received()) {
            if (isPing(frame)) {
                scene.server.http2(0).send(new Http2Frame(Http2Frame.PING, Http2Frame.ACK, 0, frame.payload()));
            }
        }
        Eventually.await(
                "room on the first connection",
                () -> client.connectionPool().snapshot().connections().stream()
                        .allMatch(connection -> connection.capacity() > 0));
        scene.exchange(client);
        assertThat(scene.server.connectionCount()).isEqualTo(2);
    }

    @Test
    void afterACallTimeoutAServerThatAnswersKeepsItsConnection() throws Exception {
        stallOnce();
        scene.server.start();
        HawserClient client = client(new HawserClient.Builder().callTimeout(Duration.ofMillis(300)));

        assertThatThrownBy(() -> client.newCall(scene.get("/slow")).execute())
                .isInstanceOf(InterruptedIOException.class);
        scene.await(0, SilentServerTest::isPing);
        Eventually.await(
                "room on the connection",
                () -> client.connectionPool().snapshot().connections().stream()
                        .allMatch(connection -> connection.capacity() > 0));
        scene.exchange(client);

        assertThat(scene.server.connectionCount()).isEqualTo(1);
    }

    @Test
    void aCallThatIsCancelledRaisesNoSuspicion() throws Exception {
        stallOnce();
        scene.server.http2Options(NO_ANSWER);
        scene.server.start();
        HawserClient client = client(new HawserClient.Builder());
        Call call = client.newCall(scene.get("/slow"));
        CompletableFuture<Response> response = call.executeAsync();
        Eventually.await("the request", () -> scene.server.requestCount() == 1);

        call.cancel();

        assertThatThrownBy(response::get).hasMessageContaining("Canceled");
        scene.exchange(client);
        assertThat(scene.server.connectionCount()).isEqualTo(1);
    }
}
