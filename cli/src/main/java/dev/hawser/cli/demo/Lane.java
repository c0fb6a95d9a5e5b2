package dev.hawser.cli.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life of one connection.
 *
 * @param connection its number
 * @param openedNanos when it was made, in nanoseconds since the experiment began
 * @param exchanges what it carried, in order
 * @param end when and why it left the pool, or null if it is still there
 */
record Lane(long connection, long openedNanos, List<Exchange> exchanges, PoolEvent.@Nullable Retired end) {
    Lane {
        exchanges = List.copyOf(exchanges);
    }

    /** Whether it was in the pool at some time of that span. */
    boolean livedBetween(long fromNanos, long toNanos) {
        return openedNanos < toNanos && (end == null || end.atNanos() > fromNanos);
    }

    /** What it carried in that wave, or null. */
    @Nullable
    Exchange in(int wave) {
        return exchanges.stream()
                .filter(exchange -> exchange.wave() == wave)
                .findFirst()
                .orElse(null);
    }
}
