package dev.hawser.cli.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened in an experiment. Times are in nanoseconds since it began.
 *
 * @param plan what was to be done
 * @param target where the requests went
 * @param waveStartNanos when each wave began
 * @param events what the pool told, in that order
 * @param exchanges the requests, by their numbers
 * @param poolConnections how many connections the pool says it has in the end
 * @param poolIdle how many of them it says are idle
 */
record ExperimentRecord(
        Plan plan,
        Target target,
        List<Long> waveStartNanos,
        List<PoolEvent> events,
        List<Exchange> exchanges,
        int poolConnections,
        int poolIdle) {
    ExperimentRecord {
        waveStartNanos = List.copyOf(waveStartNanos);
        events = List.copyOf(events);
        exchanges = exchanges.stream()
                .sorted(Comparator.comparingInt(Exchange::request))
                .toList();
    }

    /** What the events add up to. */
    Figures figures() {
        return Figures.of(events);
    }

    /** The connections by their numbers. */
    List<Lane> lanes() {
        List<Lane> lanes = new ArrayList<>();
        for (PoolEvent event : events) {
            if (event instanceof PoolEvent.Opened opened) {
                List<Exchange> carried = exchangesOn(opened.connection());
                long toldNanos = opened.atNanos(); // perhaps a moment after who waited has gone on with it
                long openedNanos = carried.isEmpty()
                        ? toldNanos
                        : Math.min(toldNanos, carried.get(0).acquiredNanos());
                lanes.add(new Lane(
                        opened.connection(), opened.dialedNanos(), openedNanos, carried, endOf(opened.connection())));
            }
        }
        lanes.sort(Comparator.comparingLong(Lane::connection));
        return lanes;
    }

    private List<Exchange> exchangesOn(long connection) {
        return exchanges.stream()
                .filter(exchange -> exchange.connection() == connection)
                .sorted(Comparator.comparingLong(Exchange::acquiredNanos))
                .toList();
    }

    private PoolEvent.@Nullable Retired endOf(long connection) {
        for (PoolEvent event : events) {
            if (event instanceof PoolEvent.Retired retired && retired.connection() == connection) {
                return retired;
            }
        }
        return null;
    }
}
