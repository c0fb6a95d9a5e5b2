package dev.hawser.cli.demo;

import dev.hawser.Retirement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the events of a pool add up to.
 *
 * @param requests how many times a connection was leased
 * @param opened how many connections were made
 * @param reused how many of the leases were of a connection that had been used before
 * @param closedBy how many connections left the pool, by reason
 * @param idle how many connections are left, none of them leased
 */
record Figures(int requests, int opened, int reused, Map<Retirement, Integer> closedBy, int idle) {
    Figures {
        closedBy = Map.copyOf(closedBy);
    }

    static Figures of(List<PoolEvent> events) {
        int requests = 0;
        int opened = 0;
        int reused = 0;
        int retired = 0;
        int leased = 0;
        Map<Retirement, Integer> closedBy = new TreeMap<>();
        for (PoolEvent event : events) {
            if (event instanceof PoolEvent.Opened) {
                opened++;
            } else if (event instanceof PoolEvent.Leased lease) {
                requests++;
                leased++;
                reused += lease.uses() > 0 ? 1 : 0;
            } else if (event instanceof PoolEvent.Returned) {
                leased--;
            } else if (event instanceof PoolEvent.Retired end) {
                retired++;
                closedBy.merge(end.reason(), 1, Integer::sum);
            }
        }
        return new Figures(requests, opened, reused, closedBy, opened - retired - leased);
    }

    /** How many connections left the pool. */
    int closed() {
        return closedBy.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** All of it in one line. */
    String summary() {
        return requests + " requests, " + opened + " connections opened, " + reused + " reused, " + closed() + " closed"
                + reasons() + ", " + idle + " idle";
    }

    private String reasons() {
        return switch (closedBy.size()) {
            case 0 -> "";
            case 1 -> " (" + closedBy.keySet().iterator().next() + ")";
            default ->
                new TreeMap<>(closedBy)
                        .entrySet().stream()
                                .map(each -> each.getValue() + " " + each.getKey())
                                .collect(Collectors.joining(", ", " (", ")"));
        };
    }
}
