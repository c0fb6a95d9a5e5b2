package dev.hawser.internal.http2;

import java.util.concurrent.TimeUnit;

/**
 * The streams that we reset of late. What the peer sent before it knew is tolerated on them (RFC 9113, section 5.1), for a
 * while: afterwards, and on other closed streams, it is an error. If more are reset than are remembered, all that
 * are closed pass for reset until the forgotten ones would have been forgiven no longer.
 */
final class RecentResets {
    /** Far longer than what is on its way takes to come. */
    static final long TOLERANCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** As many as common servers let be open at once. */
    static final int REMEMBERED = 128;

    private final int[] ids = new int[REMEMBERED];
    private final long[] times = new long[REMEMBERED];
    private int next;
    private int count;
    private boolean forgot;
    private long forgottenNanos;

    void add(int id, long now) {
        if (count == REMEMBERED) {
            forgot = true;
            forgottenNanos = times[next];
        } else {
            count++;
        }
        ids[next] = id;
        times[next] = now;
        next = (next + 1) % REMEMBERED;
    }

    /** Whether a closed stream may still get frames. */
    boolean tolerate(int id, long now) {
        if (forgot && now - forgottenNanos < TOLERANCE_NANOS) {
            return true;
        }
        for (int i = 0; i < count; i++) {
            if (ids[i] == id) {
                return now - times[i] < TOLERANCE_NANOS;
            }
        }
        return false;
    }
}
