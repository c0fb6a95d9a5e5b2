package dev.hawser.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The streams of a command, and what its output may look like.
 *
 * @param in the standard input
 * @param out the standard output, which tells of failures to write
 * @param err the standard error, for all that is not a command's result
 * @param colour whether the standard output may be coloured
 * @param live whether the standard error is a terminal, whose last line can be written over
 */
public record Terminal(InputStream in, OutputStream out, PrintStream err, boolean colour, boolean live) {
    /**
     * The streams of this process. Colour is for a terminal that knows it, unless the variable NO_COLOR is set.
     *
     * @param outIsTerminal whether the standard output is a terminal
     * @param errIsTerminal whether the standard error is one
     */
    public static Terminal ofProcess(Map<String, String> environment, boolean outIsTerminal, boolean errIsTerminal) {
        boolean capable = !environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean colour = outIsTerminal
                && capable
                && environment.getOrDefault("NO_COLOR", "").isEmpty();
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return new Terminal(System.in, new FileOutputStream(FileDescriptor.out), err, colour, errIsTerminal && capable);
    }

    /** Tells the user something, in one line of the standard error that says who speaks. */
    public void tell(String message) {
        err.println("hawser: " + message.replaceAll("\\p{Cntrl}+", " "));
        err.flush();
    }

    /** Writes to the standard output, in UTF-8. */
    public void print(String text) throws CommandFailure {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new CommandFailure("cannot write to the standard output: " + e.getMessage(), e);
        }
    }
}
