package dev.hawser;

/** Over which of a server's IP addresses its connections are spread. Whichever is tried first, the others follow if it fails. */
public enum Spread {
    /** The first that the {@link Dns} names, as most clients do. */
    FIRST_ANSWER,
    /** Each in its turn. */
    ROUND_ROBIN,
    /** The one to which the pool has fewest connections. */
    FEWEST_CONNECTIONS
}
