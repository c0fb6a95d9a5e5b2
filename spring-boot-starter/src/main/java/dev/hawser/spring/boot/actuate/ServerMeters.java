package dev.hawser.spring.boot.actuate;

import dev.hawser.Address;
import dev.hawser.Connection;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.ConnectionPoolSnapshot.AddressCounts;
import dev.hawser.ConnectionPoolSnapshot.Counts;
import dev.hawser.Retirement;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters that OpenTelemetry's semantic conventions for HTTP have of connections, for each server of one pool:
 * {@code http.client.open_connections} by {@code http.connection.state}, and {@code http.client.connection.duration}; with
 * {@code server.address} and {@code server.port}, and {@code pool} beside them. The servers beyond a bound are counted together,
 * as {@code _OTHER}.
 */
final class ServerMeters implements ConnectionPoolListener {
    private static final Server OTHERS = new Server("_OTHER", 0);

    private record Server(String address, int port) {
        private static Server of(Address address) {
            return new Server(address.url().host(), address.url().port());
        }
    }

    private final String pool;
    private final RecentSnapshot recent;
    private final MeterRegistry registry;
    private final int maxServers;

    /** Held to add to {@link #servers}, so that they stay within the bound. */
    private final ReentrantLock admission = new ReentrantLock();

    /** Those that have meters, {@link #OTHERS} included. */
    private final Set<Server> servers = ConcurrentHashMap.newKeySet();

    /** When each open connection was made, by the registry's clock. */
    private final Map<Connection, Long> born = new ConcurrentHashMap<>();

    ServerMeters(String pool, RecentSnapshot recent, MeterRegistry registry, int maxServers) {
        this.pool = pool;
        this.recent = recent;
        this.registry = registry;
        this.maxServers = maxServers;
    }

    @Override
    public void connectionOpened(Connection connection) {
        born.put(connection, registry.config().clock().monotonicTime());
        Server counted = admit(Server.of(connection.route().address()));
        if (counted != null) {
            gauge(counted, "active", Counts::active);
            gauge(counted, "idle", Counts::idle);
        }
    }

    /** Counts a server by itself, or among the others; null if that was done before. */
    private @Nullable Server admit(Server server) {
        admission.lock();
        try {
            Server counted = servers.contains(server) || servers.size() < maxServers ? server : OTHERS;
            return servers.add(counted) ? counted : null;
        } finally {
            admission.unlock();
        }
    }

    @Override
    public void connectionRetired(Connection connection, Retirement reason) {
        Long since = born.remove(connection);
        if (since != null) {
            Server server = Server.of(connection.route().address());
            Timer.builder("http.client.connection.duration")
                    .description("The duration of the successfully established outbound HTTP connections")
                    .tags(tagsOf(servers.contains(server) ? server : OTHERS))
                    .register(registry)
                    .record(registry.config().clock().monotonicTime() - since, TimeUnit.NANOSECONDS);
        }
    }

    private void gauge(Server server, String state, ToIntFunction<Counts> count) {
        Gauge.builder("http.client.open_connections", this, meters -> meters.sum(server, count))
                .description("Number of outbound HTTP connections that are currently active or idle on the client")
                .baseUnit("connections")
                .tags(tagsOf(server).and("http.connection.state", state))
                .strongReference(true)
                .register(registry);
    }

    private Tags tagsOf(Server server) {
        return Tags.of("pool", pool, "server.address", server.address(), "server.port", String.valueOf(server.port()));
    }

    private int sum(Server server, ToIntFunction<Counts> count) {
        int sum = 0;
        for (AddressCounts line : recent.get().addresses()) {
            Server of = Server.of(line.address());
            if (of.equals(server) || server.equals(OTHERS) && !servers.contains(of)) {
                sum += count.applyAsInt(line.counts());
            }
        }
        return sum;
    }
}
