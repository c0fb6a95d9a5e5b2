package dev.hawser.cli.load;

import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.cli.request.RequestTemplate;
import dev.hawser.cli.request.Urls;
import dev.hawser.cli.terminal.CommandFailure;
import dev.hawser.cli.terminal.Interruption;
import dev.hawser.cli.terminal.Seconds;
import dev.hawser.cli.terminal.StatusLine;
import dev.hawser.cli.terminal.Terminal;
import dev.hawser.cli.terminal.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code hawser load}. */
@Command(
        name = "load",
        description = {
            "Sends many requests to one URL, and tells what they took.",
            "Without --rate, each connection carries its next request when its last one is answered (closed model): "
                    + "that shows how fast it goes. With --rate, requests are begun at fixed times (open model), and "
                    + "latencies count from those: that shows what users would see at that rate. Redirects are "
                    + "not followed. Ctrl-C ends it, and shows what was measured so far."
        },
        sortOptions = false,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all requests were answered, with whatever status",
            "1:some failed, or were due and not sent",
            "2:bad usage: nothing was sent",
            "130:interrupted by Ctrl-C"
        },
        footerHeading = "%nFields of --json (null or 0 where there is none):%n",
        footer = {
            "  request        method and URL",
            "  model          closed, open",
            "  ending         complete, interrupted, given_up (many failed, none was answered)",
            "  plan           connections, requests, seconds, rate",
            "  seconds        from the start until the last response was read",
            "  answered, failed",
            "  notSent        due in the open model, while all connections were busy",
            "  cutOff         under way when it was ended before its time",
            "  rate           answered requests a second",
            "  bodyBytes      of all responses, after decoding",
            "  statuses, errors  {status or cause: count}",
            "  latencyMicros  from (begun, due), mean, min, p50, p90, p99, p999, max",
            "  connections    opened, reused, retired, retiredBy {reason: count}, open"
        })
public final class LoadCommand implements Callable<Integer> {
    private static final int MOST_CONNECTIONS = 10_000;
    private static final double MOST_RATE = 1_000_000;

    private final Terminal terminal;
    private final LongSupplier nanoTime;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "URL", arity = "0..1", hideParamSyntax = true, description = "Where the requests go.")
    private @Nullable String url;

    @Option(
            names = {"-c", "--connections"},
            paramLabel = "N",
            description = "How many requests are under way at once, each on a connection of its own; 10 if not given.")
    private int connections = 10;

    @Option(
            names = {"-n", "--requests"},
            paramLabel = "N",
            description = "How many requests are sent in all.")
    private @Nullable Long requests;

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "For how long requests are begun, if -n is not given; 10 if not given.")
    private @Nullable Duration duration;

    @Option(
            names = {"-r", "--rate"},
            paramLabel = "N",
            description = "How many requests are begun a second, all connections together.")
    private @Nullable Double rate;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description =
                    "Sends the same load for so long before, over other connections, and measures none of it: a JVM "
                            + "that has just begun is slow.")
    private @Nullable Duration warmUp;

    @Option(
            names = {"-X", "--request"},
            paramLabel = "METHOD",
            description = "The method; GET, or POST with --data, if not given.")
    private @Nullable String method;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'NAME: VALUE'",
            description = "Adds a header field. May be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(names = "--data", paramLabel = "DATA", description = "Sends this with each request, as in hawser get.")
    private List<String> data = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "How long each request may take; 10 if not given.")
    private Duration timeout = Duration.ofSeconds(10);

    @Option(names = "--json", description = "Prints one JSON object instead of text.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    /** A command that uses that terminal and reads that clock of nanoseconds. */
    public LoadCommand(Terminal terminal, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        LoadPlan plan = plan();
        Request request = request();
        if (warmUp != null) {
            LoadRecord warm = run(new LoadPlan(connections, null, warmUp, rate), request, false);
            if (warm.ending() != LoadRecord.Ending.COMPLETE) {
                terminal.tell("load: the warm-up was " + warm.endingInWords());
                return ExitCode.SOFTWARE;
            }
        }
        LoadRecord measured = run(plan, request, true);
        return measured.failed() == 0 && measured.unsent() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** Runs a load over connections of its own; prints what it came to if that counts. */
    private LoadRecord run(LoadPlan plan, Request request, boolean counts) throws CommandFailure, InterruptedException {
        PoolCounts pooled = new PoolCounts();
        try (ConnectionPool pool = new ConnectionPool.Builder()
                        .maxIdleConnections(plan.connections())
                        .listener(pooled)
                        .build();
                HawserClient client = client(pool)) {
            Load load = new Load(client, request, plan, pooled, nanoTime);
            Interruption interruption = new Interruption(load::interrupt);
            try {
                LoadRecord done = watched(load, plan, counts ? "" : "warming up: ");
                if (counts) {
                    terminal.print(json ? new LoadJson(done).text() : new LoadText(done).text());
                }
                return done;
            } finally {
                interruption.over();
            }
        }
    }

    private LoadRecord watched(Load load, LoadPlan plan, String phase) throws CommandFailure, InterruptedException {
        try (StatusLine line = new StatusLine(terminal.err(), terminal.live(), nanoTime)) {
            return load.run(now -> line.show(() -> phase + status(now, plan)));
        }
    }

    private static String status(Load.Glance now, LoadPlan plan) {
        double seconds = now.elapsedNanos() / 1e9;
        String requests = plan.requests() == null
                ? Words.count(now.answered(), "request")
                : Words.number(now.answered()) + " of " + Words.count(plan.requests(), "request");
        return Words.clock((long) seconds) + "  " + requests + "  " + Words.number((long) (now.answered() / seconds))
                + "/s  " + Words.count(now.failed(), "error");
    }

    private HawserClient client(ConnectionPool pool) {
        return new HawserClient.Builder()
                .connectionPool(pool)
                .followRedirects(false)
                .connectTimeout(timeout)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .callTimeout(timeout)
                .build();
    }

    private LoadPlan plan() {
        within("--connections", connections, 1, MOST_CONNECTIONS);
        if (requests != null) {
            within("--requests", requests, 1, Long.MAX_VALUE);
        }
        if (requests != null && duration != null) {
            throw badUsage("-n and -d both say when it ends; give one of them", null);
        }
        if (rate != null && !(rate > 0 && rate <= MOST_RATE)) {
            throw badUsage(
                    "Invalid value for option '--rate': '" + rate + "' is not above 0 and at most 1000000", null);
        }
        Duration length = requests == null && duration == null ? Duration.ofSeconds(10) : duration;
        return new LoadPlan(connections, requests, length, rate);
    }

    private Request request() {
        if (url == null) {
            throw badUsage("no URL given", null);
        }
        try {
            return RequestTemplate.of(method, headers, data, terminal.in()).request(Urls.parse(url));
        } catch (IllegalArgumentException e) {
            throw badUsage(String.valueOf(e.getMessage()), e);
        }
    }

    private void within(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw badUsage(
                    "Invalid value for option '" + option + "': '" + value + "' is not a number from " + least + " to "
                            + most,
                    null);
        }
    }

    private ParameterException badUsage(String message, @Nullable Throwable cause) {
        return new ParameterException(spec.commandLine(), message, cause);
    }
}
