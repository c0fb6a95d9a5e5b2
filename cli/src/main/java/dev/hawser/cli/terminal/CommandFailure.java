package dev.hawser.cli.terminal;

/** Why a command could not do what it was asked for: one line for its user, and exit code 1. */
public final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1;

    /** A failure with its line. */
    public CommandFailure(String message) {
        super(message);
    }

    /** A failure with its line, caused by another. */
    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
