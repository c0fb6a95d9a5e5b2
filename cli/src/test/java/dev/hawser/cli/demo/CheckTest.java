package dev.hawser.cli.demo;

import static dev.hawser.cli.demo.Sample.arrival;
import static dev.hawser.cli.demo.Sample.server;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CheckTest {
    private static final List<ServerCounts.Arrival> ARRIVALS = Sample.server().arrivals();

    private static List<String> disagreements(ServerCounts server) {
        return Check.disagreements(Sample.experiment(), server);
    }

    @Test
    void whatAgreesIsNotTold() {
        assertThat(disagreements(Sample.server())).isEmpty();
    }

    @Test
    void anotherNumberOfConnectionsIsTold() {
        assertThat(disagreements(server(4, 1, ARRIVALS)))
                .containsExactly("connections opened by the pool's events: 3, but accepted by the server: 4");
    }

    @Test
    void aSocketThatStayedOpenIsTold() {
        assertThat(disagreements(server(3, 2, ARRIVALS)))
                .containsExactly("idle connections by the pool's events: 1, but open at the server: 2");
    }

    @Test
    void aLostRequestIsTold() {
        assertThat(disagreements(server(3, 1, ARRIVALS.subList(0, 3))))
                .containsExactly("requests by the pool's events: 4, but at the server: 3");
    }

    @Test
    void aRequestOnAnotherConnectionIsTold() {
        List<ServerCounts.Arrival> arrivals =
                List.of(arrival(1, 0, 0), arrival(2, 1, 0), arrival(3, 0, 1), arrival(4, 2, 0));

        assertThat(disagreements(server(3, 1, arrivals)))
                .containsExactly("request 3 left on connection #2, but came on the server's connection 0, "
                        + "which is another");
    }

    @Test
    void aReuseThatTheServerDidNotSeeIsTold() {
        List<ServerCounts.Arrival> arrivals =
                List.of(arrival(1, 0, 0), arrival(2, 1, 0), arrival(3, 1, 0), arrival(4, 2, 0));

        assertThat(disagreements(server(3, 1, arrivals)))
                .containsExactly("reuses by the pool's events: 1, but at the server: 0");
    }

    @Test
    void aRequestThatNobodySentIsTold() {
        List<ServerCounts.Arrival> arrivals =
                List.of(arrival(1, 0, 0), arrival(2, 1, 0), arrival(3, 1, 1), arrival(9, 2, 0));

        assertThat(disagreements(server(3, 1, arrivals)))
                .containsExactly("request 9 came to the server, but was not sent");
    }

    @Test
    void badBytesAreTold() {
        assertThat(disagreements(new ServerCounts(3, 1, ARRIVALS, List.of("connection 0: no colon"))))
                .containsExactly("the server got what it could not read: connection 0: no colon");
    }

    @Test
    void thePoolsOwnCountsAreChecked() {
        ExperimentRecord sample = Sample.experiment();
        ExperimentRecord miscounted = new ExperimentRecord(
                sample.plan(), sample.target(), sample.waveStartNanos(), sample.events(), sample.exchanges(), 2, 0);

        assertThat(Check.disagreements(miscounted, Sample.server()))
                .containsExactly(
                        "idle connections by the pool's events: 1, but by its count: 0",
                        "connections left by the pool's events: 1, but by its count: 2");
    }
}
