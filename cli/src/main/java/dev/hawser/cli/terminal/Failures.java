package dev.hawser.cli.terminal;

import java.io.PrintStream;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * How commands fail: with one line on the standard error, never a stack trace. Bad usage is exit code 2, all
 * else 1.
 */
public final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final PrintStream err;

    /** Failures that are told there. */
    public Failures(PrintStream err) {
        this.err = err;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        return badUsage(failure.getCommandLine(), describe(failure));
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof BadUsage) {
            return badUsage(command, String.valueOf(failure.getMessage()));
        }
        boolean foreseen = failure instanceof CommandFailure;
        print("hawser: " + (foreseen ? String.valueOf(failure.getMessage()) : "unexpected failure: " + failure));
        return ExitCode.SOFTWARE;
    }

    private int badUsage(CommandLine command, String message) {
        String name = command.getCommandSpec().qualifiedName();
        print(name + ": " + message + " (see " + name + " --help)");
        return ExitCode.USAGE;
    }

    private void print(String message) {
        err.println(message.replaceAll("\\p{Cntrl}+", " "));
        err.flush();
    }

    private static String describe(ParameterException failure) {
        String message = String.valueOf(failure.getMessage());
        if (!(failure instanceof UnmatchedArgumentException unmatched)) {
            return message;
        }
        String typed = unmatched.getUnmatched().get(0);
        String kind = unmatched.isUnknownOption() ? "unknown option" : "unexpected argument";
        String name = typed.contains("=") ? typed.substring(0, typed.indexOf('=')) : typed;
        CommandSpec spec = failure.getCommandLine().getCommandSpec();
        Set<String> words = unmatched.isUnknownOption()
                ? spec.optionsMap().keySet()
                : spec.subcommands().keySet();
        return kind + " '" + name + "'"
                + Spelling.nearest(name, words)
                        .map(meant -> "; did you mean '" + meant + "'?")
                        .orElse("");
    }
}
