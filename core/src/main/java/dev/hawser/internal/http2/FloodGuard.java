package dev.hawser.internal.http2;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The count of frames of each kind of {@link Flood}. */
final class FloodGuard {
    /** The time until which the frames of one kind have used up what is allowed; in the past if they have not. */
    private static final class Use {
        private long untilNanos;
    }

    private final Map<Flood, Use> uses = new EnumMap<>(Flood.class);

    FloodGuard(long now) {
        for (Flood flood : Flood.values()) {
            Use use = new Use();
            use.untilNanos = now;
            uses.put(flood, use);
        }
    }

    /** Counts one frame; refuses it if there were too many. */
    void count(Flood flood, long now) throws Http2Exception {
        Use use = use(flood);
        if (use.untilNanos - now < 0) {
            use.untilNanos = now;
        }
        use.untilNanos += flood.intervalNanos();
        if (use.untilNanos - now > flood.burst * flood.intervalNanos()) {
            throw new Http2Exception(
                    ErrorCode.ENHANCE_YOUR_CALM,
                    "a flood of " + flood.what + ": more than " + flood.burst + " and " + flood.perSecond
                            + " a second");
        }
    }

    /** Allows so many more, as we did what they answer. */
    void earn(Flood flood, int count) {
        use(flood).untilNanos -= count * flood.intervalNanos();
    }

    private Use use(Flood flood) {
        return Objects.requireNonNull(uses.get(flood));
    }
}
