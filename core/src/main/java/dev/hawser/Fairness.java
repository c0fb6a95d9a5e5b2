package dev.hawser;

/**
 * In whose favour a connection is closed that comes back while the total of connections is reached, none is idle, and calls to
 * several addresses wait. The first address in line gets the room: those without a connection come before the others.
 */
public enum Fairness {
    /**
     * The second connection that comes back to an address which has more of them than the first in line makes room for that one. An
     * address that has as many is served by its own, unless they do not come back: then it gets another after 16 for each of
     * its share have come back elsewhere, or after a second. So few connections are closed for others.
     */
    BY_SHARE,
    /**
     * The second connection that comes back elsewhere makes room, whatever each address has. So whoever waits first at the
     * first address in line waits for two at most. Addresses that are always busy open and close connections for each other,
     * about one for every two calls.
     */
    STRICT
}
