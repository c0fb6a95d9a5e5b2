package dev.hawser.it.cutoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Call;
import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that are cut off before they begin leave the kept connections alone. */
@Timeout(60)
class EarlyCutTest {
    private static final int KEPT = 3;

    private final TestServer server = new TestServer();
    private final Retirements retirements = new Retirements();
    private final ConnectionPool pool = retirements.pool();
    private final Steps steps = new Steps();
    private final HawserClient client =
            new HawserClient.Builder().connectionPool(pool).eventListener(steps).build();

    @BeforeEach
    void keepConnections() throws Exception {
        server.start();
        keep(KEPT);
        steps.ends().clear();
        long start = System.nanoTime();
        Eventually.await("idle for long enough to be looked at", () -> System.nanoTime() - start > 2_000_000);
    }

    private void keep(int count) throws IOException {
        if (count > 0) {
            server.enqueue(MockResponse.of(200, "ok"));
            try (Response response = call().execute()) {
                keep(count - 1);
                assertThat(response.body().string()).isEqualTo("ok");
            }
        }
    }

    @AfterEach
    void stop() {
        client.close();
        pool.close();
        server.shutdown();
        assertThat(server.protocolErrors()).isEmpty();
    }

    private Call call() {
        return client.newCall(new Request.Builder().url(server.url("/")).build());
    }

    @Test
    void anInterruptedThreadTakesNoConnection() {
        Call call = call();
        Thread.currentThread().interrupt();

        assertThatThrownBy(call::execute)
                .isExactlyInstanceOf(InterruptedIOException.class)
                .hasMessageStartingWith("interrupted");

        assertThat(Thread.interrupted()).isTrue();
        assertNothingHappened();
        assertThat(steps.ends()).singleElement().asString().startsWith("failed: interrupted");
    }

    @Test
    void aCancelledCallTakesNoConnection() {
        Call call = call();
        call.cancel();

        assertThatThrownBy(call::execute).isInstanceOf(IOException.class).hasMessage("Canceled");

        assertNothingHappened();
        assertThat(steps.ends()).containsExactly("failed: Canceled");
    }

    @Test
    void aCancelledCallIsNotQueued() {
        Call call = call();
        call.cancel();

        assertThatThrownBy(() -> call.executeAsync().join()).hasRootCauseMessage("Canceled");

        assertNothingHappened();
        assertThat(steps.ends()).containsExactly("failed: Canceled");
    }

    private void assertNothingHappened() {
        assertThat(retirements.reasons()).isEmpty();
        assertThat(pool.idleConnectionCount()).isEqualTo(KEPT);
        assertThat(server.openConnectionCount()).isEqualTo(KEPT);
        assertThat(server.requestCount()).isEqualTo(KEPT);
    }
}
