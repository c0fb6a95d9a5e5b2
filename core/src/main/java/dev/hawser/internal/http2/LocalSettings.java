package dev.hawser.internal.http2;

import dev.hawser.ResponseLimits;
import java.util.concurrent.TimeUnit;

/**
 * What we tell and grant a server.
 *
 * @param streamWindow how many bytes of a response may lie unread, and on the way; at least 1
 * @param connectionWindow how many bytes may be on the way on the connection, of all responses; at least 65,535
 * @param limits bounds of a response's head, of which the bytes are announced as SETTINGS_MAX_HEADER_LIST_SIZE
 * @param headerTableSize how many bytes the dynamic table of the server's encoder may take here (RFC 7541, section 4.2)
 * @param acknowledgedWithinNanos how long the server may take to acknowledge them
 * @param pingNanos how often the server is asked by a PING whether it is there; 0 for never
 */
public record LocalSettings(
        int streamWindow,
        int connectionWindow,
        ResponseLimits limits,
        int headerTableSize,
        long acknowledgedWithinNanos,
        long pingNanos) {
    /** A window of one who has not announced another (RFC 9113, section 6.9.2). */
    static final int DEFAULT_WINDOW = 65_535;

    /** 4 MiB for each stream, 16 MiB for all: the latter fills a link of 1 Gbit/s over 130 ms. */
    public static final LocalSettings DEFAULT = new LocalSettings(
            4 << 20,
            16 << 20,
            ResponseLimits.DEFAULT,
            HpackDecoder.DEFAULT_TABLE_SIZE,
            TimeUnit.SECONDS.toNanos(10),
            0);

    /** The same, with another time between two PINGs. */
    public LocalSettings withPing(long nanos) {
        return new LocalSettings(
                streamWindow, connectionWindow, limits, headerTableSize, acknowledgedWithinNanos, nanos);
    }

    /**
     * Checks the windows and the table.
     *
     * @throws IllegalArgumentException if one is too small
     */
    public LocalSettings {
        if (streamWindow < 1) {
            throw new IllegalArgumentException("streamWindow must be at least 1: " + streamWindow);
        }
        if (connectionWindow < DEFAULT_WINDOW) {
            throw new IllegalArgumentException("connectionWindow must be at least 65535: " + connectionWindow);
        }
        if (headerTableSize < 0) {
            throw new IllegalArgumentException("headerTableSize must not be negative: " + headerTableSize);
        }
    }
}
