package dev.hawser.internal.http2;

/** The count of frames of each kind of {@link Flood}, as the time until which they have used up what is allowed. */
final class FloodGuard {
    private final long[] usedUntil = new long[Flood.values().length];

    FloodGuard(long now) {
        for (int i = 0; i < usedUntil.length; i++) {
            usedUntil[i] = now;
        }
    }

    /** Counts one frame; refuses it if there were too many. */
    void count(Flood flood, long now) throws Http2Exception {
        int i = flood.ordinal();
        if (usedUntil[i] - now < 0) {
            usedUntil[i] = now;
        }
        usedUntil[i] += flood.intervalNanos();
        if (usedUntil[i] - now > flood.burst * flood.intervalNanos()) {
            throw new Http2Exception(
                    ErrorCode.ENHANCE_YOUR_CALM,
                    "a flood of " + flood.what + ": more than " + flood.burst + " and " + flood.perSecond
                            + " a second");
        }
    }

    /** Allows so many more, as we did what they answer. */
    void earn(Flood flood, int count) {
        usedUntil[flood.ordinal()] -= count * flood.intervalNanos();
    }
}
