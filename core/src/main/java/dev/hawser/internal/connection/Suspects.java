package dev.hawser.internal.connection;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The servers that have sent bytes which nobody asked for: they may do so again, just as the next request is begun. A
 * fixed number of places, so that a server may be taken for a suspect because another is. Safe for use by many threads.
 */
final class Suspects {
    private static final int PLACES = 1024;

    private final AtomicIntegerArray suspected = new AtomicIntegerArray(PLACES);

    void add(Object server) {
        suspected.set(place(server), 1);
    }

    boolean has(Object server) {
        return suspected.get(place(server)) != 0;
    }

    private static int place(Object server) {
        int hash = server.hashCode();
        return (hash ^ hash >>> 16) & PLACES - 1;
    }
}
