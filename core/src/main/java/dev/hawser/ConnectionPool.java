package dev.hawser;

/** A keep-alive connection pool. */
public final class ConnectionPool {
    /** Closes and removes all idle connections. */
    public void evictAll() {}
}
