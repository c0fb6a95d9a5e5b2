package dev.hawser.benchmarks;

import dev.hawser.benchmarks.lending.LenderKind;
import dev.hawser.benchmarks.lending.LendingPlan;
import dev.hawser.benchmarks.lending.LendingResult;
import dev.hawser.benchmarks.lending.LendingRun;
import dev.hawser.benchmarks.load.Jvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What lending costs when there are more borrowers than connections. */
@Command(
        name = "waiters",
        description =
                "Borrowing and giving back by more threads than there are connections, without anything behind them:"
                        + " 2 threads on 1, 8 on 2, 64 on 4, and on JDK 21 and later 10,000 virtual threads on 50.",
        mixinStandardHelpOptions = true)
final class WaitersCommand implements Callable<Integer> {
    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long a pool is measured in one round (default: ${DEFAULT-VALUE})",
            defaultValue = "2")
    private double seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            description = "How long it runs before (default: ${DEFAULT-VALUE})",
            defaultValue = "3")
    private double warmUp;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each pool has its turn (default: ${DEFAULT-VALUE})",
            defaultValue = "3")
    private int rounds;

    @Option(
            names = "--pools",
            paramLabel = "NAME",
            split = ",",
            description = "${COMPLETION-CANDIDATES} (default: all)")
    private List<LenderKind> pools = List.of(LenderKind.values());

    /** So many threads on so many connections. */
    private record Crowd(int threads, int connections, boolean virtual) {
        static final List<Crowd> ALL = List.of(
                new Crowd(2, 1, false), new Crowd(8, 2, false), new Crowd(64, 4, false), new Crowd(10_000, 50, true));

        boolean canGather() {
            return !virtual || Runtime.version().feature() >= 21;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,d %sthreads on %d connection%s",
                    threads,
                    virtual ? "virtual " : "",
                    connections,
                    connections == 1 ? "" : "s");
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.out.println(Machine.description());
        System.out.printf(
                Locale.ROOT,
                "%nrounds: %d, each %.1f s after %.1f s of warm-up; medians, and the longest wait of all rounds%n",
                rounds,
                seconds,
                warmUp);
        for (Crowd crowd : Crowd.ALL) {
            if (crowd.canGather()) {
                System.out.printf("%n%s:%n%n%s", crowd, table(crowd));
            }
        }
        return 0;
    }

    private Table table(Crowd crowd) throws IOException, InterruptedException {
        Map<LenderKind, List<LendingResult>> results = new EnumMap<>(LenderKind.class);
        for (int round = 1; round <= rounds; round++) {
            for (LenderKind pool : pools) {
                results.computeIfAbsent(pool, p -> new ArrayList<>()).add(run(round, pool, crowd));
            }
        }
        Table table = new Table("pool", "borrowings/s", "least", "most", "ns each", "longest wait, ms");
        results.forEach((pool, all) -> {
            Samples rates = Samples.of(all, LendingResult::rate);
            table.row(List.of(
                    pool.title(),
                    format("%,.0f", rates.median()),
                    format("%,.0f", rates.least()),
                    format("%,.0f", rates.most()),
                    format("%,.0f", Samples.of(all, LendingResult::nanosEach).median()),
                    format(
                            "%,.1f",
                            Samples.of(all, LendingResult::longestMillis).most())));
        });
        return table;
    }

    private LendingResult run(int round, LenderKind pool, Crowd crowd) throws IOException, InterruptedException {
        LendingPlan plan =
                new LendingPlan(pool, crowd.threads(), crowd.connections(), crowd.virtual(), warmUp, seconds);
        LendingResult result = Jvm.run(Jvm.command(List.of(), LendingRun.class, plan.toArguments()), LendingResult::of);
        System.err.printf(
                Locale.ROOT,
                "round %d of %d: %-24s %s: %,12.0f/s, longest wait %,.1f ms%n",
                round,
                rounds,
                pool.title(),
                crowd,
                result.rate(),
                result.longestMillis());
        return result;
    }

    private static String format(String pattern, double figure) {
        return String.format(Locale.ROOT, pattern, figure);
    }
}
