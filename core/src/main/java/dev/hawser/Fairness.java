package dev.hawser;

/**
 * In whose favour a connection is closed that comes back while the total of connections is reached, none is idle, and calls to
 * several addresses wait.
 */
public enum Fairness {
    /**
     * The second connection that comes back to an address which has more of them than the first in line makes room for that one;
     * those without a connection come before the others. An address that has as many is served by its own, unless they do not come
     * back: then it gets another after 16 for each of its share have come back elsewhere, or after a second. So few connections
     * are closed for others.
     */
    BY_SHARE,
    /**
     * The second connection that comes back elsewhere makes room, whatever each address has; if more than one address waits beside
     * the one to which it comes back, each does, for the one that has not been served for longest. So whoever waits first at an
     * address waits for two that come back elsewhere at most while two addresses wait, and for n at most while n do. Addresses that are always busy
     * open and close connections for each other: two about one for every two calls, more of them one for every call.
     */
    STRICT
}
