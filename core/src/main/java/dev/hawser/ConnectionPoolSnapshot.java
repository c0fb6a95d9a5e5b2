package dev.hawser;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ConnectionPool} at one moment: immutable, and consistent in itself, as all of it was taken in one step.
 *
 * @param settings what the pool was set to
 * @param total the counts over all addresses
 * @param addresses the counts of each address that has a connection or a waiter, in no particular order
 * @param connections the open connections, in the order of their ids
 * @param waiters those who wait for a connection, the longest first
 * @param suspended whether the pool gives out no connection until {@link ConnectionPool#resume()}
 * @param leaked how many leases were found lost since the pool was made
 */
public record ConnectionPoolSnapshot(
        ConnectionPoolSettings settings,
        Counts total,
        List<AddressCounts> addresses,
        List<ConnectionState> connections,
        List<Waiter> waiters,
        boolean suspended,
        long leaked) {
    public ConnectionPoolSnapshot {
        addresses = List.copyOf(addresses);
        connections = List.copyOf(connections);
        waiters = List.copyOf(waiters);
    }

    /**
     * How many connections are in which state, and how many calls wait.
     *
     * @param active open connections that carry an exchange, or for 250 ms at most are set aside to make room for another address
     * @param idle open connections that carry none
     * @param dialing connections in the making
     * @param draining connections that carry their last exchanges
     * @param waiting calls that wait for a connection
     */
    public record Counts(int active, int idle, int dialing, int draining, int waiting) {
        /** What the limits count: all connections, those in the making and those being drained included. */
        public int connections() {
            return active + idle + dialing + draining;
        }
    }

    /** The counts of one address. */
    public record AddressCounts(Address address, Counts counts) {}

    /**
     * One open connection.
     *
     * @param id its number, unique in the pool
     * @param age how long ago it was made
     * @param idle how long it has carried no exchange; zero if it carries one
     * @param uses the exchanges that it has begun to carry, ever
     * @param streams the exchanges that it carries
     * @param capacity the exchanges that it may carry at once; 1 for HTTP/1.1, 0 while it is not known whether its server is there
     * @param draining why it takes no more exchanges; null if it does
     * @param holders the calls that hold it, the longest first
     */
    public record ConnectionState(
            long id,
            Route route,
            Protocol protocol,
            Duration age,
            Duration idle,
            int uses,
            int streams,
            int capacity,
            @Nullable Retirement draining,
            List<Holder> holders) {
        public ConnectionState {
            holders = List.copyOf(holders);
        }
    }

    /**
     * A call that holds a connection.
     *
     * @param call its method and URL, without what is secret in it
     * @param held for how long
     */
    public record Holder(String call, Duration held) {}

    /**
     * A call that waits for a connection.
     *
     * @param call its method and URL, without what is secret in it
     * @param waited for how long
     */
    public record Waiter(Address address, String call, Duration waited) {}
}
