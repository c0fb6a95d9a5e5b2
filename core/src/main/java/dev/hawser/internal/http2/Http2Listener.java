package dev.hawser.internal.http2;

import java.io.IOException;

/** Who is told of a connection as a whole, with no lock held. */
public interface Http2Listener {
    /** The server told how many streams may be open at once: {@link Http2Connection#capacity}. */
    void capacityChanged();

    /** It is not known, or known again, whether the server is there: {@link Http2Connection#isSuspected}. */
    void suspicionChanged();

    /** No stream can be opened any more; those that are open go on. */
    void goingAway();

    /** The connection has ended, and every stream with it; at most once, and not if it was closed from here. */
    void ended(IOException cause);
}
