package dev.hawser.internal.pool;

/** What a server's {@code Keep-Alive: timeout=, max=} means to the pool. */
final class KeepAlive {
    private static final long MARGIN_NANOS = 1_000_000_000L;

    private KeepAlive() {}

    /** How long to keep the connection idle: the server's time less a margin of 1 s, or of half of it if that is less. */
    static long idleNanos(long timeoutNanos) {
        return timeoutNanos - Math.min(MARGIN_NANOS, timeoutNanos / 2);
    }

    /** The exchanges in all after which the connection must go, as it has begun {@code uses} of them and the server allows {@code max} more. */
    static int useLimit(int uses, int max, int ownLimit) {
        return (int) Math.min((long) uses + max, ownLimit);
    }
}
