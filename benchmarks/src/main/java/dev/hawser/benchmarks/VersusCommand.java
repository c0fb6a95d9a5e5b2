package dev.hawser.benchmarks;

import dev.hawser.benchmarks.clients.Client;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The same load through all clients, in turn. */
@Command(
        name = "versus",
        description = "GETs of 13 bytes over kept connections through each client, each in a JVM of its own, in turn,"
                + " round after round. With one thread, client and server are pinned to one processor.",
        mixinStandardHelpOptions = true,
        showDefaultValues = false)
final class VersusCommand implements Callable<Integer> {
    @Mixin
    private final LoadOptions load = new LoadOptions();

    @Option(
            names = "--clients",
            paramLabel = "NAME",
            split = ",",
            description = "${COMPLETION-CANDIDATES} (default: all but those of Spring)")
    private List<Client> clients = Client.plain();

    @Option(
            names = "--threads",
            paramLabel = "N",
            split = ",",
            description = "How many threads send (default: ${DEFAULT-VALUE}, one after the other)",
            defaultValue = "1,32")
    private List<Integer> threads = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.out.println(Machine.description());
        List<Client> compared =
                load.http2 ? clients.stream().filter(Client::speaksHttp2).toList() : clients;
        System.err.printf(
                "%d clients, %d rounds, threads %s: %s%n",
                compared.size(), load.rounds, threads, load.time(compared.size() * load.rounds * threads.size()));
        Comparison comparison = new Comparison(load, compared, Client.HAWSER);
        for (int count : threads) {
            comparison.measure(count);
        }
        return 0;
    }
}
