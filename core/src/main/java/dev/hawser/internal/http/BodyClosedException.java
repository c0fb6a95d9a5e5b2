package dev.hawser.internal.http;

import java.io.IOException;

/** The failure of a read whose body another thread has closed meanwhile. */
public final class BodyClosedException extends IOException {
    private static final long serialVersionUID = 1;

    /** A failure with what the read itself failed with. */
    public BodyClosedException(IOException cause) {
        super("closed", cause);
    }
}
