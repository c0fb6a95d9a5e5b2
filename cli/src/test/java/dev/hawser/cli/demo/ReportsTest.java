package dev.hawser.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hawser.Retirement;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ReportsTest {
    @Test
    void textHasARowForEachConnection() {
        assertThat(new TextReport(Sample.experiment(), null, false).text()).endsWith("""
                                     born   wave 1      wave 2      in the end
                           #1      2.0 ms  |== 1 ===|x              closed at 6.0 ms: IDLE_LIMIT
                           #2      1.0 ms  |== 2 ===|..|== 3 ===|x  closed at 15.0 ms: PEER_CLOSED
                           #3     12.0 ms              |== 4 ===|.. idle

                        4 requests, 3 connections opened, 1 reused, 2 closed (1 IDLE_LIMIT, 1 PEER_CLOSED), 1 idle
                        """);
    }

    @Test
    void textIsColouredOnlyIfAllowed() {
        assertThat(new TextReport(Sample.experiment(), null, false).text()).doesNotContain("\u001b");
        assertThat(new TextReport(Sample.experiment(), null, true).text()).contains("\u001b[31mclosed\u001b[0m");
    }

    @Test
    void textTellsWhereThePictureIsBeforeTheFigures() {
        assertThat(new TextReport(Sample.experiment(), "/tmp/p.html", false).text())
                .contains("\n\nA picture of it: /tmp/p.html\n\n4 requests, ");
    }

    @Test
    void textNamesAForeignServer() {
        assertThat(new TextReport(Sample.foreignExperiment("http://u:secret@h.example/x"), null, false).text())
                .contains("\nhttp://h.example/x answers each as it comes")
                .doesNotContain("secret");
    }

    @Test
    void jsonOfAForeignServerHasItsUrlAndNoCountsOfIt() throws Exception {
        JsonNode root = new ObjectMapper()
                .readTree(new JsonReport(new Observation(Sample.foreignExperiment("http://h/x"), null, List.of()))
                        .text());

        assertThat(root.at("/plan/url").asText()).isEqualTo("http://h/x");
        assertThat(root.get("server").isNull()).isTrue();
    }

    @Test
    void textOfManyConnectionsIsCutShort() {
        ExperimentRecord sample = Sample.experiment();
        List<PoolEvent> events = LongStream.rangeClosed(1, 43)
                .<PoolEvent>mapToObj(id -> new PoolEvent.Opened(id, id, null))
                .toList();
        ExperimentRecord many = new ExperimentRecord(
                sample.plan(), sample.target(), sample.waveStartNanos(), events, List.of(), 43, 43);

        assertThat(new TextReport(many, null, false).text())
                .contains("#40 ", "... and 3 more connections")
                .doesNotContain("#41 ");
    }

    @Test
    void severalRequestsOfAWaveOnOneConnectionAreAllNamedOrCounted() {
        ExperimentRecord sample = Sample.experiment();
        List<Exchange> exchanges = LongStream.rangeClosed(1, 2)
                .mapToObj(n -> new Exchange((int) n, 1, 2, 200, n, n, n + 1))
                .toList();
        List<Exchange> more = LongStream.rangeClosed(100, 104)
                .mapToObj(n -> new Exchange((int) n, 2, 2, 200, n, n, n + 1))
                .toList();
        List<Exchange> all = Stream.concat(exchanges.stream(), more.stream()).toList();
        ExperimentRecord crowded = new ExperimentRecord(
                sample.plan(), sample.target(), sample.waveStartNanos(), sample.events(), all, 1, 1);

        assertThat(new TextReport(crowded, null, false).text()).contains("|= 1,2 ==|..|== x5 ==|x");
    }

    @Test
    void jsonHasEventsWithTheirTimes() throws Exception {
        JsonNode root = new ObjectMapper()
                .readTree(new JsonReport(new Observation(Sample.experiment(), Sample.server(), List.of("they differ")))
                        .text());

        assertThat(root.at("/events/7").toString())
                .isEqualTo("{\"atMillis\":11.0,\"connection\":2,\"event\":\"leased\",\"uses\":1,\"idleMillis\":6.0}");
        assertThat(root.at("/events/12").toString())
                .isEqualTo("{\"atMillis\":15.0,\"connection\":2,\"event\":\"retired\",\"reason\":\"PEER_CLOSED\"}");
        assertThat(root.at("/lanes/2").toString())
                .isEqualTo(
                        "{\"connection\":3,\"dialedMillis\":null,\"openedMillis\":12.0,\"exchanges\":[{\"request\":4,"
                                + "\"wave\":2,\"status\":200,\"startMillis\":10.0,\"acquiredMillis\":12.0,\"endMillis\":14.0}],\"closedMillis\":null,\"closedReason\":null}");
        assertThat(root.at("/disagreements/0").asText()).isEqualTo("they differ");
    }

    @Test
    void figuresWithoutAnEndNameNoReason() {
        assertThat(new Figures(1, 1, 0, Map.of(), 1).summary())
                .isEqualTo("1 requests, 1 connections opened, 0 reused, 0 closed, 1 idle");
        assertThat(new Figures(1, 1, 0, Map.of(Retirement.EVICTED, 1), 0).summary())
                .isEqualTo("1 requests, 1 connections opened, 0 reused, 1 closed (EVICTED), 0 idle");
    }

    @Test
    void aLeasedConnectionIsNotIdle() {
        Figures figures = Figures.of(List.of(new PoolEvent.Opened(1, 1, null), new PoolEvent.Leased(1, 1, 0, 0)));

        assertThat(figures.idle()).isZero();
    }
}
