package dev.hawser.benchmarks;

import dev.hawser.benchmarks.clients.Client;
import dev.hawser.benchmarks.load.DownloadPlan;
import dev.hawser.benchmarks.load.DownloadResult;
import dev.hawser.benchmarks.load.DownloadRun;
import dev.hawser.benchmarks.load.Jvm;
import dev.hawser.benchmarks.server.Server;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A large body over HTTP/2, and what slow streams of the same connection make of its pace. */
@Command(
        name = "download",
        description = "Downloads 1 GiB over HTTP/2 and TLS 1.3 from nginx through each client, each in a JVM of its own"
                + " with a small heap: alone, and beside streams of the same connection that are read slowly.",
        mixinStandardHelpOptions = true)
final class DownloadCommand implements Callable<Integer> {
    private static final double MIB = 1 << 20;

    @Option(
            names = "--clients",
            paramLabel = "NAME",
            split = ",",
            description = "HAWSER, OKHTTP, JDK, JETTY (default: all of them)")
    private List<Client> clients = List.of(Client.HAWSER, Client.OKHTTP, Client.JDK, Client.JETTY);

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often it is measured in each JVM (default: ${DEFAULT-VALUE})",
            defaultValue = "3")
    private int rounds;

    @Option(
            names = "--warm-ups",
            paramLabel = "N",
            description = "How often it is downloaded before (default: ${DEFAULT-VALUE})",
            defaultValue = "2")
    private int warmUps;

    @Option(
            names = "--slow",
            paramLabel = "N",
            description =
                    "How many slow streams there are in the second measurement of each round, which is left out if"
                            + " there are none (default: ${DEFAULT-VALUE})",
            defaultValue = "100")
    private int slow;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            description = "The largest heap of each client's JVM (default: ${DEFAULT-VALUE})",
            defaultValue = "128m")
    private String heap = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.out.println(Machine.description());
        System.err.printf("%d clients, %d downloads each%n", clients.size(), warmUps + rounds * (slow > 0 ? 2 : 1));
        Table table = new Table(
                "client",
                "MiB/s",
                "least",
                "most",
                "beside " + slow,
                "of alone",
                "CPU s/GiB",
                "peak heap MiB",
                "direct MiB");
        try (Server server = Server.start(Server.Kind.NGINX_HTTP2, List.of())) {
            for (Client client : clients) {
                System.err.println(client.title());
                table.row(rowOf(client, server));
            }
        }
        System.out.printf(
                "%n1 GiB over HTTP/2 and TLS; rounds: %d after %d of warm-up; heap: %s; medians%n%n",
                rounds, warmUps, heap);
        System.out.println(table);
        return 0;
    }

    private List<String> rowOf(Client client, Server server) throws InterruptedException {
        try {
            return row(client, run(client, server));
        } catch (IOException e) {
            System.err.println(e.getMessage()); // why it failed stands above
            return List.of(client.title(), "failed", "–", "–", "–", "–", "–", "–", "–");
        }
    }

    private DownloadResult run(Client client, Server server) throws IOException, InterruptedException {
        URI url = server.url("127.0.0.1").resolve(Server.LARGE);
        DownloadPlan plan = new DownloadPlan(client, url, Server.LARGE_BYTES, warmUps, rounds, slow);
        List<String> options = new ArrayList<>(server.trustOptions());
        options.add("-Xmx" + heap);
        return Jvm.run(Jvm.command(options, DownloadRun.class, plan.toArguments()), DownloadResult::of);
    }

    private List<String> row(Client client, DownloadResult result) {
        Samples alone = Samples.of(result.alone(), pace -> pace / MIB);
        Samples beside = Samples.of(result.beside(), pace -> pace / MIB);
        return List.of(
                client.title(),
                format("%,.0f", alone.median()),
                format("%,.0f", alone.least()),
                format("%,.0f", alone.most()),
                slow == 0 ? "–" : format("%,.0f", beside.median()),
                slow == 0 ? "–" : format("%.2f", beside.over(alone).median()),
                format("%.2f", result.cpuNanosPerByte() * (1 << 30) / 1e9),
                format("%,.0f", result.peakHeapBytes() / MIB),
                format("%,.1f", result.directBytes() / MIB));
    }

    private static String format(String pattern, double figure) {
        return String.format(Locale.ROOT, pattern, figure);
    }
}
