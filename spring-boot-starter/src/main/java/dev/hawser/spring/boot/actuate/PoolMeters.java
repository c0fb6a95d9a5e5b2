package dev.hawser.spring.boot.actuate;

import dev.hawser.Address;
import dev.hawser.Connection;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.ConnectionPoolSnapshot;
import dev.hawser.ConnectionPoolSnapshot.Counts;
import dev.hawser.Retirement;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * The meters of one pool, each with the tag {@code pool}:
 *
 * <ul>
 *   <li>{@code hawser.pool.connections} by {@code state}: active, idle, dialing, draining
 *   <li>{@code hawser.pool.pending}: calls that wait for a connection
 *   <li>{@code hawser.pool.max}: the limit on connections; NaN if there is none
 *   <li>{@code hawser.pool.acquire}: how long calls waited for the connections that they got
 *   <li>{@code hawser.pool.leases} by {@code connection}: new or reused
 *   <li>{@code hawser.pool.connections.opened}, {@code .failed}, and {@code .closed} by {@code reason}
 *   <li>{@code hawser.pool.requests.resent}: requests sent again by themselves
 *   <li>{@code hawser.pool.leaked}: connections whose response nobody closed
 * </ul>
 */
final class PoolMeters implements ConnectionPoolListener {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Timer acquire;
    private final Counter leasesOfNew;
    private final Counter leasesOfKept;
    private final Counter opened;
    private final Counter failed;
    private final Counter resent;

    PoolMeters(String pool, RecentSnapshot recent, MeterRegistry registry) {
        this.registry = registry;
        this.tags = Tags.of("pool", pool);
        this.acquire = Timer.builder("hawser.pool.acquire")
                .description("How long calls waited for their connections")
                .tags(tags)
                .register(registry);
        this.leasesOfNew = counter("hawser.pool.leases", "Connections given to calls", tags.and("connection", "new"));
        this.leasesOfKept =
                counter("hawser.pool.leases", "Connections given to calls", tags.and("connection", "reused"));
        this.opened = counter("hawser.pool.connections.opened", "Connections made", tags);
        this.failed = counter("hawser.pool.connections.failed", "Connections that could not be made", tags);
        this.resent = counter("hawser.pool.requests.resent", "Requests sent again by themselves", tags);
        state("active", recent, Counts::active);
        state("idle", recent, Counts::idle);
        state("dialing", recent, Counts::dialing);
        state("draining", recent, Counts::draining);
        gauge(
                "hawser.pool.pending",
                "Calls that wait for a connection",
                tags,
                recent,
                snapshot -> snapshot.total().waiting());
        gauge("hawser.pool.max", "The limit on connections", tags, recent, PoolMeters::limit);
        FunctionCounter.builder("hawser.pool.leaked", recent, now -> now.get().leaked())
                .description("Connections whose response nobody closed")
                .tags(tags)
                .register(registry);
    }

    private static double limit(ConnectionPoolSnapshot snapshot) {
        int most = snapshot.settings().maxConnections();
        return most == Integer.MAX_VALUE ? Double.NaN : most;
    }

    private Counter counter(String name, String description, Tags all) {
        return Counter.builder(name).description(description).tags(all).register(registry);
    }

    private void state(String state, RecentSnapshot recent, ToIntFunction<Counts> count) {
        gauge(
                "hawser.pool.connections",
                "Connections by their state",
                tags.and("state", state),
                recent,
                snapshot -> count.applyAsInt(snapshot.total()));
    }

    private void gauge(
            String name,
            String description,
            Tags all,
            RecentSnapshot recent,
            ToDoubleFunction<ConnectionPoolSnapshot> value) {
        Gauge.builder(name, recent, now -> value.applyAsDouble(now.get()))
                .description(description)
                .tags(all)
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void connectionFailed(Address address, Throwable cause) {
        failed.increment();
    }

    @Override
    public void connectionOpened(Connection connection) {
        opened.increment();
    }

    @Override
    public void connectionLeased(Connection connection, int uses, long idleNanos, long waitedNanos) {
        acquire.record(waitedNanos, TimeUnit.NANOSECONDS);
        (uses == 0 ? leasesOfNew : leasesOfKept).increment();
    }

    @Override
    public void connectionRetired(Connection connection, Retirement reason) {
        counter(
                        "hawser.pool.connections.closed",
                        "Connections that were closed, by the reason",
                        tags.and("reason", reason.name().toLowerCase(Locale.ROOT)))
                .increment();
    }

    @Override
    public void requestSentAgain(Address address, IOException cause) {
        resent.increment();
    }
}
