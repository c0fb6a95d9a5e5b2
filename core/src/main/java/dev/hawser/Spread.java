package dev.hawser;

/**
 * Over which of a server's IP addresses new connections are spread, as {@link ConnectionPool.Builder#spread} sets it. If the
 * one that is tried first fails, the others follow.
 */
public enum Spread {
    /** The first that the {@link Dns} names, as most clients do. */
    FIRST_ANSWER,
    /** Each in its turn: the one that was not tried for longest, in whatever order the answers name them. */
    ROUND_ROBIN,
    /** The one to which the pool has fewest connections, to whichever servers; among equals, each in its turn. */
    FEWEST_CONNECTIONS
}
