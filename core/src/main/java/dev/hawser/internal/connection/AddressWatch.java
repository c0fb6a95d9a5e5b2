package dev.hawser.internal.connection;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hawser.Address;
import dev.hawser.internal.routing.Presence;
import dev.hawser.internal.routing.Resolver;
import dev.hawser.internal.time.Alarm;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.time.Threads;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Resolves the names of servers again while there are connections to them, and gives notice of connections whose IP address
 * is gone. Each look-up has a short-lived thread of its own, as it may block. Safe for use by many threads.
 */
public final class AddressWatch {
    private final LongSupplier interval;
    private final Clock clock;
    private final Alarm alarm;
    private final Threads threads;
    private final Consumer<HttpConnection> gone;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<Address, Watched> watched = new HashMap<>();

    /** The connections to one server, and what its answers showed. */
    private static final class Watched {
        final Set<HttpConnection> connections = new HashSet<>();
        final Presence presence = new Presence();
        long dueNanos;
        boolean resolving;
    }

    /**
     * A watch without connections.
     *
     * @param interval gives the nanoseconds between two look-ups of one name; 0 for none
     * @param gone is told of each connection whose address is gone; called with no lock held
     */
    public AddressWatch(
            LongSupplier interval, Clock clock, Alarms alarms, Threads threads, Consumer<HttpConnection> gone) {
        this.interval = interval;
        this.clock = clock;
        this.alarm = alarms.alarm(this::lookUpDue);
        this.threads = threads;
        this.gone = gone;
    }

    void opened(HttpConnection connection) {
        long nanos = interval.getAsLong();
        if (nanos == 0) {
            return;
        }
        long due = clock.nanoTime() + nanos;
        lock.lock();
        try {
            Watched server = watched.get(connection.route().address());
            if (server == null) {
                server = new Watched();
                server.dueNanos = due;
                watched.put(connection.route().address(), server);
            }
            server.connections.add(connection);
        } finally {
            lock.unlock();
        }
        alarm.ringBy(due);
    }

    void closed(HttpConnection connection) {
        lock.lock();
        try {
            Address address = connection.route().address();
            Watched server = watched.get(address);
            if (server != null && server.connections.remove(connection) && server.connections.isEmpty()) {
                watched.remove(address);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The alarm's task. */
    private long lookUpDue(long now) {
        long nanos = interval.getAsLong();
        List<Address> due = new ArrayList<>();
        long next = Alarm.NEVER;
        lock.lock();
        try {
            for (Map.Entry<Address, Watched> entry : watched.entrySet()) {
                Watched server = entry.getValue();
                if (nanos != 0 && now - server.dueNanos >= 0) {
                    server.dueNanos = now + nanos;
                    if (!server.resolving) {
                        server.resolving = true;
                        due.add(entry.getKey());
                    }
                }
                if (nanos != 0 && (next == Alarm.NEVER || server.dueNanos - next < 0)) {
                    next = server.dueNanos;
                }
            }
        } finally {
            lock.unlock();
        }
        for (Address address : due) {
            threads.start("Hawser dns " + address.host(), false, () -> lookUp(address));
        }
        return next;
    }

    private void lookUp(Address address) {
        List<InetAddress> answer = List.of();
        try {
            answer = Resolver.resolve(address.dns(), address.host());
        } catch (UnknownHostException e) {
            // No answer is no news: connections that work are kept.
        }
        observe(address, answer).forEach(gone);
    }

    private List<HttpConnection> observe(Address address, List<InetAddress> answer) {
        List<HttpConnection> ended = new ArrayList<>();
        lock.lock();
        try {
            Watched server = watched.get(address);
            if (server == null) {
                return ended;
            }
            server.resolving = false;
            if (answer.isEmpty()) {
                return ended;
            }
            Set<InetAddress> inUse = new HashSet<>();
            server.connections.forEach(connection -> inUse.add(connection.address()));
            List<InetAddress> goneNow = server.presence.observe(answer, inUse);
            for (HttpConnection connection : server.connections) {
                if (goneNow.contains(connection.address())) {
                    ended.add(connection);
                }
            }
        } finally {
            lock.unlock();
        }
        return ended;
    }
}
