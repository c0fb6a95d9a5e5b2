package dev.hawser.it.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Address;
import dev.hawser.ConnectionPool;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.ConnectionPoolSnapshot;
import dev.hawser.HawserClient;
import dev.hawser.HttpUrl;
import dev.hawser.Response;
import dev.hawser.Retirement;
import dev.hawser.WarmUp;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.TestOver;
import dev.hawser.it.cutoff.Eventually;
import dev.hawser.it.cutoff.Retirements;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator does to a pool in use, and what it says of itself. */
@Timeout(60)
@EveryProtocol({Link.H1, Link.H1_TLS, Link.H2, Link.H2C}) // through a proxy connects fail otherwise
class OperationsTest {
    private final Link link;
    private final PooledServer served;
    private final Retirements retirements = new Retirements();
    private final ConnectionPool.Builder settings = new ConnectionPool.Builder().listener(retirements);

    OperationsTest(Link link) {
        this.link = link;
        this.served = new PooledServer(link);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void aSoftEvictionEndsTheConnectionsAndNotTheCalls() throws Exception {
        HawserClient client = served.client(settings);
        try (Response held = served.hold(client)) {
            client.connectionPool().softEvict();
            assertThat(held.body().string()).isEqualTo("x");
        }
        served.exchange(client);

        retirements.awaitExactly(Retirement.EVICTED);
        assertThat(served.server.connectionCount()).isEqualTo(2);
    }

    @Test
    void aSoftEvictionClosesIdleConnectionsByItself() throws Exception {
        HawserClient client = served.client(settings);
        served.exchange(client);
        Address address = client.connectionPool().snapshot().addresses().get(0).address();
        client.connectionPool().softEvict(address);

        Eventually.await("closed", () -> retirements.reasons().equals(List.of(Retirement.EVICTED)));
    }

    @Test
    void aSuspendedPoolLetsCallsWait() throws Exception {
        HawserClient client = served.client(settings);
        ConnectionPool pool = client.connectionPool();
        served.exchange(client);
        pool.suspend();
        CompletableFuture<Response> waiting =
                client.newCall(served.get("/waiting")).executeAsync();
        Eventually.await("one waits", () -> pool.snapshot().total().waiting() == 1);
        assertThat(pool.snapshot().suspended()).isTrue();
        pool.resume();

        waiting.get().close();
        assertThat(served.server.connectionCount()).isEqualTo(1);
    }

    @Nested
    class Draining {
        @Test
        void waitsForThoseInUse() throws Exception {
            HawserClient client = served.client(settings);
            Response held = served.hold(client);
            CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> {
                try {
                    return client.connectionPool().drain(Duration.ofSeconds(30));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            Eventually.await(
                    "draining", () -> client.connectionPool().snapshot().total().draining() == 1);
            held.close();

            assertThat(drained.get()).isTrue();
            retirements.awaitExactly(Retirement.SHUTDOWN);
            assertThatThrownBy(() -> served.exchange(client)).hasMessage("The connection pool is closed");
        }

        @Test
        void cutsOffWhatIsLate() throws Exception {
            HawserClient client = served.client(settings);
            try (Response held = served.hold(client)) {
                assertThat(client.connectionPool().drain(Duration.ZERO)).isFalse();

                assertThat(client.connectionPool().connectionCount()).isZero();
                assertThat(held.code()).isEqualTo(200);
            }
        }
    }

    @Nested
    class WarmingUp {
        private final HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .build();

        @TestOver(
                value = {Link.H1, Link.H1_TLS},
                because = "how many connections HTTP/2 wants depends on its streams")
        void opensConnectionsBeforeTheyAreNeeded() throws Exception {
            HawserClient client = served.client(settings);
            WarmUp outcome = client.warmUp(served.server.url("/"), 3).get();

            assertThat(outcome.opened()).isEqualTo(3);
            assertThat(outcome.failures()).isEmpty();
            assertThat(client.connectionPool().idleConnectionCount()).isEqualTo(3);
            served.exchange(client);
            Eventually.await("three were accepted, and no more", () -> served.server.connectionCount() == 3);
            assertThat(client.warmUp(served.server.url("/"), 3).get().opened()).isZero();
        }

        @TestOver(value = Link.H1, because = "over the others all tests shake hands")
        void shakesHandsToo() throws Exception {
            try (TestServer secure = new TestServer()) {
                secure.useHttps(new HandshakeCertificates.Builder()
                        .heldCertificate(certificate)
                        .build());
                secure.handler(request -> MockResponse.of(200, "x"));
                secure.start();
                HandshakeCertificates trusting = new HandshakeCertificates.Builder()
                        .addTrustedCertificate(certificate.certificate())
                        .build();
                HawserClient client = served.client(settings)
                        .newBuilder()
                        .sslContext(trusting.sslContext(), trusting.trustManager())
                        .build();
                WarmUp outcome = client.warmUp(HttpUrl.get("https://localhost:" + secure.port() + "/"), 2)
                        .get();

                assertThat(outcome.failures()).isEmpty();
                assertThat(outcome.opened()).isEqualTo(2);
                assertThat(client.connectionPool()
                                .snapshot()
                                .connections()
                                .get(0)
                                .route()
                                .address()
                                .isHttps())
                        .isTrue();
            }
        }

        @Test
        void tellsWhatFailed() throws Exception {
            int closed;
            try (ServerSocket socket = new ServerSocket(0)) {
                closed = socket.getLocalPort();
            }
            HawserClient client = served.client(settings);
            WarmUp outcome = client.warmUp(HttpUrl.get(link.scheme() + "://127.0.0.1:" + closed + "/"), 2)
                    .get();

            assertThat(outcome.opened()).isZero();
            assertThat(outcome.failures()).hasSize(2).allMatch(failure -> failure instanceof IOException);
        }

        @Test
        void refusesMoreThanThePoolKeeps() {
            HawserClient client = served.client(settings);

            assertThatThrownBy(() -> client.warmUp(served.server.url("/"), 6))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("cannot warm up 6 connections: at least 1, and maxIdleConnections is 5");
        }
    }

    @Nested
    class AMinimumOfIdleConnections {
        @TestOver(
                value = {Link.H1, Link.H1_TLS},
                because = "how many connections HTTP/2 wants depends on its streams")
        void isReachedInTheBackgroundForAnAddressInUse() throws Exception {
            HawserClient client = served.client(settings.minIdlePerAddress(3));
            served.exchange(client);

            Eventually.await("three are idle", () -> client.connectionPool().idleConnectionCount() >= 3);
            try (Response held = served.hold(client)) {
                Eventually.await("three more", () -> client.connectionPool().connectionCount() == 4);
                assertThat(held.code()).isEqualTo(200);
            }
        }

        @TestOver(
                value = {Link.H1, Link.H1_TLS},
                because = "how many connections HTTP/2 wants depends on its streams")
        void tellsTheListenerWhatFailed() throws Exception {
            List<String> failed = new CopyOnWriteArrayList<>();
            HawserClient client = served.client(new ConnectionPool.Builder()
                    .minIdlePerAddress(2)
                    .listener(new ConnectionPoolListener() {
                        @Override
                        public void connectionFailed(Address address, Throwable cause) {
                            failed.add(address + ": " + cause.getClass().getSimpleName());
                        }
                    }));
            Response held = served.hold(client);
            Eventually.await("two are idle", () -> client.connectionPool().idleConnectionCount() == 2);
            served.server.shutdown();
            client.connectionPool().evictAll();

            Eventually.await("a failure is told", () -> !failed.isEmpty());
            assertThat(failed.get(0)).endsWith(": ConnectException");
            held.close();
        }
    }

    @Test
    void aSnapshotTellsOfEachConnection() throws Exception {
        HawserClient client = served.client(settings.name("inventory"));
        served.exchange(client);
        try (Response held = served.hold(client)) {
            ConnectionPoolSnapshot seen = client.connectionPool().snapshot();

            assertThat(seen.settings().name()).isEqualTo("inventory");
            assertThat(seen.total().connections()).isEqualTo(1);
            ConnectionPoolSnapshot.ConnectionState only = seen.connections().get(0);
            assertThat(only.uses()).isEqualTo(2);
            assertThat(only.streams()).isEqualTo(1);
            assertThat(only.capacity()).isEqualTo(1);
            assertThat(only.age()).isPositive();
            assertThat(only.holders().get(0).call()).isEqualTo("Call{GET " + served.server.url("/") + "...}");
            assertThat(held.code()).isEqualTo(200);
        }
    }

    @Nested
    class Warnings {
        private final Logger logger = Logger.getLogger("dev.hawser.ConnectionPool");
        private final List<LogRecord> records = new CopyOnWriteArrayList<>();
        private final Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                records.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };

        private void whileListening(Action action) throws Exception {
            logger.setUseParentHandlers(false);
            logger.addHandler(handler);
            try {
                action.perform();
            } finally {
                logger.removeHandler(handler);
                logger.setUseParentHandlers(true);
            }
        }

        @Test
        void nameTheCallThatHoldsAConnectionForTooLongAndTheStackThatLeasedIt() throws Exception {
            HawserClient client = served.client(settings.leakDetectionThreshold(Duration.ofMillis(20)));
            whileListening(() -> {
                try (Response held = served.hold(client)) {
                    Eventually.await("a warning", () -> !records.isEmpty());
                    assertThat(held.body().string()).isEqualTo("x");
                }
            });

            assertThat(records.get(0).getMessage())
                    .contains("leakDetectionThreshold of pool default")
                    .contains("Call{GET " + served.server.url("/") + "...}");
            assertThat(records.get(0).getThrown()).isNotNull();
        }

        @Test
        void ofExhaustionComeOnceASecond() throws Exception {
            HawserClient client =
                    served.client(settings.maxConnectionsPerAddress(1).maxWaiters(0));
            whileListening(() -> {
                try (Response held = served.hold(client)) {
                    for (int i = 0; i < 3; i++) {
                        assertThatThrownBy(() -> served.exchange(client)).hasMessageContaining("maxWaiters 0");
                    }
                    assertThat(held.code()).isEqualTo(200);
                }
            });

            assertThat(records).hasSize(1);
        }

        private interface Action {
            void perform() throws Exception;
        }
    }

    @Test
    void whatCannotBeChangedIsRefused() {
        HawserClient client = served.client(settings);
        ConnectionPool pool = client.connectionPool();

        assertThatThrownBy(() -> pool.resize(pool.newBuilder().name("other")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name of a pool cannot be changed");
    }
}
