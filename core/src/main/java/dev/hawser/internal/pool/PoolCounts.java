package dev.hawser.internal.pool;

/**
 * The figures of a pool at one moment.
 *
 * @param dialing connections being made
 * @param idle open connections that carry no exchange
 * @param active open connections that carry one or more
 * @param draining connections that take no new exchange, but still carry one or more
 * @param waiting callers who wait for a connection
 */
public record PoolCounts(int dialing, int idle, int active, int draining, int waiting) {
    /** All connections that exist, without those being made. */
    public int connections() {
        return idle + active + draining;
    }

    /** What the limits count: all connections, those being made included. */
    public int total() {
        return dialing + connections();
    }
}
