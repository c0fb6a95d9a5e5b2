package dev.hawser.internal.connection;

import dev.hawser.Http2Windows;
import dev.hawser.ResponseLimits;
import dev.hawser.internal.http2.LocalSettings;

/**
 * How a connection is to be made.
 *
 * @param connectNanos the limit of one attempt to connect TCP, and of each step behind it: what is spoken with a proxy, and
 *     the TLS handshake; 0 for none
 * @param pingNanos how often the server is asked, on a connection of HTTP/2, whether it is there; 0 for never
 * @param windows what the server may send, on a connection of HTTP/2, before it is read
 * @param limits bounds of what an HTTP proxy answers to the demand of a tunnel, and of responses on a connection of HTTP/2
 * @param fastFallback whether the next address is tried before the last one has failed (RFC 8305)
 */
public record DialSettings(
        long connectNanos, long pingNanos, Http2Windows windows, ResponseLimits limits, boolean fastFallback) {
    /** What a connection of HTTP/2 tells its server. */
    LocalSettings http2() {
        return LocalSettings.DEFAULT.with(windows, limits, pingNanos);
    }
}
