package dev.hawser.cli;

import dev.hawser.cli.terminal.Terminal;

/** The process: {@code java -jar hawser-cli.jar}. */
public final class Main {
    private Main() {}

    /**
     * Runs one command and exits with its code. The properties hawser.terminal and hawser.live say whether the
     * standard output and the standard error are terminals.
     */
    public static void main(String[] arguments) {
        Terminal terminal = Terminal.ofProcess(
                System.getenv(), Boolean.getBoolean("hawser.terminal"), Boolean.getBoolean("hawser.live"));
        System.exit(HawserCommand.commandLine(terminal, System::nanoTime).execute(arguments));
    }
}
