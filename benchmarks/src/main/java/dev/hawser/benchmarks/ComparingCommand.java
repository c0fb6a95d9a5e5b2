package dev.hawser.benchmarks;

import dev.hawser.benchmarks.clients.Client;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that puts the same load through several clients, in turn. */
abstract class ComparingCommand implements Callable<Integer> {
    private final List<Client> all;
    private final Client own;

    @Mixin
    private final LoadOptions load = new LoadOptions();

    @Option(
            names = "--clients",
            paramLabel = "NAME",
            split = ",",
            description = "${COMPLETION-CANDIDATES} (default: those that the command is for)")
    private List<Client> clients = List.of();

    @Option(
            names = "--threads",
            paramLabel = "N",
            split = ",",
            description = "How many threads send (default: ${DEFAULT-VALUE}, one after the other)",
            defaultValue = "1,32")
    private List<Integer> threads = List.of();

    /**
     * A comparison.
     *
     * @param all the clients that are compared if no others are named
     * @param own the one that the others are compared with
     */
    ComparingCommand(List<Client> all, Client own) {
        this.all = all;
        this.own = own;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.out.println(Machine.description());
        List<Client> named = clients.isEmpty() ? all : clients;
        List<Client> compared =
                load.http2 ? named.stream().filter(Client::speaksHttp2).toList() : named;
        System.err.printf(
                "%d clients, %d rounds, threads %s: %s%n",
                compared.size(), load.rounds, threads, load.time(compared.size() * load.rounds * threads.size()));
        Comparison comparison = new Comparison(load, compared, own);
        for (int count : threads) {
            comparison.measure(count);
        }
        return 0;
    }
}
