package dev.hawser.it.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.ConnectionPool;
import dev.hawser.ConnectionPoolTimeoutException;
import dev.hawser.HawserClient;
import dev.hawser.Retirement;
import dev.hawser.it.SocketsLeft;
import dev.hawser.it.cutoff.Eventually;
import dev.hawser.it.cutoff.Retirements;
import dev.hawser.testserver.Http2ErrorCode;
import dev.hawser.testserver.Http2Frame;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.SocketPolicy.Moment;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** More calls at once than a server allows streams on a connection. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class StreamsRunOutTest {
    private static final int CALLS = 40;

    private final SharedServer scene = new SharedServer();

    @AfterEach
    void close() {
        scene.close();
    }

    private static void assertAnswered(List<CompletableFuture<String>> calls) throws Exception {
        for (CompletableFuture<String> call : calls) {
            assertThat(call.get()).isEqualTo("x");
        }
    }

    @Test
    void theyWaitForOneAnotherOnAsManyConnectionsAsThereMayBe() throws Exception {
        scene.start(3);
        HawserClient client = scene.client(new ConnectionPool.Builder().maxMultiplexedConnectionsPerAddress(1));

        assertAnswered(scene.callAtOnce(client, CALLS));

        assertThat(scene.server.connectionCount()).isEqualTo(1);
        assertThat(scene.server.requestCount()).isEqualTo(CALLS);
    }

    @Test
    void theyGetAnotherConnectionWhereNothingLimitsThat() throws Exception {
        CountDownLatch all = new CountDownLatch(9);
        scene.server.handler(request -> {
            all.countDown();
            all.await();
            return MockResponse.of(200, "x");
        });
        scene.start(3);
        HawserClient client = scene.client(new ConnectionPool.Builder());

        assertAnswered(scene.callAtOnce(client, 9));

        assertThat(scene.server.connectionCount()).isBetween(3, 9);
    }

    /** A dial that takes long gets a second one beside it, whose connection, if it is not needed, makes room again. */
    @Test
    void theyWaitWhereTheLimitOfConnectionsSaysSo() throws Exception {
        scene.start(2);
        Retirements retirements = new Retirements();
        HawserClient client = scene.client(
                new ConnectionPool.Builder().maxConnectionsPerAddress(2).listener(retirements));

        assertAnswered(scene.callAtOnce(client, CALLS));

        Eventually.await(
                "all but two were one too many",
                () -> scene.server.connectionCount() - retirements.reasons().size() <= 2);
        assertThat(retirements.reasons()).allMatch(Retirement.DUPLICATE::equals);
    }

    @Test
    void aLimitOfOursHoldsBeforeTheServers() throws Exception {
        scene.start(100);
        HawserClient client = scene.client(
                new ConnectionPool.Builder().maxStreamsPerConnection(2).maxMultiplexedConnectionsPerAddress(1));

        assertAnswered(scene.callAtOnce(client, CALLS));

        assertThat(scene.server.connectionCount()).isEqualTo(1);
    }

    @Test
    void noneFailsWhenTheServerLowersTheNumberAgainAndAgain() throws Exception {
        scene.start(10);
        HawserClient client = scene.client(new ConnectionPool.Builder().maxMultiplexedConnectionsPerAddress(1));
        scene.exchange(client);

        for (int round = 0; round < 20; round++) {
            List<CompletableFuture<String>> calls = scene.callAtOnce(client, CALLS);
            int streams = round % 2 == 0 ? 1 : 10;
            scene.server.http2(0).send(Http2Frame.settings(Http2Frame.MAX_CONCURRENT_STREAMS, streams));
            assertAnswered(calls);
        }
    }

    @Test
    void oneWhoHasWaitedForTooLongIsToldHowManyStreamsThereAre() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        scene.server.handler(request -> {
            if (request.path().equals("/0")) {
                end.await();
            }
            return MockResponse.of(200, "x");
        });
        scene.start(1);
        HawserClient client = scene.client(new ConnectionPool.Builder()
                .maxMultiplexedConnectionsPerAddress(1)
                .acquireTimeout(Duration.ofMillis(300)));
        scene.exchange(client);
        List<CompletableFuture<String>> held = scene.callAtOnce(client, 1);
        Eventually.await("the first call", () -> scene.server.requestCount() == 2);

        assertThatThrownBy(() -> scene.exchange(client))
                .isInstanceOf(ConnectionPoolTimeoutException.class)
                .hasMessageContaining("1 connections (1 active, 0 idle, 0 dialing, 0 draining)")
                .hasMessageContaining("1 of 1 streams in use");

        end.countDown();
        assertAnswered(held);
    }

    @Test
    void oneThatIsRefusedIsSentAgainElsewhere() throws IOException {
        scene.server.handler(request -> request.connectionIndex() > 0
                ? MockResponse.of(200, "x")
                : new MockResponse.Builder()
                        .resetStream(Moment.REQUEST_END, Http2ErrorCode.REFUSED_STREAM)
                        .build());
        scene.start(100);

        scene.exchange(scene.client(new ConnectionPool.Builder().maxMultiplexedConnectionsPerAddress(1)));

        assertThat(scene.server.connectionCount()).isEqualTo(2);
    }

    @Test
    void oneThatIsRefusedIsSentAgainByTheOnlyConnectionThereMayBe() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        AtomicBoolean refused = new AtomicBoolean();
        scene.server.handler(request -> {
            if (request.path().equals("/0")) {
                end.await();
            } else if (refused.compareAndSet(false, true)) {
                return new MockResponse.Builder()
                        .resetStream(Moment.REQUEST_END, Http2ErrorCode.REFUSED_STREAM)
                        .build();
            }
            return MockResponse.of(200, "x");
        });
        scene.start(100);
        HawserClient client = scene.client(new ConnectionPool.Builder().maxConnectionsPerAddress(1));
        List<CompletableFuture<String>> held = scene.callAtOnce(client, 1);
        Eventually.await("the first call", () -> scene.server.requestCount() == 1);

        scene.exchange(client);

        end.countDown();
        assertAnswered(held);
        assertThat(scene.server.connectionCount()).isEqualTo(1);
    }
}
