package dev.hawser;

import java.time.Duration;

/**
 * Bounds and habits of a client's WebSockets. Immutable.
 *
 * @param maxMessageBytes the longest message that is received, after decompression; a longer one ends the WebSocket with code 1009. 16 MiB by default
 * @param maxQueueBytes how much may be queued to be sent; 16 MiB by default
 * @param closeTimeout how long the server may take to answer when this side closes; 60 s by default
 * @param compression whether permessage-deflate is offered (RFC 7692); true by default
 * @param minMessageToCompress the shortest message that is compressed if that was agreed on; 1,024 bytes by default
 */
public record WebSocketSettings(
        int maxMessageBytes,
        long maxQueueBytes,
        Duration closeTimeout,
        boolean compression,
        long minMessageToCompress) {
    /** What clients have if they are not told otherwise. */
    public static final WebSocketSettings DEFAULT =
            new WebSocketSettings(16 << 20, 16 << 20, Duration.ofSeconds(60), true, 1_024);

    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public WebSocketSettings {
        if (maxMessageBytes < 125 || maxMessageBytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "maxMessageBytes is not between 125 and " + MOST_BYTES + ": " + maxMessageBytes);
        }
        if (maxQueueBytes < 0) {
            throw new IllegalArgumentException("maxQueueBytes < 0: " + maxQueueBytes);
        }
        if (closeTimeout.isNegative() || closeTimeout.isZero()) {
            throw new IllegalArgumentException("closeTimeout is not above 0: " + closeTimeout);
        }
        if (minMessageToCompress < 0) {
            throw new IllegalArgumentException("minMessageToCompress < 0: " + minMessageToCompress);
        }
    }

    /** These settings with another bound on messages that are received. */
    public WebSocketSettings withMaxMessageBytes(int most) {
        return new WebSocketSettings(most, maxQueueBytes, closeTimeout, compression, minMessageToCompress);
    }

    /** These settings with another bound on what is queued. */
    public WebSocketSettings withMaxQueueBytes(long most) {
        return new WebSocketSettings(maxMessageBytes, most, closeTimeout, compression, minMessageToCompress);
    }

    /** These settings with another time to close. */
    public WebSocketSettings withCloseTimeout(Duration timeout) {
        return new WebSocketSettings(maxMessageBytes, maxQueueBytes, timeout, compression, minMessageToCompress);
    }

    /** These settings with compression offered, or not. */
    public WebSocketSettings withCompression(boolean offered) {
        return new WebSocketSettings(maxMessageBytes, maxQueueBytes, closeTimeout, offered, minMessageToCompress);
    }

    /** These settings with another least length of what is compressed. */
    public WebSocketSettings withMinMessageToCompress(long bytes) {
        return new WebSocketSettings(maxMessageBytes, maxQueueBytes, closeTimeout, compression, bytes);
    }
}
