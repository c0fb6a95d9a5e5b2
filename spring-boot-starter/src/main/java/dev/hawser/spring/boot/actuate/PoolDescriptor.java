package dev.hawser.spring.boot.actuate;

import dev.hawser.ConnectionPoolSettings;
import dev.hawser.ConnectionPoolSnapshot;
import dev.hawser.ConnectionPoolSnapshot.ConnectionState;
import dev.hawser.ConnectionPoolSnapshot.Counts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A pool at one moment, as the endpoint shows it. Times are in milliseconds.
 *
 * @param settings the settings that hold, by the names of their properties; those that have no limit or are off are left out
 * @param total the counts over all addresses
 * @param addresses the counts of each address
 * @param connections each connection; null where only counts are shown
 * @param waiters those who wait for a connection, the longest first; null where only counts are shown
 * @param suspended whether the pool gives out no connection
 * @param leaked how many connections were found whose response nobody closed
 */
public record PoolDescriptor(
        Map<String, Object> settings,
        CountsDescriptor total,
        List<AddressDescriptor> addresses,
        @Nullable List<ConnectionDescriptor> connections,
        @Nullable List<WaiterDescriptor> waiters,
        boolean suspended,
        long leaked)
        implements OperationResponseBody {

    static PoolDescriptor of(ConnectionPoolSnapshot pool, boolean full) {
        return new PoolDescriptor(
                settings(pool.settings()),
                CountsDescriptor.of(pool.total()),
                pool.addresses().stream()
                        .map(line ->
                                new AddressDescriptor(line.address().toString(), CountsDescriptor.of(line.counts())))
                        .toList(),
                full ? pool.connections().stream().map(ConnectionDescriptor::of).toList() : null,
                full
                        ? pool.waiters().stream()
                                .map(waiter -> new WaiterDescriptor(
                                        waiter.address().toString(),
                                        waiter.call(),
                                        waiter.waited().toMillis()))
                                .toList()
                        : null,
                pool.suspended(),
                pool.leaked());
    }

    private static Map<String, Object> settings(ConnectionPoolSettings settings) {
        Map<String, Object> shown = new LinkedHashMap<>();
        put(shown, "max-connections", settings.maxConnections());
        put(shown, "max-connections-per-address", settings.maxConnectionsPerAddress());
        put(shown, "max-idle", settings.maxIdleConnections());
        put(shown, "max-idle-per-address", settings.maxIdlePerAddress());
        put(shown, "keep-alive", settings.keepAliveDuration());
        put(shown, "keep-alive-without-hint", settings.keepAliveWithoutHint());
        put(shown, "keep-alive-without-hint-by-proxy", settings.keepAliveWithoutHintByProxy());
        put(shown, "max-waiters", settings.maxWaiters());
        put(shown, "acquire-timeout", settings.acquireTimeout());
        put(shown, "max-concurrent-dials", settings.maxConcurrentDials());
        put(shown, "max-lifetime", settings.maxLifetime());
        shown.put("lifetime-jitter", settings.lifetimeJitter());
        put(shown, "max-requests-per-connection", settings.maxRequestsPerConnection());
        put(shown, "min-idle-per-address", settings.minIdlePerAddress());
        put(shown, "max-streams-per-connection", settings.maxStreamsPerConnection());
        put(shown, "max-multiplexed-connections-per-address", settings.maxMultiplexedConnectionsPerAddress());
        put(shown, "validate-after-inactivity", settings.validateAfterInactivity());
        shown.put("reuse-order", settings.reuseOrder().name());
        put(shown, "address-refresh", settings.addressRefresh());
        shown.put("spread", settings.spread().name());
        shown.put("leak-stacks", settings.leakStacks());
        put(shown, "leak-detection-threshold", settings.leakDetectionThreshold());
        return shown;
    }

    private static void put(Map<String, Object> shown, String name, int count) {
        if (count != Integer.MAX_VALUE) {
            shown.put(name, count);
        }
    }

    private static void put(Map<String, Object> shown, String name, Duration time) {
        if (!time.isZero()) {
            shown.put(name, inWords(time));
        }
    }

    /** As properties are written: in minutes or seconds if that is exact. */
    private static String inWords(Duration time) {
        long millis = time.toMillis();
        if (millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    /**
     * How many connections are in which state, and how many calls wait.
     *
     * @param active that carry a request
     * @param idle that carry none
     * @param dialing that are being made
     * @param draining that carry their last requests
     * @param waiting calls that wait for a connection
     */
    public record CountsDescriptor(int active, int idle, int dialing, int draining, int waiting) {
        private static CountsDescriptor of(Counts counts) {
            return new CountsDescriptor(
                    counts.active(), counts.idle(), counts.dialing(), counts.draining(), counts.waiting());
        }
    }

    /** The counts of one address. */
    public record AddressDescriptor(String address, CountsDescriptor counts) {}

    /**
     * One connection.
     *
     * @param id its number, unique in the pool
     * @param address the server's host and port
     * @param peer the socket address that it leads to
     * @param ageMillis how long ago it was made
     * @param idleMillis how long it has carried no request
     * @param uses the requests that it has begun to carry, ever
     * @param streams the requests that it carries
     * @param capacity the requests that it may carry at once
     * @param draining why it takes no more requests; null if it does
     * @param holders the calls that hold it, the longest first
     */
    public record ConnectionDescriptor(
            long id,
            String address,
            String peer,
            String protocol,
            long ageMillis,
            long idleMillis,
            int uses,
            int streams,
            int capacity,
            @Nullable String draining,
            List<HolderDescriptor> holders) {
        private static ConnectionDescriptor of(ConnectionState state) {
            return new ConnectionDescriptor(
                    state.id(),
                    state.route().address().toString(),
                    String.valueOf(state.route().socketAddress()),
                    state.protocol().toString(),
                    state.age().toMillis(),
                    state.idle().toMillis(),
                    state.uses(),
                    state.streams(),
                    state.capacity(),
                    state.draining() == null ? null : state.draining().name(),
                    state.holders().stream()
                            .map(holder -> new HolderDescriptor(
                                    holder.call(), holder.held().toMillis()))
                            .toList());
        }
    }

    /**
     * A call that holds a connection.
     *
     * @param call its method and URL, without what is secret in it
     */
    public record HolderDescriptor(String call, long heldMillis) {}

    /**
     * A call that waits for a connection.
     *
     * @param call its method and URL, without what is secret in it
     */
    public record WaiterDescriptor(String address, String call, long waitedMillis) {}
}
