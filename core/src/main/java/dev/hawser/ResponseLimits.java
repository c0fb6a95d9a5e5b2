package dev.hawser;

import java.time.Duration;
import java.util.Objects;

/**
 * Bounds on what a server may make the client hold or read. A response past one of the first three fails with
 * a {@link java.net.ProtocolException} that names the limit, and its connection is closed. Immutable.
 *
 * @param headBytes most bytes of a response head, and of the trailers: status line and fields with their line
 *     ends; 262,144 by default
 * @param fieldCount most fields in a head, and in the trailers; 1,000 by default
 * @param lineBytes most bytes of one line of a head, of the trailers, or before a chunk, by HTTP/1.1; 65,536 by default
 * @param drainBytes most bytes of an unread response body that are read and dropped when it is closed, so that
 *     the connection can be used again; with more left, the connection is closed. 0 never drains; 65,536 by
 *     default
 * @param drainTime how long that may take; at least one millisecond, 100 milliseconds by default
 * @param expansion most bytes that each byte of a compressed body may become, beyond the first 16 MiB of what
 *     it becomes in all; reading past it fails with a {@link java.net.ProtocolException}. 200 by default
 */
public record ResponseLimits(
        int headBytes, int fieldCount, int lineBytes, long drainBytes, Duration drainTime, int expansion) {
    /** The limits of a client that was told no others. */
    public static final ResponseLimits DEFAULT =
            new ResponseLimits(262_144, 1_000, 65_536, 65_536, Duration.ofMillis(100), 200);

    /**
     * Checks each limit.
     *
     * @throws IllegalArgumentException if a limit is out of its range
     */
    public ResponseLimits {
        atLeast("headBytes", headBytes, 64);
        atLeast("fieldCount", fieldCount, 1);
        atLeast("lineBytes", lineBytes, 64);
        atLeast("drainBytes", drainBytes, 0);
        atLeast("expansion", expansion, 1);
        Objects.requireNonNull(drainTime, "drainTime");
        if (drainTime.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("drainTime must be at least 1 ms: " + drainTime);
        }
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ": " + value);
        }
    }

    /** These limits with another bound on the bytes of a head. */
    public ResponseLimits withHeadBytes(int most) {
        return new ResponseLimits(most, fieldCount, lineBytes, drainBytes, drainTime, expansion);
    }

    /** These limits with another bound on the number of fields. */
    public ResponseLimits withFieldCount(int most) {
        return new ResponseLimits(headBytes, most, lineBytes, drainBytes, drainTime, expansion);
    }

    /** These limits with another bound on the bytes of a line. */
    public ResponseLimits withLineBytes(int most) {
        return new ResponseLimits(headBytes, fieldCount, most, drainBytes, drainTime, expansion);
    }

    /** These limits with another bound on draining. */
    public ResponseLimits withDrain(long mostBytes, Duration mostTime) {
        return new ResponseLimits(headBytes, fieldCount, lineBytes, mostBytes, mostTime, expansion);
    }

    /** These limits with another bound on what a compressed body may become. */
    public ResponseLimits withExpansion(int most) {
        return new ResponseLimits(headBytes, fieldCount, lineBytes, drainBytes, drainTime, most);
    }
}
