package dev.hawser.benchmarks;

import dev.hawser.benchmarks.clients.Client;
import dev.hawser.benchmarks.load.LoadPlan;
import dev.hawser.benchmarks.load.LoadResult;
import dev.hawser.benchmarks.load.LoadRun;
import dev.hawser.benchmarks.server.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What idle connections to other hosts cost: pace, and heap. */
@Command(
        name = "idle",
        description = "The one-thread load with idle connections to other hosts in the pool, against none, in turn; and"
                + " the heap that each of them holds.",
        mixinStandardHelpOptions = true)
final class IdleCommand implements Callable<Integer> {
    /** Open files of a client or server beside its connections. */
    private static final int OTHER_DESCRIPTORS = 500;

    @Mixin
    private final LoadOptions load = new LoadOptions();

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many are idle (default: ${DEFAULT-VALUE})",
            defaultValue = "8000")
    private int count;

    @Option(
            names = "--clients",
            paramLabel = "NAME",
            split = ",",
            description = "${COMPLETION-CANDIDATES} (default: all but the floor)")
    private List<Client> clients = Client.Group.PLAIN.members().subList(1, 7);

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.out.println(Machine.description());
        Machine.requireDescriptors(
                (load.tls ? 2 * count : count) + OTHER_DESCRIPTORS); // over TLS the server listens at as many ports
        System.err.printf(
                "%d clients, %d rounds, with %d idle connections and without: %s, and what it takes to open them%n",
                clients.size(), load.rounds, count, load.time(2 * clients.size() * load.rounds));
        Map<Client, List<LoadResult>> without = new EnumMap<>(Client.class);
        Map<Client, List<LoadResult>> with = new EnumMap<>(Client.class);
        List<String> prefix = Machine.pinning();
        Server.Kind kind = load.serverKind();
        for (int round = 1; round <= load.rounds; round++) {
            for (Client client : clients) {
                // A server of its own for each, so that none meets what another one left behind.
                try (Server server = Server.start(kind, prefix, load.tls ? 1 + LoadRun.FIRST_IDLE + count : 1)) {
                    without.computeIfAbsent(client, c -> new ArrayList<>()).add(run(round, server, client, 0, prefix));
                    with.computeIfAbsent(client, c -> new ArrayList<>()).add(run(round, server, client, count, prefix));
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%nidle connections: %d; server: %s; rounds: %d, each %.1f s after %.1f s of warm-up; medians%n%n",
                count,
                kind,
                load.rounds,
                load.seconds,
                load.warmUp);
        System.out.println(table(without, with));
        return 0;
    }

    private LoadResult run(int round, Server server, Client client, int idle, List<String> prefix)
            throws IOException, InterruptedException {
        System.err.printf("round %d of %d: %-17s %5d idle ", round, load.rounds, client.title(), idle);
        LoadResult result = load.run(
                new LoadPlan(client, server.url("127.0.0.1"), load.http2, 1, idle, load.warmUp, load.seconds),
                server,
                prefix);
        System.err.printf(
                Locale.ROOT,
                "%,9.0f requests/s %,9d bytes of heap %,6d sockets%n",
                result.rate(),
                result.idleHeapBytes(),
                result.sockets());
        return result;
    }

    private Table table(Map<Client, List<LoadResult>> without, Map<Client, List<LoadResult>> with) {
        Table table = new Table(
                "client",
                "requests/s, none idle",
                count + " idle",
                "quotient",
                "heap bytes per idle connection",
                "sockets open at the end");
        without.forEach((client, rounds) -> {
            Samples alone = Samples.of(rounds, LoadResult::rate);
            List<LoadResult> crowd = with.getOrDefault(client, List.of());
            Samples crowded = Samples.of(crowd, LoadResult::rate);
            table.row(List.of(
                    client.title(),
                    format("%,.0f", alone.median()),
                    format("%,.0f", crowded.median()),
                    format("%.2f", crowded.over(alone).median()),
                    format("%,.0f", Samples.of(crowd, LoadResult::idleHeapBytes).median() / count),
                    format("%,.0f", Samples.of(crowd, LoadResult::sockets).median())));
        });
        return table;
    }

    private static String format(String pattern, double figure) {
        return String.format(Locale.ROOT, pattern, figure);
    }
}
