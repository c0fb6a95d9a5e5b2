package dev.hawser.it.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Connection;
import dev.hawser.ConnectionPool;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.HawserClient;
import dev.hawser.Retirement;
import dev.hawser.it.SocketsLeft;
import dev.hawser.it.cutoff.Eventually;
import dev.hawser.testserver.Http2ErrorCode;
import dev.hawser.testserver.Http2Frame;
import dev.hawser.testserver.MockResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a server does to a connection is told to the pool's listener, but never by the threads that carry its frames. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class ListenerThreadsTest {
    private final SharedServer scene = new SharedServer();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> threads = new CopyOnWriteArrayList<>();
    private final HawserClient client = scene.client(
            new ConnectionPool.Builder().maxMultiplexedConnectionsPerAddress(1).listener(new ConnectionPoolListener() {
                @Override
                public void connectionLeased(Connection connection, int uses, long idleNanos) {
                    note("leased");
                }

                @Override
                public void connectionReturned(Connection connection) {
                    note("returned");
                }

                @Override
                public void connectionRetired(Connection connection, Retirement reason) {
                    note("retired " + reason);
                }
            }));

    private void note(String event) {
        told.add(event);
        threads.add(Thread.currentThread().getName());
    }

    @AfterEach
    void close() {
        scene.close();
        assertThat(threads).noneMatch(name -> name.startsWith("Hawser h2"));
    }

    @Test
    void aServerThatGoesAway() throws IOException {
        scene.server.start();
        scene.exchange(client);

        scene.server.http2(0).send(Http2Frame.goAway(1, Http2ErrorCode.NO_ERROR, ""));

        Eventually.await("the end to be told", () -> told.contains("retired GOAWAY"));
        assertThat(told).containsExactly("leased", "returned", "retired GOAWAY");
    }

    @Test
    void aServerThatHangsUp() throws IOException {
        scene.server.start();
        scene.exchange(client);

        scene.server.http2(0).close();

        Eventually.await("the end to be told", () -> told.contains("retired PEER_CLOSED"));
    }

    @Test
    void aServerThatAllowsMoreStreamsThanBefore() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        scene.server.handler(request -> {
            both.countDown();
            both.await();
            return MockResponse.of(200, "x");
        });
        scene.start(1);
        List<CompletableFuture<String>> calls = scene.callAtOnce(client, 2);
        Eventually.await("the first", () -> scene.server.requestCount() == 1);

        scene.server.http2(0).send(Http2Frame.settings(Http2Frame.MAX_CONCURRENT_STREAMS, 10));

        for (CompletableFuture<String> call : calls) {
            assertThat(call.get()).isEqualTo("x");
        }
        assertThat(scene.server.connectionCount()).isEqualTo(1);
    }
}
