package dev.hawser;

/** The reason why a connection left its pool. Each connection has exactly one. */
public enum Retirement {
    /** More connections were idle than the pool keeps: this one was idle for longest. */
    IDLE_LIMIT,
    /** There were more connections than a limit allows that was lowered: {@link ConnectionPool#resize}. */
    OVER_LIMIT,
    /** It was idle for its whole time: the pool's keep-alive duration, or a shorter one that the server gave. */
    KEEP_ALIVE_EXPIRED,
    /** The server closed or reset it while it was idle, or before one byte of a response. */
    PEER_CLOSED,
    /** The server sent bytes that no request had asked for. */
    STRAY_BYTES,
    /** It reached its maximum age. */
    MAX_LIFETIME,
    /** It served its maximum number of requests: the pool's limit, or {@code max} of the server's {@code Keep-Alive}. */
    MAX_REQUESTS,
    /** It was handed over to another protocol, which has ended ({@code 101}, RFC 9110, section 7.8). */
    UPGRADED,
    /** One side said {@code Connection: close}, or spoke HTTP/1.0 without keep-alive (RFC 9112, section 9.6). */
    CONNECTION_CLOSE,
    /** The server sent GOAWAY (RFC 9113, section 6.8). */
    GOAWAY,
    /** The peer broke the protocol, so what follows on this connection cannot be trusted. */
    PROTOCOL_ERROR,
    /** Reading or writing failed: the peer reset the connection, or closed it in the middle of an exchange. */
    IO_ERROR,
    /** A read, a write or a whole call took longer than its timeout, or the server did not answer a PING in time. */
    TIMED_OUT,
    /** Its call was cancelled, or its thread interrupted, before the exchange was complete. */
    CANCELED,
    /** The rest of a response body was not read, and was too long or too slow to be drained. */
    BODY_NOT_READ,
    /**
     * A response was dropped without being closed, and found by the garbage collector. The other calls on a connection of HTTP/2 go on to
     * their ends.
     */
    LEAKED,
    /** The user asked for it: {@link ConnectionPool#evictAll()}, {@link ConnectionPool#softEvict()}. */
    EVICTED,
    /** It made room for a connection to another address, as the pool's total was reached. */
    MADE_ROOM,
    /** Its IP address is gone from the answers for its server's name: {@link ConnectionPool.Builder#addressRefresh}. */
    ADDRESS_GONE,
    /** Another connection to the same server was there first, or as many of HTTP/2 as there may be. */
    DUPLICATE,
    /** The pool was closed. */
    SHUTDOWN
}
