package dev.hawser.spring.boot;

import dev.hawser.ConnectionPool;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.HawserClient;

/**
 * A pool that was made from properties, with the client that uses it. Safe for use by many threads.
 */
public final class HawserPool {
    private final HawserClient client;
    private final Listeners listeners;

    HawserPool(HawserClient client, Listeners listeners) {
        this.client = client;
        this.listeners = listeners;
    }

    /** Its name, as in {@code hawser.pools.<name>}. */
    public String name() {
        return connectionPool().settings().name();
    }

    /** The client that uses it. Clients derived from this one use the pool, too. */
    public HawserClient client() {
        return client;
    }

    /** The pool itself. */
    public ConnectionPool connectionPool() {
        return client.connectionPool();
    }

    /** Has one more listener told of the pool's connections, from now on. */
    public void addListener(ConnectionPoolListener listener) {
        listeners.add(listener);
    }

    /** Its name and its numbers of connections. */
    @Override
    public String toString() {
        return "HawserPool{" + connectionPool() + "}";
    }
}
