package dev.hawser.benchmarks;

import dev.hawser.benchmarks.clients.Client;
import dev.hawser.benchmarks.load.Jvm;
import dev.hawser.benchmarks.load.LoadPlan;
import dev.hawser.benchmarks.load.LoadRun;
import dev.hawser.benchmarks.load.RestResult;
import dev.hawser.benchmarks.load.RestRun;
import dev.hawser.benchmarks.server.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What idle connections cost while nothing is asked of the client. */
@Command(
        name = "rest",
        description = "What a client with idle connections takes while nothing is asked of it: processor time, wake-ups"
                + " of its background thread, threads and heap.",
        mixinStandardHelpOptions = true)
final class RestCommand implements Callable<Integer> {
    private static final int OTHER_DESCRIPTORS = 500;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many connections are idle; 0 for what the JVM takes by itself (default:"
                    + " ${DEFAULT-VALUE})",
            defaultValue = "10000")
    private int count;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long it is measured (default: ${DEFAULT-VALUE})",
            defaultValue = "30")
    private double seconds;

    @Option(
            names = "--server",
            paramLabel = "KIND",
            description = "${COMPLETION-CANDIDATES}; nginx if it is installed is the default, else a small one in Java")
    private Server.@Nullable Kind kind;

    @Option(names = "--tls", description = "Over TLS 1.3, by nginx")
    private boolean tls;

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.out.println(Machine.description());
        Machine.requireDescriptors((tls ? 2 * count : count) + OTHER_DESCRIPTORS);
        Server.Kind used = tls ? Server.Kind.NGINX_TLS : kind == null ? Server.Kind.best() : kind;
        System.err.printf("%d connections, %.0f s, and what it takes to open them%n", count, seconds);
        RestResult result;
        try (Server server = Server.start(used, List.of(), tls ? 1 + LoadRun.FIRST_IDLE + count : 1)) {
            result = run(server);
        }
        System.out.printf(
                Locale.ROOT, "%nidle connections: %d; server: %s; measured for %.0f s%n%n", count, used, seconds);
        Table table = new Table("what", "figure");
        table.row(List.of("processor time of the whole JVM, % of one processor", format("%.2f", result.cpuPercent())));
        table.row(List.of("the background thread's part of it", format("%.4f", result.backgroundPercent())));
        table.row(List.of("wake-ups of the background thread, per second", format("%.2f", result.wakeUpRate())));
        table.row(List.of("threads more than before the first connection", format("%.0f", (double) result.threads())));
        table.row(List.of("heap bytes per connection", format("%,.0f", (double) result.heapBytes() / count)));
        table.row(List.of("sockets open at the end", format("%,.0f", (double) result.sockets())));
        System.out.println(table);
        return 0;
    }

    private RestResult run(Server server) throws IOException, InterruptedException {
        LoadPlan plan = new LoadPlan(Client.HAWSER, server.url("127.0.0.1"), false, 0, count, 0, seconds);
        Process process = new ProcessBuilder(Jvm.command(server.trustOptions(), RestRun.class, plan.toArguments()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread endWithThisProcess = new Thread(process::destroy, "end of the client");
        Runtime.getRuntime().addShutdownHook(endWithThisProcess);
        RestResult result = null;
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                result = RestResult.of(line).orElse(result);
            }
        }
        int code = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(endWithThisProcess);
        if (result == null) {
            throw new IOException("the client ended with code " + code + " and without a result");
        }
        return result;
    }

    private static String format(String pattern, double figure) {
        return String.format(Locale.ROOT, pattern, figure);
    }
}
