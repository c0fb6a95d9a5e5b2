package dev.hawser.it.cutoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.Retirement;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.testserver.Http2Frame;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Responses that are dropped without being closed. */
@Timeout(60)
@EveryProtocol
class LeakTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** More than a client takes in before it is read. */
    private static final String LONG = "rope".repeat(1 << 20);

    private final TestServer server = new TestServer();
    private final Link link;
    private final Retirements retirements = new Retirements();
    private final Logger logger = Logger.getLogger("dev.hawser.ConnectionPool");
    private final Records records = new Records();

    /** What was logged. */
    private static final class Records extends Handler {
        private final List<LogRecord> all = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord record) {
            all.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    LeakTest(Link link) {
        this.link = link;
    }

    @BeforeEach
    void start() {
        link.start(server);
        logger.setUseParentHandlers(false);
        logger.addHandler(records);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(records);
        logger.setUseParentHandlers(true);
        server.shutdown();
        assertThat(server.protocolErrors()).isEmpty();
    }

    @Test
    void aDroppedResponseIsFoundAndItsPlaceIsFreeAgain() throws Exception {
        try (ConnectionPool pool =
                new ConnectionPool.Builder().listener(retirements).build()) {
            LogRecord warning = warningAfterLeak(pool);

            assertThat(warning.getLevel()).isEqualTo(Level.WARNING);
            assertThat(warning.getMessage())
                    .contains("A connection to " + server.url("/"))
                    .contains("was leaked. Did you forget to close a response body?")
                    .contains("leakStacks(true)");
            assertThat(warning.getThrown()).isNull();
        }
    }

    @Test
    void theWarningShowsTheStackThatLeasedTheConnection() throws Exception {
        try (ConnectionPool pool = new ConnectionPool.Builder()
                .listener(retirements)
                .leakStacks(true)
                .build()) {
            LogRecord warning = warningAfterLeak(pool);

            assertThat(warning.getMessage()).contains("was leaked. Did you forget to close a response body?");
            assertThat(warning.getThrown())
                    .hasMessageContaining("GET " + server.url("/").redact());
            assertThat(warning.getThrown().getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("dropAResponse"));
        }
    }

    @Test
    void theOtherCallsGoOn() throws Exception {
        try (ConnectionPool pool =
                new ConnectionPool.Builder().listener(retirements).build()) {
            HawserClient client = link.client().connectionPool(pool).build();
            server.enqueue(MockResponse.of(200, LONG));
            try (Response held = client.newCall(
                            new Request.Builder().url(server.url("/")).build())
                    .execute()) {
                dropAResponse(client);
                Eventually.await("the leak was found", () -> {
                    System.gc();
                    call(client);
                    return pool.snapshot().leaked() == 1;
                });
                call(client);

                assertThat(held.body().string()).isEqualTo(LONG);
            }
            assertThat(server.connectionCount()).isEqualTo(link.isH2() ? 2 : 3);
            retirements.awaitExactly(Retirement.LEAKED);
        }
    }

    private LogRecord warningAfterLeak(ConnectionPool pool) throws Exception {
        HawserClient client = link.client().connectionPool(pool).build();
        dropAResponse(client);
        assertThat(pool.connectionCount()).isEqualTo(1);

        Eventually.await("the leak was found", () -> {
            System.gc();
            call(client);
            return !records.all.isEmpty();
        });

        call(client);
        assertThat(pool.snapshot().leaked()).isOne();
        if (link.isH2()) {
            assertThat(server.http2(0).await(frame -> frame.type() == Http2Frame.RST_STREAM, PATIENCE))
                    .isNotNull();
        }
        retirements.awaitExactly(Retirement.LEAKED);
        assertThat(server.awaitOpenConnections(1, PATIENCE)).isTrue();
        assertThat(pool.connectionCount()).isEqualTo(1);
        assertThat(pool.idleConnectionCount()).isEqualTo(1);
        assertThat(records.all).hasSize(1);
        return records.all.get(0);
    }

    private void dropAResponse(HawserClient client) throws IOException {
        server.enqueue(MockResponse.of(200, LONG));
        Response dropped = client.newCall(
                        new Request.Builder().url(server.url("/")).build())
                .execute();
        assertThat(dropped.code()).isEqualTo(200);
    }

    private void call(HawserClient client) {
        server.enqueue(MockResponse.of(200, "rope"));
        try (Response response = client.newCall(
                        new Request.Builder().url(server.url("/")).build())
                .execute()) {
            assertThat(response.body().string()).isEqualTo("rope");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
