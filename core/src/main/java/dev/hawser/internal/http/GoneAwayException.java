package dev.hawser.internal.http;

import java.io.IOException;

/**
 * The server takes no more exchanges on a connection, and has done nothing of this one (RFC 9113, section 6.8): it may begin again on
 * another.
 */
public final class GoneAwayException extends IOException {
    private static final long serialVersionUID = 1;

    public GoneAwayException(String message) {
        super(message);
    }
}
