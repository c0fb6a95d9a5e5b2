package dev.hawser.internal.connection;

import dev.hawser.Retirement;

/**
 * Who is told of what happens to connections that carry many exchanges at once. Called with no lock held, by any thread, those
 * that read frames among them: so it neither blocks nor runs code of the user's.
 */
public interface SharedReports {
    /** The server told how many exchanges it allows at once: {@link HttpConnection#capacity}. */
    void capacityChanged(HttpConnection connection);

    /** It is not known, or known again, whether the server is there: {@link HttpConnection#isSuspected}. */
    void suspicionChanged(HttpConnection connection);

    /** The connection can begin no exchange any more. */
    void ended(HttpConnection connection, Retirement reason);
}
