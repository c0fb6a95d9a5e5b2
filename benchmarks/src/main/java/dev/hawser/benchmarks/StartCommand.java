package dev.hawser.benchmarks;

import dev.hawser.benchmarks.clients.Client;
import dev.hawser.benchmarks.load.FirstRequest;
import dev.hawser.benchmarks.load.Jvm;
import dev.hawser.benchmarks.server.Server;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long a whole process takes that makes one request. */
@Command(
        name = "start",
        description = "The time of a whole process that starts a JVM, makes one GET and ends, client by client in turn,"
                + " each with only its own jars before it on the class path.",
        mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {
    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each client has its turn, after one that does not count (default:"
                    + " ${DEFAULT-VALUE})",
            defaultValue = "15")
    private int rounds;

    @Option(
            names = "--clients",
            paramLabel = "NAME",
            split = ",",
            description = "${COMPLETION-CANDIDATES} (default: all but those of Spring)")
    private List<Client> clients = Client.Group.PLAIN.members();

    @Option(
            names = "--server",
            paramLabel = "KIND",
            description = "${COMPLETION-CANDIDATES}; nginx if it is installed is the default, else a small one in Java")
    private Server.@Nullable Kind server;

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.out.println(Machine.description());
        Libraries libraries = Libraries.ofThisProcess();
        Map<Client, List<Double>> millis = new EnumMap<>(Client.class);
        Server.Kind kind = server == null ? Server.Kind.best() : server;
        try (Server target = Server.start(kind, List.of())) {
            for (int round = 0; round <= rounds; round++) {
                for (Client client : clients) {
                    double time = time(libraries, client, target);
                    System.err.printf(
                            Locale.ROOT, "round %d of %d: %-17s %5.0f ms%n", round, rounds, client.title(), time);
                    if (round > 0) {
                        millis.computeIfAbsent(client, c -> new ArrayList<>()).add(time);
                    }
                }
            }
        }
        Table table = new Table("process with one request", "ms, median", "least", "most");
        millis.forEach((client, times) -> {
            Samples samples = Samples.of(times, Double::doubleValue);
            table.row(
                    List.of(client.title(), format(samples.median()), format(samples.least()), format(samples.most())));
        });
        System.out.printf("%nserver: %s; rounds: %d%n%n%s%n", kind, rounds, table);
        return 0;
    }

    private static double time(Libraries libraries, Client client, Server target)
            throws IOException, InterruptedException {
        String classPath = Stream.concat(libraries.of(client).stream(), Stream.of(libraries.benchmarks()))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        List<String> arguments = List.of(client.name(), target.url("127.0.0.1").toString());
        ProcessBuilder process =
                new ProcessBuilder(Jvm.command(List.of(), classPath, FirstRequest.class, arguments)).inheritIO();
        long start = System.nanoTime();
        int code = process.start().waitFor();
        long nanos = System.nanoTime() - start;
        if (code != 0) {
            throw new IOException(client.title() + " ended with code " + code);
        }
        return nanos / 1e6;
    }

    private static String format(double figure) {
        return String.format(Locale.ROOT, "%.0f", figure);
    }
}
