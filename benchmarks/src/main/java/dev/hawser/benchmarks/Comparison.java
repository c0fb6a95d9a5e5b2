package dev.hawser.benchmarks;

import dev.hawser.benchmarks.clients.Client;
import dev.hawser.benchmarks.load.LoadPlan;
import dev.hawser.benchmarks.load.LoadResult;
import dev.hawser.benchmarks.server.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The same load through several clients, in turn, round after round.
 *
 * @param own the client that the others are compared with
 */
record Comparison(LoadOptions load, List<Client> clients, Client own) {
    /** Measures all clients with so many threads, and prints the table. */
    void measure(int count) throws IOException, InterruptedException {
        List<String> prefix = count == 1 ? Machine.pinning() : List.of();
        Server.Kind kind = load.serverKind();
        Map<Client, List<LoadResult>> results = new EnumMap<>(Client.class);
        try (Server server = Server.start(kind, prefix)) {
            for (int round = 1; round <= load.rounds; round++) {
                for (Client client : clients) {
                    System.err.printf("threads %d, round %d of %d: %-26s ", count, round, load.rounds, client.title());
                    LoadResult result = load.run(
                            new LoadPlan(
                                    client, server.url("127.0.0.1"), load.http2, count, 0, load.warmUp, load.seconds),
                            server,
                            prefix);
                    System.err.printf(
                            Locale.ROOT,
                            "%,9.0f requests/s %7.1f µs CPU %,8.0f bytes%n",
                            result.rate(),
                            result.cpuMicros(),
                            result.bytesPerRequest());
                    results.computeIfAbsent(client, c -> new ArrayList<>()).add(result);
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%nthreads: %d%s; server: %s; rounds: %d, each %.1f s after %.1f s of warm-up; medians%n%n",
                count,
                prefix.isEmpty() ? "" : ", client and server on one processor",
                kind,
                load.rounds,
                load.seconds,
                load.warmUp);
        System.out.println(table(results));
    }

    private Table table(Map<Client, List<LoadResult>> results) {
        Table table =
                new Table("client", "requests/s", "least", "most", "of the floor", "Hawser is × it", "CPU µs", "bytes");
        Samples floor = rates(results.get(Client.FLOOR));
        Samples hawser = rates(results.get(own));
        results.forEach((client, rounds) -> {
            Samples rates = Samples.of(rounds, LoadResult::rate);
            table.row(List.of(
                    client.title(),
                    format("%,.0f", rates.median()),
                    format("%,.0f", rates.least()),
                    format("%,.0f", rates.most()),
                    floor == null ? "–" : format("%.2f", rates.over(floor).median()),
                    hawser == null ? "–" : format("%.2f", hawser.over(rates).median()),
                    format("%.1f", Samples.of(rounds, LoadResult::cpuMicros).median()),
                    format(
                            "%,.0f",
                            Samples.of(rounds, LoadResult::bytesPerRequest).median())));
        });
        return table;
    }

    private static @Nullable Samples rates(@Nullable List<LoadResult> results) {
        return results == null ? null : Samples.of(results, LoadResult::rate);
    }

    private static String format(String pattern, double figure) {
        return String.format(Locale.ROOT, pattern, figure);
    }
}
