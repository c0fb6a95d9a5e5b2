package dev.hawser.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Retirement;
import dev.hawser.cli.terminal.CommandFailure;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExperimentTest {
    @Test
    void otherPlansAddUpToo() throws Exception {
        Plan plan = new Plan(3, 4, 2, Duration.ofMinutes(1), Plan.Rhythm.NONE, Duration.ofSeconds(10));
        try (WaveServer server = WaveServer.start(plan);
                Experiment experiment = new Experiment(plan, server.target(), System::nanoTime)) {
            ExperimentRecord observed = experiment.run();
            Figures figures = observed.figures();

            assertThat(figures).isEqualTo(new Figures(12, 8, 4, Map.of(Retirement.IDLE_LIMIT, 6), 2));
            assertThat(server.awaitOpen(figures.idle(), plan.patience())).isTrue();
            assertThat(Check.disagreements(observed, server.counts())).isEmpty();
        }
    }

    @Test
    void aWaveThatDoesNotArriveIsToldByTheServer() throws Exception {
        Plan asked = new Plan(1, 2, 5, Duration.ofMinutes(1), Plan.Rhythm.NONE, Duration.ofSeconds(10));
        Plan expected = new Plan(1, 3, 5, Duration.ofMinutes(1), Plan.Rhythm.NONE, Duration.ofMillis(50));
        try (WaveServer server = WaveServer.start(expected);
                Experiment experiment = new Experiment(asked, server.target(), System::nanoTime)) {
            assertThatThrownBy(experiment::run)
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("demo: wave 1: request 1 was answered 503: 1 of 3 requests did not arrive");
        }
    }

    @Test
    void aServerThatClosesItsConnectionsShowsInTheFigures() throws Exception {
        Plan plan = new Plan(1, 1, 5, Duration.ofMinutes(1), Plan.Rhythm.NONE, Duration.ofSeconds(10));
        try (TestServer server = new TestServer()) {
            server.start();
            server.enqueue(
                    new MockResponse.Builder().addHeader("Connection", "close").build());
            try (Experiment experiment = new Experiment(plan, new Target.Foreign(server.url("/")), System::nanoTime)) {
                assertThat(experiment.run().figures())
                        .isEqualTo(new Figures(1, 1, 0, Map.of(Retirement.CONNECTION_CLOSE, 1), 0));
            }
        }
    }

    @Test
    void aForeignServersAnswersAreTakenAsTheyAre() throws Exception {
        Plan plan = new Plan(1, 2, 5, Duration.ofMinutes(1), Plan.Rhythm.NONE, Duration.ofSeconds(10));
        try (TestServer server = new TestServer()) {
            server.handler(request -> new MockResponse.Builder()
                    .code(302)
                    .addHeader("Location", "/elsewhere")
                    .build());
            server.start();
            try (Experiment experiment =
                    new Experiment(plan, new Target.Foreign(server.url("/here?q=1")), System::nanoTime)) {
                assertThat(experiment.run().exchanges())
                        .extracting(Exchange::status)
                        .containsExactly(302, 302);
            }
            assertThat(server.takeRequest().path()).isEqualTo("/here?q=1");
            assertThat(server.requestCount()).isEqualTo(2);
        }
    }

    @Test
    void eachExchangeLiesWithinTheLifeOfItsConnection() throws Exception {
        Plan plan = new Plan(2, 3, 1, Duration.ofMinutes(1), Plan.Rhythm.NONE, Duration.ofSeconds(10));
        try (WaveServer server = WaveServer.start(plan);
                Experiment experiment = new Experiment(plan, server.target(), System::nanoTime)) {
            for (Lane lane : experiment.run().lanes()) {
                assertThat(lane.dialedNanos() == null || lane.dialedNanos() <= lane.openedNanos())
                        .isTrue();
                for (Exchange each : lane.exchanges()) {
                    assertThat(each.startNanos()).isLessThanOrEqualTo(each.acquiredNanos());
                    assertThat(lane.openedNanos()).isLessThanOrEqualTo(each.acquiredNanos());
                    assertThat(each.acquiredNanos()).isLessThan(each.endNanos());
                }
            }
        }
    }
}
