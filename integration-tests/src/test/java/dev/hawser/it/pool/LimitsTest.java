package dev.hawser.it.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hawser.Call;
import dev.hawser.ConnectionPool;
import dev.hawser.ConnectionPoolSnapshot;
import dev.hawser.ConnectionPoolTimeoutException;
import dev.hawser.HawserClient;
import dev.hawser.Response;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.cutoff.Eventually;
import dev.hawser.testserver.RecordedRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hard limits, and those who wait for them. */
@Timeout(60)
@EveryProtocol({Link.H1, Link.H1_TLS, Link.H2, Link.H2C})
class LimitsTest {
    private final Link link;
    private final PooledServer served;

    /** Longer than it takes to make a connection. */
    private final Duration soon;

    LimitsTest(Link link) {
        this.link = link;
        this.served = new PooledServer(link);
        this.soon = Duration.ofMillis(link.isTls() ? 1_000 : 50);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private void awaitWaiters(HawserClient client, int count) {
        Eventually.await(
                count + " wait",
                () -> client.connectionPool().snapshot().total().waiting() == count);
    }

    @Nested
    class ACallThatGetsNoConnection {
        @Test
        void failsInTimeWithTheFiguresAndTheHolders() throws Exception {
            HawserClient client = served.client(new ConnectionPool.Builder()
                    .name("orders")
                    .maxConnections(7)
                    .maxConnectionsPerAddress(1)
                    .acquireTimeout(soon));
            ConnectionPoolTimeoutException failure;
            try (Response held = served.hold(client)) {
                failure = catchThrowableOfType(ConnectionPoolTimeoutException.class, () -> served.exchange(client));
                assertThat(held.code()).isEqualTo(200);
            }

            assertThat(failure)
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessageContaining("No connection to " + served.server.hostName() + ":" + served.server.port())
                    .hasMessageContaining(
                            "Pool orders: 1 of at most 7 connections (1 active, 0 idle, 0 dialing, 0 draining)")
                    .hasMessageContaining("1 of at most 1 connections")
                    .hasMessageContaining("ms by Call{GET " + served.server.url("/") + "...}");
            ConnectionPoolSnapshot seen = failure.snapshot();
            assertThat(seen.total()).isEqualTo(new ConnectionPoolSnapshot.Counts(1, 0, 0, 0, 0));
            assertThat(seen.connections().get(0).holders()).hasSize(1);
            assertThat(seen.settings().name()).isEqualTo("orders");
            served.exchange(client);
            assertThat(served.server.connectionCount()).isEqualTo(1);
        }

        @Test
        void failsAtOnceWhenTooManyWaitAlready() throws Exception {
            HawserClient client = served.client(
                    new ConnectionPool.Builder().maxConnectionsPerAddress(1).maxWaiters(1));
            CompletableFuture<Response> waiting;
            try (Response held = served.hold(client)) {
                waiting = client.newCall(served.get("/waiting")).executeAsync();
                awaitWaiters(client, 1);

                assertThatThrownBy(() -> served.exchange(client))
                        .isInstanceOf(ConnectionPoolTimeoutException.class)
                        .hasMessageContaining("maxWaiters 1");
                assertThat(held.code()).isEqualTo(200);
            }
            waiting.get().close();
        }

        @Test
        void isToldThatItsOwnThreadHoldsOne() throws Exception {
            HawserClient client = served.client(
                    new ConnectionPool.Builder().maxConnectionsPerAddress(1).acquireTimeout(soon));
            HawserClient nesting = client.newBuilder()
                    .addInterceptor(chain -> {
                        Response outer = chain.proceed(chain.request());
                        try {
                            served.exchange(client);
                        } catch (IOException e) {
                            outer.close();
                            throw e;
                        }
                        return outer;
                    })
                    .build();

            assertThatThrownBy(() -> nesting.newCall(served.get("/outer")).execute())
                    .isInstanceOf(ConnectionPoolTimeoutException.class)
                    .hasMessageContaining("this thread itself has held one for")
                    .hasMessageContaining("Call{GET " + served.server.url("/") + "...}");
        }

        @Test
        void leavesTheBooksBalancedWhenItIsCancelled() throws Exception {
            HawserClient client = served.client(new ConnectionPool.Builder().maxConnectionsPerAddress(1));
            try (Response held = served.hold(client)) {
                Call waiting = client.newCall(served.get("/waiting"));
                CompletableFuture<Response> outcome = waiting.executeAsync();
                awaitWaiters(client, 1);
                waiting.cancel();

                assertThatThrownBy(outcome::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasRootCauseMessage("Canceled");
                assertThat(held.code()).isEqualTo(200);
            }
            assertThat(client.connectionPool().snapshot().total())
                    .isEqualTo(new ConnectionPoolSnapshot.Counts(0, 1, 0, 0, 0));
        }
    }

    @Test
    void thoseWhoWaitAreServedInOrderOfArrival() throws Exception {
        HawserClient client = served.client(new ConnectionPool.Builder().maxConnectionsPerAddress(1));
        List<CompletableFuture<Response>> waiting = new ArrayList<>();
        try (Response held = served.hold(client)) {
            client.dispatcher().setMaxRequestsPerHost(64);
            for (int i = 0; i < 8; i++) {
                waiting.add(client.newCall(served.get("/" + i)).executeAsync());
                awaitWaiters(client, i + 1);
            }
            assertThat(held.code()).isEqualTo(200);
        }
        for (CompletableFuture<Response> each : waiting) {
            each.get().close();
        }

        assertThat(nextRequest().path()).isEqualTo("/held");
        for (int i = 0; i < 8; i++) {
            assertThat(nextRequest().path()).isEqualTo("/" + i);
        }
        assertThat(served.server.connectionCount()).isEqualTo(1);
    }

    @Test
    void aCallWhoseAddressHoldsItsConnectionGetsRoomByTheSecondThatComesBackElsewhere() throws Exception {
        try (PooledServer other = new PooledServer(link)) {
            HawserClient client = served.client(new ConnectionPool.Builder().maxConnections(2));
            try (Response held = other.hold(client)) {
                Response first = served.hold(client);
                CompletableFuture<Response> starving =
                        client.newCall(other.get("/starving")).executeAsync();
                awaitWaiters(client, 1);
                CompletableFuture<Response> second =
                        client.newCall(served.get("/second")).executeAsync();
                awaitWaiters(client, 2);
                first.close();
                CompletableFuture<Response> third =
                        client.newCall(served.get("/third")).executeAsync();
                awaitWaiters(client, 2);
                second.get().close();

                starving.get().close();
                third.get().close();
                assertThat(held.code()).isEqualTo(200);
            }
            assertThat(other.server.connectionCount()).isEqualTo(2);
            assertThat(served.server.connectionCount()).isEqualTo(2);
        }
    }

    private RecordedRequest nextRequest() throws InterruptedException {
        return Objects.requireNonNull(served.server.takeRequest(Duration.ofSeconds(20)), "no request came");
    }

    @Test
    void aHigherLimitServesThoseWhoWaitAtOnce() throws Exception {
        HawserClient client = served.client(new ConnectionPool.Builder().maxConnectionsPerAddress(1));
        ConnectionPool pool = client.connectionPool();
        try (Response held = served.hold(client)) {
            CompletableFuture<Response> waiting =
                    client.newCall(served.get("/waiting")).executeAsync();
            awaitWaiters(client, 1);
            pool.resize(pool.newBuilder().maxConnectionsPerAddress(2));

            waiting.get().close();
            assertThat(held.code()).isEqualTo(200);
        }
        assertThat(pool.settings().maxConnectionsPerAddress()).isEqualTo(2);
        assertThat(served.server.connectionCount()).isEqualTo(2);
    }
}
