package dev.hawser.cli;

import dev.hawser.HawserClient;
import dev.hawser.cli.demo.DemoCommand;
import dev.hawser.cli.get.GetCommand;
import dev.hawser.cli.load.LoadCommand;
import dev.hawser.cli.terminal.Failures;
import dev.hawser.cli.terminal.Terminal;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code hawser}, which does nothing without one of its subcommands. */
@Command(
        name = "hawser",
        description = "An HTTP client whose heart is a keep-alive connection pool.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = HawserCommand.Version.class)
final class HawserCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The command with its subcommands, which use that terminal and read that clock of nanoseconds. */
    static CommandLine commandLine(Terminal terminal, LongSupplier nanoTime) {
        Failures failures = new Failures(terminal.err());
        return new CommandLine(new HawserCommand())
                .addSubcommand(new GetCommand(terminal, nanoTime))
                .addSubcommand(new LoadCommand(terminal, nanoTime))
                .addSubcommand(new DemoCommand(terminal, nanoTime))
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .setOut(writer(terminal.out()))
                .setErr(writer(terminal.err()))
                .setColorScheme(Help.defaultColorScheme(terminal.colour() ? Help.Ansi.ON : Help.Ansi.OFF));
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing command: get, load or demo");
    }

    /** The version of the library that the command is made of. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"hawser " + HawserClient.VERSION};
        }
    }
}
