package dev.hawser.internal.http2;

import java.io.IOException;

/** The end of a connection whose server has said nothing for too long. */
public final class SilentServerException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param what the server did or did not do; the message says who it is */
    SilentServerException(String what) {
        super("the server " + what);
    }
}
