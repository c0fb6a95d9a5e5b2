package dev.hawser.cli.terminal;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** What a user typed makes no sense: one line that says what is wrong, and exit code 2. */
public final class BadUsage extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Bad usage with its line. */
    public BadUsage(String message) {
        super(message);
    }

    /** Bad usage with its line, noticed by another failure. */
    public BadUsage(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Refuses a number that is out of bounds.
     *
     * @throws BadUsage if it is; the line names the option
     */
    public static void unlessWithin(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new BadUsage("Invalid value for option '" + option + "': '" + value + "' is not a number from "
                    + least + " to " + most);
        }
    }

    /**
     * Begins to write a file.
     *
     * @throws BadUsage if it cannot be written; the line names the file and the reason
     */
    public static Output unlessWritable(String file) {
        try {
            return Output.to(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw unwritable(file, e);
        }
    }

    /** What tells that a file cannot be written. */
    public static BadUsage unwritable(String file, Exception cause) {
        return new BadUsage("cannot write to '" + file + "': " + FileFaults.reason(cause), cause);
    }
}
