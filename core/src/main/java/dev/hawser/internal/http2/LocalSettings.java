package dev.hawser.internal.http2;

import dev.hawser.Http2Windows;
import dev.hawser.ResponseLimits;
import java.util.concurrent.TimeUnit;

/**
 * What we tell and grant a server.
 *
 * @param windows how many bytes of a response may lie unread, and on the way, and of all responses on the way
 * @param limits bounds of a response's head, of which the bytes are announced as SETTINGS_MAX_HEADER_LIST_SIZE
 * @param headerTableSize how many bytes the dynamic table of the server's encoder may take here (RFC 7541, section 4.2)
 * @param acknowledgedWithinNanos how long the server may take to acknowledge them
 * @param pingNanos how often the server is asked by a PING whether it is there; 0 for never
 */
public record LocalSettings(
        Http2Windows windows,
        ResponseLimits limits,
        int headerTableSize,
        long acknowledgedWithinNanos,
        long pingNanos) {
    /** A window of one who has not announced another (RFC 9113, section 6.9.2). */
    static final int DEFAULT_WINDOW = 65_535;

    /** Those of a client that was told nothing. */
    public static final LocalSettings DEFAULT = new LocalSettings(
            Http2Windows.DEFAULT,
            ResponseLimits.DEFAULT,
            HpackDecoder.DEFAULT_TABLE_SIZE,
            TimeUnit.SECONDS.toNanos(10),
            0);

    /** The same, with other windows, other limits, and another time between two PINGs. */
    public LocalSettings with(Http2Windows otherWindows, ResponseLimits otherLimits, long otherPingNanos) {
        return new LocalSettings(otherWindows, otherLimits, headerTableSize, acknowledgedWithinNanos, otherPingNanos);
    }

    /** The window that a stream begins with. */
    int streamStart() {
        return Math.min(Http2Windows.STREAM_START, windows.streamBytes());
    }

    /**
     * Checks the table.
     *
     * @throws IllegalArgumentException if it is too small
     */
    public LocalSettings {
        if (headerTableSize < 0) {
            throw new IllegalArgumentException("headerTableSize must not be negative: " + headerTableSize);
        }
    }
}
