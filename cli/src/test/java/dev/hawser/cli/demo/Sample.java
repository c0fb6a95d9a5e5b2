package dev.hawser.cli.demo;

import dev.hawser.HttpUrl;
import dev.hawser.Retirement;
import java.time.Duration;
import java.util.List;

/** A small experiment that is made up: two waves of two over a pool that keeps one idle connection. */
final class Sample {
    static final Plan PLAN = new Plan(2, 2, 1, Duration.ofMinutes(5), Plan.Rhythm.NONE, Duration.ofSeconds(1));
    static final Target TARGET = new Target.Own(HttpUrl.get("http://localhost:1/wave"));

    private static final long MS = 1_000_000;

    private Sample() {}

    /** Connections 1 and 2 carry the first wave; 1 goes, 2 and 3 carry the second; 2 goes. */
    static ExperimentRecord experiment() {
        return new ExperimentRecord(
                PLAN,
                TARGET,
                List.of(0L, 10 * MS),
                List.of(
                        new PoolEvent.Opened(MS, 2, MS / 2),
                        new PoolEvent.Leased(MS, 2, 0, 0),
                        new PoolEvent.Opened(2 * MS, 1, MS),
                        new PoolEvent.Leased(2 * MS, 1, 0, 0),
                        new PoolEvent.Returned(4 * MS, 1),
                        new PoolEvent.Returned(5 * MS, 2),
                        new PoolEvent.Retired(6 * MS, 1, Retirement.IDLE_LIMIT),
                        new PoolEvent.Leased(11 * MS, 2, 1, 6 * MS),
                        new PoolEvent.Opened(12 * MS, 3, null),
                        new PoolEvent.Leased(12 * MS, 3, 0, 0),
                        new PoolEvent.Returned(13 * MS, 2),
                        new PoolEvent.Returned(14 * MS, 3),
                        new PoolEvent.Retired(15 * MS, 2, Retirement.PEER_CLOSED)),
                List.of(
                        new Exchange(2, 1, 2, 200, 0, MS, 5 * MS),
                        new Exchange(1, 1, 1, 200, 0, 2 * MS, 4 * MS),
                        new Exchange(3, 2, 2, 200, 10 * MS, 11 * MS, 13 * MS),
                        new Exchange(4, 2, 3, 200, 10 * MS, 12 * MS, 14 * MS)),
                1,
                1);
    }

    /** The same, sent to a server that is not the demo's. */
    static ExperimentRecord foreignExperiment(String url) {
        ExperimentRecord own = experiment();
        return new ExperimentRecord(
                PLAN,
                new Target.Foreign(HttpUrl.get(url)),
                own.waveStartNanos(),
                own.events(),
                own.exchanges(),
                own.poolConnections(),
                own.poolIdle());
    }

    /** What an honest server saw of it. */
    static ServerCounts server() {
        return server(3, 1, List.of(arrival(1, 0, 0), arrival(2, 1, 0), arrival(3, 1, 1), arrival(4, 2, 0)));
    }

    static ServerCounts server(int accepted, int open, List<ServerCounts.Arrival> arrivals) {
        return new ServerCounts(accepted, open, arrivals, List.of());
    }

    static ServerCounts.Arrival arrival(int request, int connection, int earlier) {
        return new ServerCounts.Arrival(request, connection, earlier);
    }
}
