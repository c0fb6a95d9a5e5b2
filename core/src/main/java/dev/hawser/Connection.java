package dev.hawser;

import java.net.Socket;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server or to a proxy, as interceptors and listeners see it. It is the pool's: look, and do
 * not touch. Safe for use by many threads.
 */
public interface Connection {
    /** A number that no other connection of the same pool has, counted from 1. */
    long id();

    /** The route that it was made along. */
    Route route();

    /**
     * The socket, or null if the connection has none to show, as on a Unix domain socket. Reading, writing or closing it breaks the
     * exchanges on it.
     */
    @Nullable
    Socket socket();

    /** The outcome of the TLS handshake, or null if the connection is in the clear. */
    @Nullable
    Handshake handshake();

    /**
     * The TLS session, or null if the connection is in the clear. To invalidate it keeps other connections from resuming it; this one
     * goes on.
     */
    @Nullable
    SSLSession sslSession();

    /** The protocol that is spoken on it. */
    Protocol protocol();
}
