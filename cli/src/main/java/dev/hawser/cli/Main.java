package dev.hawser.cli;

import dev.hawser.cli.terminal.Terminal;

/** The process: {@code java -jar hawser-cli.jar}. */
public final class Main {
    private Main() {}

    /** Runs one command and exits with its code. The property hawser.terminal says whether the output is a terminal. */
    public static void main(String[] arguments) {
        Terminal terminal = Terminal.ofProcess(System.getenv(), Boolean.getBoolean("hawser.terminal"));
        System.exit(HawserCommand.commandLine(terminal, System::nanoTime).execute(arguments));
    }
}
