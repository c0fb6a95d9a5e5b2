package dev.hawser;

/**
 * How many bytes a server may send over HTTP/2 before they are read: its flow-control windows (RFC 9113, section 5.2). Immutable.
 *
 * <p>A download is at most as fast as one window for each round trip. What is not read lies in memory, on each stream up to its
 * window; so a stream begins with {@link #STREAM_START} at most, and its window doubles for as long as its reader keeps up with the
 * server, up to {@code streamBytes}. One who reads slowly holds no more than that beginning, and keeps no other stream from its
 * data.
 *
 * @param streamBytes the largest window of one response in bytes, at least 1; 16 MiB by default
 * @param connectionBytes the window of all responses of a connection together in bytes, at least 65,535; 16 MiB by default,
 *     which fills a link of 1 Gbit/s over 130 ms
 */
public record Http2Windows(int streamBytes, int connectionBytes) {
    /** With what window a stream begins, unless its largest is smaller: 256 KiB. */
    public static final int STREAM_START = 256 << 10;

    /** 16 MiB each. */
    public static final Http2Windows DEFAULT = new Http2Windows(16 << 20, 16 << 20);

    private static final int LEAST_CONNECTION_BYTES = 65_535;

    /**
     * Checks the windows.
     *
     * @throws IllegalArgumentException if one is too small
     */
    public Http2Windows {
        if (streamBytes < 1) {
            throw new IllegalArgumentException("streamBytes must be at least 1: " + streamBytes);
        }
        if (connectionBytes < LEAST_CONNECTION_BYTES) {
            throw new IllegalArgumentException(
                    "connectionBytes must be at least " + LEAST_CONNECTION_BYTES + ": " + connectionBytes);
        }
    }
}
