package dev.hawser.benchmarks;

import dev.hawser.benchmarks.clients.Client;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The same load through Spring's {@code RestClient} over each of its request factories, in turn. */
@Command(
        name = "spring",
        description = "GETs of 13 bytes over kept connections through Spring's RestClient, over Hawser and over each of"
                + " Spring's own request factories, as versus does it.",
        mixinStandardHelpOptions = true,
        showDefaultValues = false)
final class SpringCommand implements Callable<Integer> {
    @Mixin
    private final LoadOptions load = new LoadOptions();

    @Option(
            names = "--clients",
            paramLabel = "NAME",
            split = ",",
            description = "${COMPLETION-CANDIDATES} (default: those of Spring)")
    private List<Client> clients = Client.ofSpring();

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
        System.err.printf(
                "%d clients, %d rounds, threads %s: %s%n",
                clients.size(), load.rounds, threads, load.time(clients.size() * load.rounds * threads.size()));
        Comparison comparison = new Comparison(load, clients, Client.SPRING_HAWSER);
        for (int count : threads) {
            comparison.measure(count);
        }
        return 0;
    }
}
