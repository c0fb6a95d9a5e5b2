package dev.hawser.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * The streams of a command, and what its output may look like.
 *
 * @param in the standard input
 * @param out the standard output, which tells of failures to write
 * @param err the standard error, for all that is not a command's result
 * @param colour whether the standard output may be coloured
 */
public record Terminal(InputStream in, OutputStream out, PrintStream err, boolean colour) {
    /**
     * The streams of this process. Colour is for a terminal that knows it, unless the variable NO_COLOR is set.
     *
     * @param interactive whether the standard output is a terminal
     */
    public static Terminal ofProcess(Map<String, String> environment, boolean interactive) {
        boolean colour = interactive
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(System.in, new FileOutputStream(FileDescriptor.out), System.err, colour);
    }
}
