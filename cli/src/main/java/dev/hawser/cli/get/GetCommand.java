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
            "Redirects are followed. A read or a write may take 10 s, unless --max-time is given."
        },
        sortOptions = false,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the responses are there, whatever their status",
            "1:a request failed, or its status is 400 or above and --fail is given",
            "2:bad usage"
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
            names = "--max-time",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "How long each URL may take, all in all.")
    private @Nullable Duration maxTime;

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
        try (Output output = output();
                HawserClient client = settings.build()) {
            Fetch fetch = new Fetch(client, output, heads, fail);
            for (Request each : requests) {
                fetch.perform(each);
            }
            output.complete();
        }
        return ExitCode.OK;
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
        HawserClient.Builder settings = new HawserClient.Builder().followRedirects(!noFollow);
        if (verbose) {
            KnownConnections known = new KnownConnections();
            settings.eventListenerFactory(call -> new Trace(terminal.err(), nanoTime, known));
        }
        if (maxTime != null) {
            settings.callTimeout(maxTime).readTimeout(Duration.ZERO).writeTimeout(Duration.ZERO);
        }
        if (connectTimeout != null) {
            settings.connectTimeout(connectTimeout);
        }
        return settings;
    }

    private ParameterException badUsage(String message, Throwable cause) {
        return new ParameterException(spec.commandLine(), message, cause);
    }
}
