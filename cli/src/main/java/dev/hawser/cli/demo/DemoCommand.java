package dev.hawser.cli.demo;

import dev.hawser.HttpUrl;
import dev.hawser.cli.request.Urls;
import dev.hawser.cli.terminal.CommandFailure;
import dev.hawser.cli.terminal.FileFaults;
import dev.hawser.cli.terminal.Output;
import dev.hawser.cli.terminal.Seconds;
import dev.hawser.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code hawser demo}. */
@Command(
        name = "demo",
        description = {
            "Shows what the connection pool does.",
            "Starts a server on a free loopback port and sends it GETs in waves: twelve, by six threads in two waves, "
                    + "over a pool that keeps five idle connections, if no option says otherwise. The figures come "
                    + "from the pool's own events and are checked against what the server counted. A picture of "
                    + "it goes to a file, whose name is printed."
        },
        sortOptions = false,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:pool and server agree; with --url: all requests were answered",
            "1:they do not, or the experiment failed; the standard error says how",
            "2:bad usage"
        },
        footerHeading = "%nFields of --json (times in milliseconds since the start, null where there is none):%n",
        footer = {
            "  plan           waves, threads, maxIdleConnections, keepAliveMillis, pauseMillis, url",
            "  figures        requests, opened, reused, closed, closedBy {reason: count}, idle, summary",
            "  waves[]        wave, startMillis, requests[]",
            "  lanes[]        connection, dialedMillis, openedMillis, exchanges[] (request, wave, status,",
            "                 startMillis, acquiredMillis, endMillis), closedMillis, closedReason",
            "  events[]       atMillis, connection, event: opened, leased (uses, idleMillis),",
            "                 returned, retired (reason)",
            "  server         accepted, requests, open; null with --url",
            "  disagreements  of pool and server, a sentence each"
        })
public final class DemoCommand implements Callable<Integer> {
    private static final int MOST_REQUESTS = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration ANSWER_AFTER = Duration.ofMillis(40);

    private final Terminal terminal;
    private final LongSupplier nanoTime;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--waves", paramLabel = "N", description = "How many waves there are; 2 if not given.")
    private int waves = 2;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many requests a wave has, all at the same time; 6 if not given.")
    private int threads = 6;

    @Option(
            names = "--max-idle",
            paramLabel = "N",
            description = "How many idle connections the pool keeps; 5 if not given, as in the library.")
    private int maxIdle = 5;

    @Option(
            names = "--keep-alive",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "How long it keeps each of them; 300 if not given, as in the library.")
    private Duration keepAlive = Duration.ofMinutes(5);

    @Option(
            names = "--pause",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "How long the connections are idle between two waves; 0.03 if not given.")
    private Duration pause = Duration.ofMillis(30);

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Sends the requests there and not to a server of the demo's own. As that one answers each "
                    + "request as it comes, the figures vary, and are not checked. Redirects are not followed.")
    private @Nullable String url;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Where the picture goes, a web page that needs no other file; - for the standard output, in "
                    + "place of the text. If not given, a new temporary file; none with --json.")
    private @Nullable String html;

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
    public Integer call() throws CommandFailure, InterruptedException {
        Plan plan = plan();
        HttpUrl foreign = foreignUrl();
        if (json && "-".equals(html)) {
            throw badUsage("--json and --html=- cannot both have the standard output", null);
        }
        try (Output picture = html == null || html.equals("-") ? null : pictureFile(html)) {
            Laboratory laboratory = new Laboratory(plan, nanoTime);
            laboratory.warmUp();
            Observation seen = foreign == null ? laboratory.observeOwn() : laboratory.observeForeign(foreign);
            String place = picture == null ? null : html;
            if (picture != null) {
                write(picture, seen);
            } else if (html == null && !json) {
                place = temporaryPicture(seen);
            }
            terminal.print(report(seen, place));
            seen.disagreements().forEach(each -> terminal.tell("demo: pool and server disagree: " + each));
            return seen.disagreements().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private String report(Observation seen, @Nullable String place) {
        if ("-".equals(html)) {
            return new Picture(seen.experiment()).text();
        }
        return json ? new JsonReport(seen).text() : new TextReport(seen.experiment(), place, terminal.colour()).text();
    }

    private static void write(Output picture, Observation seen) throws CommandFailure {
        byte[] page = new Picture(seen.experiment()).text().getBytes(StandardCharsets.UTF_8);
        picture.write(page, 0, page.length);
        picture.complete();
    }

    /** Writes a picture that nobody asked for; returns where it is, or null if there is no place for it. */
    private @Nullable String temporaryPicture(Observation seen) {
        try {
            Path file = Files.createTempFile("hawser-demo-", ".html");
            Files.writeString(file, new Picture(seen.experiment()).text());
            return file.toString();
        } catch (IOException e) {
            terminal.tell("demo: no picture, as no temporary file can be written: " + FileFaults.reason(e));
            return null;
        }
    }

    private Plan plan() {
        within("--waves", waves, 1, MOST_REQUESTS);
        within("--threads", threads, 1, 1_000);
        within("--max-idle", maxIdle, 0, Integer.MAX_VALUE);
        if ((long) waves * threads > MOST_REQUESTS) {
            throw badUsage(
                    waves + " waves of " + threads + " are " + (long) waves * threads + " requests, more than the "
                            + MOST_REQUESTS + " that a picture can show",
                    null);
        }
        Duration answerAfter = url == null ? ANSWER_AFTER : Duration.ZERO;
        return new Plan(waves, threads, maxIdle, keepAlive, new Plan.Rhythm(answerAfter, pause), PATIENCE);
    }

    private @Nullable HttpUrl foreignUrl() {
        try {
            return url == null ? null : Urls.parse(url);
        } catch (IllegalArgumentException e) {
            throw badUsage(String.valueOf(e.getMessage()), e);
        }
    }

    private Output pictureFile(String name) {
        try {
            return Output.to(Path.of(name));
        } catch (IOException | InvalidPathException e) {
            throw badUsage("cannot write to '" + name + "': " + FileFaults.reason(e), e);
        }
    }

    private void within(String option, int value, int least, int most) {
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
