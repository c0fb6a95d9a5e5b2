package dev.hawser.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Retirement;
import dev.hawser.cli.load.LoadRecord.Ending;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LoadTextTest {
    private static final LoadRecord.Latency LATENCY =
            new LoadRecord.Latency(900_000, 50_000, 790_000, 1_020_000, 3_000_000, 8_000_000, 12_000_000);

    private static LoadRecord record(
            @Nullable Double rate, Ending ending, long unsent, long unfinished, Map<String, Long> errors) {
        return new LoadRecord(
                new LoadPlan(10, null, Duration.ofSeconds(10), rate),
                "GET http://h/",
                10_000_000_000L,
                ending,
                LATENCY,
                Map.of(200, 123_456L, 503, 2L),
                errors,
                1_572_864,
                unsent,
                unfinished,
                new LoadRecord.Connections(
                        14, 123_444, Map.of(Retirement.PEER_CLOSED, 3L, Retirement.KEEP_ALIVE_EXPIRED, 1L)));
    }

    @Test
    void aClosedModelSaysWhatItsLatenciesLack() {
        assertThat(new LoadText(record(null, Ending.COMPLETE, 0, 0, Map.of())).text())
                .isEqualToNormalizingNewlines("""
                        GET http://h/
                        Closed model: each of 10 connections carries its next request when its last one is answered.

                        requests     123,458 answered in 10.0 s, 12,346/s
                        errors       none
                        status       200: 123,456, 503: 2
                        bodies       1.5 MiB, 153.6 KiB/s
                        latency      p50 790 µs   p90 1.02 ms   p99 3.00 ms   p99.9 8.00 ms   max 12.0 ms
                                     from the time when a request is begun to the end of its response. A slow
                                     response holds back the requests behind it: that is not in here (see --rate).
                        connections  14 opened, 123,444 times used again, 4 retired (3 PEER_CLOSED, 1 KEEP_ALIVE_EXPIRED), 10 open in the end
                        """);
    }

    @Test
    void anOpenModelSaysWhereItsLatenciesBegin() {
        assertThat(new LoadText(record(1500.0, Ending.COMPLETE, 7, 0, Map.of())).text())
                .contains("Open model: a request is begun 1,500 times a second, answered or not, over 10 connections.")
                .contains("not sent     7 requests that were due")
                .contains("from the time when a request was due");
    }

    @Test
    void errorsAreListedByTheirNumber() {
        assertThat(new LoadText(record(null, Ending.INTERRUPTED, 0, 3, Map.of("timeout", 2L, "connection reset", 5L)))
                        .text())
                .contains("12,346/s, interrupted; 3 under way were cut off")
                .contains("errors       7: 5 connection reset, 2 timeout");
    }
}
