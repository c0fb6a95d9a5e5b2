package dev.hawser.cli.demo;

import dev.hawser.cli.terminal.CommandFailure;
import dev.hawser.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** The command {@code hawser demo}. */
@Command(
        name = "demo",
        description = {
            "Shows what the connection pool does.",
            "Starts a server on a free loopback port and sends it twelve GETs by six threads in two waves, over a "
                    + "pool that keeps five idle connections. The figures come from the pool's own events and are "
                    + "checked against what the server counted."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:pool and server agree",
            "1:they do not, or the experiment failed; the standard error says how",
            "2:bad usage"
        },
        footerHeading = "%nFields of --json (times in milliseconds since the start, null where there is none):%n",
        footer = {
            "  plan           waves, threads, maxIdleConnections, keepAliveMillis",
            "  figures        requests, opened, reused, closed, closedBy {reason: count}, idle, summary",
            "  waves[]        wave, startMillis, requests[]",
            "  lanes[]        connection, openedMillis, exchanges[] (request, wave, startMillis,",
            "                 endMillis), closedMillis, closedReason",
            "  events[]       atMillis, connection, event: opened, leased (uses, idleMillis),",
            "                 returned, retired (reason)",
            "  server         accepted, requests, open",
            "  disagreements  of pool and server, a sentence each"
        })
public final class DemoCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final LongSupplier nanoTime;

    @Option(names = "--json", description = "Prints one JSON object instead of text.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    /** A command that uses that terminal and reads that clock of nanoseconds. */
    public DemoCommand(Terminal terminal, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        Plan plan = Plan.KNOWN;
        try (WaveServer server = WaveServer.start(plan);
                Experiment experiment = new Experiment(plan, server.url(), nanoTime)) {
            ExperimentRecord observed = experiment.run();
            return report(observed, server.counts(observed.figures().idle()));
        }
    }

    private int report(ExperimentRecord observed, ServerCounts counts) throws IOException {
        List<String> disagreements = Check.disagreements(observed, counts);
        String text = json
                ? new JsonReport(observed, counts, disagreements).text()
                : new TextReport(observed, terminal.colour()).text();
        terminal.out().write(text.getBytes(StandardCharsets.UTF_8));
        terminal.out().flush();
        disagreements.forEach(each -> terminal.err().println("hawser: demo: pool and server disagree: " + each));
        return disagreements.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
