package dev.hawser.it.cutoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Call;
import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
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
@EveryProtocol
class EarlyCutTest {
    private static final int CALLS = 3;

    private final TestServer server = new TestServer();
    private final Retirements retirements = new Retirements();
    private final ConnectionPool pool = retirements.pool();
    private final Steps steps = new Steps();
    private final Link link;
    private final HawserClient client;
    private final int kept;

    EarlyCutTest(Link link) {
        this.link = link;
        this.client = link.client().connectionPool(pool).eventListener(steps).build();
        this.kept = link.isH2() ? 1 : CALLS;
    }

    @BeforeEach
    void keepConnections() throws Exception {
        link.start(server);
        keep(CALLS);
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
        assertThat(pool.idleConnectionCount()).isEqualTo(kept);
        assertThat(server.openConnectionCount()).isEqualTo(kept);
        assertThat(server.requestCount()).isEqualTo(CALLS);
    }
}
