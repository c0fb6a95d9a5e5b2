package dev.hawser.internal.connection;

/**
 * How a connection is to be made.
 *
 * @param connectNanos the limit of one attempt to connect TCP, and of each step behind it: what is spoken with a proxy, and
 *     the TLS handshake; 0 for none
 * @param fastFallback whether the next address is tried before the last one has failed (RFC 8305)
 */
public record DialSettings(long connectNanos, boolean fastFallback) {}
