package dev.hawser.internal.connection;

import dev.hawser.Retirement;

/** Who is told of what happens to connections that carry many exchanges at once. Called by any thread, with no lock held. */
public interface SharedReports {
    /** The server told how many exchanges it allows at once. */
    void capacityChanged(HttpConnection connection, int capacity);

    /** The connection can begin no exchange any more. */
    void ended(HttpConnection connection, Retirement reason);
}
