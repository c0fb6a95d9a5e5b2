package dev.hawser.cli.get;

import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.cli.terminal.CommandFailure;
import dev.hawser.cli.terminal.FileFaults;
import dev.hawser.cli.terminal.Output;
import dev.hawser.cli.terminal.Seconds;
import dev.hawser.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code hawser get}. */
@Command(
        name = "get",
        description = {
            "Fetches each URL and prints its body.",
            "Redirects are followed. A read or a write may take 10 s, unless --timeout is given.",
            "If one URL fails, the others are fetched all the same."
        },
        sortOptions = false,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the responses are there, whatever their status; a file of -o is complete",
            "1:a request failed, or its status is 400 or above and --fail or -C is given, or the output "
                    + "cannot be written",
            "2:bad usage: nothing was sent",
            "130:interrupted by Ctrl-C"
        })
public final class GetCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final LongSupplier nanoTime;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RequestOptions request = new RequestOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Writes to a file, which appears when it is complete.")
    private @Nullable String file;

    @Option(
            names = {"-C", "--continue-at"},
            paramLabel = "-",
            description = "With -o FILE: goes on where an earlier download broke off, and keeps what has come if this "
                    + "one does, in FILE.part. A FILE that is there is taken for the beginning.")
    private @Nullable String continueAt;

    @Option(
            names = {"-i", "--include"},
            description = "Prints the head of the response before its body.")
    private boolean heads;

    @Option(
            names = {"-v", "--verbose"},
            description = "Tells each step and its time on the standard error; secrets are left out.")
    private boolean verbose;

    @Option(
            names = {"-f", "--fail"},
            description = "Takes a status of 400 or above for a failure.")
    private boolean fail;

    @Option(names = "--no-follow", description = "Takes a redirect for the response.")
    private boolean noFollow;

    @Option(
            names = "--max-redirects",
            paramLabel = "N",
            description =
                    "How many redirects in a row are followed; one more is a failure. 20 if not given, and at most.")
    private int maxRedirects = RedirectLimit.MOST;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description =
                    "Fetches each URL so many times, one after the other; -v shows how connections are used again.")
    private int repeat = 1;

    @Option(
            names = {"-m", "--timeout"},
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "How long each request may take, all in all, with its redirects and its body.")
    private @Nullable Duration timeout;

    @Option(
            names = "--connect-timeout",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "How long connecting to one address may take; 10 if not given.")
    private @Nullable Duration connectTimeout;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    /** A command that uses that terminal and reads that clock of nanoseconds. */
    public GetCommand(Terminal terminal, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    @Override
    public Integer call() throws CommandFailure {
        List<Request> requests;
        HawserClient.Builder settings;
        try {
            requests = request.requests(terminal.in());
            settings = settings();
        } catch (IllegalArgumentException e) {
            throw badUsage(String.valueOf(e.getMessage()), e);
        }
        if (continueAt != null) {
            return download(requests, settings);
        }
        boolean good = true;
        try (Output output = output();
                HawserClient client = settings.build()) {
            Fetch fetch = new Fetch(client, output, heads, fail, length -> progress(0, length));
            for (Request each : requests) {
                good &= fetch(fetch, each);
            }
            if (good || !output.isFile()) {
                output.complete();
            }
        }
        return good ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** Fetches it as often as is wished, but no more once that has failed; returns whether all went well. */
    private boolean fetch(Fetch fetch, Request each) throws CommandFailure {
        for (int i = 0; i < repeat; i++) {
            String fault = fetch.perform(each);
            if (fault != null) {
                terminal.tell(fault);
                return false;
            }
        }
        return true;
    }

    private int download(List<Request> requests, HawserClient.Builder settings) throws CommandFailure {
        if (!"-".equals(continueAt)) {
            throw badUsage("-C takes - only: where to go on is found out", null);
        }
        if (file == null || file.equals("-") || requests.size() != 1 || repeat != 1 || heads) {
            throw badUsage("-C needs -o FILE and one URL, and goes with neither -i nor --repeat", null);
        }
        Request only = requests.get(0);
        if (!only.method().equals("GET")) {
            throw badUsage("-C goes with GET only, not with " + only.method(), null);
        }
        try (PartialFile partial = PartialFile.open(Path.of(file));
                HawserClient client = settings.build()) {
            String fault = new Download(client, only, partial, file, this::progress, terminal::tell).perform();
            if (fault != null) {
                terminal.tell(fault);
            }
            return fault == null ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (IOException | InvalidPathException e) {
            throw badUsage("cannot write to '" + file + "': " + FileFaults.reason(e), e);
        }
    }

    /** What shows how far a file is, on a terminal that has nothing else to show. */
    private Progress progress(long before, long total) {
        boolean shown = !verbose && file != null && !file.equals("-");
        return new Progress(terminal, shown, nanoTime, before, total);
    }

    private Output output() {
        if (file == null || file.equals("-")) {
            return Output.to(terminal.out());
        }
        try {
            return Output.to(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw badUsage("cannot write to '" + file + "': " + FileFaults.reason(e), e);
        }
    }

    private HawserClient.Builder settings() {
        within("--repeat", repeat, 1, Integer.MAX_VALUE);
        within("--max-redirects", maxRedirects, 0, RedirectLimit.MOST);
        HawserClient.Builder settings = new HawserClient.Builder().followRedirects(!noFollow);
        if (verbose) {
            KnownConnections known = new KnownConnections();
            settings.eventListenerFactory(call -> new Trace(terminal.err(), nanoTime, known));
        }
        if (maxRedirects < RedirectLimit.MOST) {
            new RedirectLimit(maxRedirects).addTo(settings);
        }
        if (timeout != null) {
            settings.callTimeout(timeout).readTimeout(Duration.ZERO).writeTimeout(Duration.ZERO);
        }
        if (connectTimeout != null) {
            settings.connectTimeout(connectTimeout);
        }
        return settings;
    }

    private static void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("Invalid value for option '" + option + "': '" + value
                    + "' is not a number from " + least + " to " + most);
        }
    }

    private ParameterException badUsage(String message, @Nullable Throwable cause) {
        return new ParameterException(spec.commandLine(), message, cause);
    }
}
