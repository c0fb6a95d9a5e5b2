package dev.hawser.cli.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life of one connection. Times are in nanoseconds since the experiment began.
 *
 * @param connection its number
 * @param dialedNanos when its making began, or null if nobody was told
 * @param openedNanos when it was made
 * @param exchanges what it carried, in order
 * @param end when and why it left the pool, or null if it is still there
 */
record Lane(
        long connection,
        @Nullable Long dialedNanos,
        long openedNanos,
        List<Exchange> exchanges,
        PoolEvent.@Nullable Retired end) {
    Lane {
        exchanges = List.copyOf(exchanges);
    }

    /** How long its making took, or null if that is not known. */
    @Nullable
    Long dialingNanos() {
        return dialedNanos == null ? null : openedNanos - dialedNanos;
    }

    /** Whether it was in the pool at some time of that span. */
    boolean livedBetween(long fromNanos, long toNanos) {
        return openedNanos < toNanos && (end == null || end.atNanos() > fromNanos);
    }

    /** What it carried in that wave. */
    List<Exchange> in(int wave) {
        return exchanges.stream().filter(exchange -> exchange.wave() == wave).toList();
    }
}
