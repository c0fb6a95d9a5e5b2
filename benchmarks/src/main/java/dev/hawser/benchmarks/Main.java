package dev.hawser.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The process: {@code java -jar hawser-benchmarks.jar COMMAND}. */
@Command(
        name = "benchmarks/run",
        description = "Measures Hawser, alone and beside other clients. Tables go to the output, progress to the error"
                + " output. docs/benchmarks.md tells more.",
        subcommands = {
            VersusCommand.class,
            SpringCommand.class,
            DownloadCommand.class,
            DoorCommand.class,
            IdleCommand.class,
            RestCommand.class,
            StartCommand.class,
            SizeCommand.class,
            WaitersCommand.class,
            MicroCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Machine.class)
public final class Main {
    private Main() {}

    /** Runs one command and exits with its code: 0, 1 if it failed, 2 if the arguments are wrong. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    System.err.println("benchmarks: " + failure.getMessage());
                    return line.getCommandSpec().exitCodeOnExecutionException();
                })
                .execute(arguments));
    }
}
