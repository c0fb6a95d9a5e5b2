package dev.hawser;

import java.io.IOException;

/**
 * Who is told of each connection of a pool from its making to its end. Every method does nothing here;
 * override those of interest.
 *
 * <p>Each event is told once, after the pool's lock was let go; those of one connection come one after the
 * other and in order, on whichever thread caused them, or on a thread of the pool for what a server did to a connection of
 * HTTP/2; so a listener must be safe for use by many threads, and fast. What it throws goes to the thread's uncaught exception handler and harms nobody.
 */
public interface ConnectionPoolListener {
    /**
     * A connection could not be made: to a call that waits for one, or in the background to one that is held ready.
     *
     * @param cause as the call that needed it is told
     */
    default void connectionFailed(Address address, Throwable cause) {}

    /** A connection was made. */
    default void connectionOpened(Connection connection) {}

    /**
     * A connection was given to a call.
     *
     * @param uses the calls it had served before; 0 if it is new
     * @param idleNanos how long it had been idle, in nanoseconds; 0 if it is new
     */
    default void connectionLeased(Connection connection, int uses, long idleNanos) {}

    /**
     * A connection was given to a call, as {@link #connectionLeased(Connection, int, long)} tells, which this calls unless it is
     * overridden.
     *
     * @param waitedNanos how long the call had waited for it to come free or to be made, in nanoseconds; 0 if one was at hand
     */
    default void connectionLeased(Connection connection, int uses, long idleNanos, long waitedNanos) {
        connectionLeased(connection, uses, idleNanos);
    }

    /** A call gave a connection back, to be used again or to be retired. */
    default void connectionReturned(Connection connection) {}

    /** A connection left the pool for this one reason; its last event. */
    default void connectionRetired(Connection connection, Retirement reason) {}

    /**
     * A request is about to be sent once more without its caller being asked, as
     * {@link HawserClient.Builder#retryOnConnectionFailure} allows. On the call's thread.
     *
     * @param address the server's
     * @param cause why its first sending failed
     */
    default void requestSentAgain(Address address, IOException cause) {}
}
