package dev.hawser.it.cutoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.it.cutoff.Scenario.Cut;
import dev.hawser.it.cutoff.Scenario.Step;
import dev.hawser.it.cutoff.Scenario.Way;
import dev.hawser.testserver.Http2Frame;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls that are cancelled, interrupted or timed out at each step: they end at once and for the right reason,
 * and afterwards the client's books are those of the server.
 */
@Timeout(60)
class CutOffTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("dev.hawser.it.cutoff.Scenario#all")
    void aCallCutOffEndsAtOnceAndTheBooksBalance(Scenario scenario) throws Exception {
        try (Scene scene = new Scene(scenario)) {
            CompletableFuture<Scene.Outcome> outcome = scene.start();
            if (scenario.cut() == Cut.CANCEL || scenario.cut() == Cut.INTERRUPT) {
                scene.awaitStep();
                scene.cut();
            }

            assertOutcome(scenario, Scene.of(outcome));
            assertToldOnce(scenario, scene);
            scene.release();
            assertTheConnectionIsGone(scenario, scene);
            assertTheNextCallSucceeds(scene);
            assertBooksBalance(scene);
            assertTheServerSawNoOtherFault(scenario, scene);
        }
    }

    private static void assertOutcome(Scenario scenario, Scene.Outcome outcome) {
        assertThat(outcome.interrupted()).isEqualTo(scenario.cut() == Cut.INTERRUPT);
        if (scenario.step() == Step.DRAINING) {
            assertThat(outcome.failure()).isNull();
            return;
        }
        switch (scenario.cut()) {
            case CANCEL -> {
                if (scenario.way() == Way.ASYNC) {
                    assertThat(outcome.failure()).isInstanceOf(CancellationException.class);
                } else {
                    assertThat(outcome.failure())
                            .isInstanceOf(IOException.class)
                            .hasMessage("Canceled");
                }
            }
            case INTERRUPT ->
                assertThat(outcome.failure())
                        .isExactlyInstanceOf(InterruptedIOException.class)
                        .hasMessageStartingWith("interrupted");
            case CALL_TIMEOUT ->
                assertThat(outcome.failure())
                        .isExactlyInstanceOf(InterruptedIOException.class)
                        .hasMessageStartingWith("timeout");
            case OWN_TIMEOUT -> assertThat(outcome.failure()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static void assertToldOnce(Scenario scenario, Scene scene) {
        Eventually.await("the end is told", () -> !scene.steps.ends().isEmpty());
        String end = switch (scenario.cut()) {
            case CANCEL -> "failed: Canceled";
            case INTERRUPT -> "failed: interrupted";
            case CALL_TIMEOUT, OWN_TIMEOUT -> "failed: timeout";
        };
        assertThat(scene.steps.ends()).hasSize(1);
        assertThat(scene.steps.ends().get(0)).startsWith(scenario.step() == Step.DRAINING ? "ended" : end);
    }

    private static void assertTheConnectionIsGone(Scenario scenario, Scene scene) throws InterruptedException {
        if (scenario.link().isH2() && scenario.step().isOnConnection()) {
            assertTheStreamIsGone(scene);
            return;
        }
        if (scenario.step().isOnConnection()) {
            assertThat(scene.pool.connectionCount()).isZero();
            scene.retirements.awaitExactly(scenario.retirement());
        }
        if (scenario.step().isOnConnection() || scenario.step() == Step.HANDSHAKING) {
            Eventually.await("the server sees the end", () -> scene.server.openConnectionCount() == 0);
        }
    }

    private static void assertTheStreamIsGone(Scene scene) throws InterruptedException {
        int second = 3; // the first stream has carried the call before
        assertThat(scene.server
                        .http2(0)
                        .await(frame -> frame.type() == Http2Frame.RST_STREAM && frame.streamId() == second, PATIENCE))
                .isNotNull();
        assertThat(scene.retirements.reasons()).isEmpty();
        assertThat(scene.pool.connectionCount()).isEqualTo(1);
    }

    private static void assertTheNextCallSucceeds(Scene scene) throws IOException {
        Request ok = new Request.Builder().url(scene.server.url("/ok")).build();
        try (Response response = scene.client.newCall(ok).execute()) {
            assertThat(response.body().string()).isEqualTo("ok");
        }
    }

    /** A request whose body was cut off is a fault of this client's, and the only one; in HTTP/2, where it says so, it is none. */
    private static void assertTheServerSawNoOtherFault(Scenario scenario, Scene scene) {
        if (scenario.step().isBeforeTheBodysEnd() && !scenario.link().isH2()) {
            assertThat(scene.server.protocolErrors()).singleElement().asString().contains("the body ended");
        } else {
            assertThat(scene.server.protocolErrors()).isEmpty();
        }
    }

    private static void assertBooksBalance(Scene scene) {
        Eventually.await(
                "as many connections here as there, and all idle",
                () -> scene.pool.connectionCount() == scene.server.openConnectionCount()
                        && scene.pool.idleConnectionCount() == scene.pool.connectionCount()
                        && scene.pool.idleConnectionCount() >= 1);
        assertThat(scene.steps.ends()).hasSize(1);
    }
}
