package dev.hawser.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class DemoTest {
    private static final String FIGURES = "12 requests, 7 connections opened, 5 reused, 2 closed (IDLE_LIMIT), 5 idle";

    @RepeatedTest(20)
    void theFiguresAreTheKnownOnesEachTime() {
        CommandRun run = CommandRun.of("demo");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).endsWith("\n" + FIGURES + "\n");
    }

    @Test
    void eachConnectionHasARow() {
        List<String> rows = CommandRun.of("demo").out().lines().toList();

        assertThat(rows).allMatch(row -> row.length() <= 100);
        for (int connection = 1; connection <= 7; connection++) {
            String number = "#" + connection + " ";
            assertThat(rows).filteredOn(row -> row.contains(number)).hasSize(1);
        }
        assertThat(rows)
                .filteredOn(row -> row.endsWith(" idle") && row.contains("|="))
                .hasSize(5);
        assertThat(rows)
                .filteredOn(row -> row.matches(".*x .*closed at \\d+\\.\\d ms: IDLE_LIMIT"))
                .hasSize(2);
    }

    @Test
    void jsonHasTheFiguresAndAllThatHappened() throws Exception {
        CommandRun run = CommandRun.of("demo", "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        JsonNode root = new ObjectMapper().readTree(run.out());
        assertThat(root.at("/figures").toString())
                .isEqualTo("{\"requests\":12,\"opened\":7,\"reused\":5,\"closed\":2,"
                        + "\"closedBy\":{\"IDLE_LIMIT\":2},\"idle\":5,\"summary\":\"" + FIGURES + "\"}");
        assertThat(root.at("/plan").toString())
                .isEqualTo("{\"waves\":2,\"threads\":6,\"maxIdleConnections\":5,\"keepAliveMillis\":300000}");
        assertThat(root.at("/server").toString()).isEqualTo("{\"accepted\":7,\"requests\":12,\"open\":5}");
        assertThat(root.get("disagreements")).isEmpty();
        assertThat(root.get("waves")).hasSize(2);
        assertThat(root.at("/waves/1/requests").toString()).isEqualTo("[7,8,9,10,11,12]");
        assertThat(root.get("events")).hasSize(7 + 12 + 12 + 2);
    }

    @Test
    void jsonLanesCarryEachRequestOnce() throws Exception {
        JsonNode lanes = new ObjectMapper()
                .readTree(CommandRun.of("demo", "--json").out())
                .get("lanes");

        Set<Integer> requests = new HashSet<>();
        int closed = 0;
        for (JsonNode lane : lanes) {
            for (JsonNode exchange : lane.get("exchanges")) {
                assertThat(requests.add(exchange.get("request").asInt())).isTrue();
                assertThat(exchange.get("endMillis").asDouble())
                        .isGreaterThanOrEqualTo(lane.get("openedMillis").asDouble());
            }
            closed += lane.get("closedReason").asText().equals("IDLE_LIMIT") ? 1 : 0;
            assertThat(lane.get("closedMillis").isNull())
                    .isEqualTo(lane.get("closedReason").isNull());
        }
        assertThat(lanes).hasSize(7);
        assertThat(requests).hasSize(12);
        assertThat(closed).isEqualTo(2);
    }
}
