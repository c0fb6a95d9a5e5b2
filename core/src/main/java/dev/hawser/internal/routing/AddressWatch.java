package dev.hawser.internal.routing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hawser.Address;
import dev.hawser.internal.time.Alarm;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.time.Threads;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the names of servers again while there are connections to them, and gives notice of connections whose IP address
 * is gone. A look-up may block for minutes, so it has a thread of its own; {@value #MOST_THREADS} of them at most, which end
 * when nothing is due. While there are no connections, no alarm is set and no thread runs but those that are still in a
 * look-up. Safe for use by many threads.
 *
 * @param <C> a connection
 */
public final class AddressWatch<C> {
    static final int MOST_THREADS = 4;

    private static final int MOST_REMEMBERED = 1024;

    private final LongSupplier interval;
    private final Clock clock;
    private final Alarms alarms;
    private final Threads threads;
    private final Consumer<? super C> gone;
    private final ReentrantLock lock = new ReentrantLock();

    /** The servers to which there are connections. */
    @GuardedBy("lock")
    private final Map<Address, Watched> watched = new HashMap<>();

    /** What the answers for each name showed; outlasts the connections, so that what was learned of rotating answers counts. */
    @GuardedBy("lock")
    private final Recent<Address, Presence> presences = new Recent<>(MOST_REMEMBERED);

    /** Those that are to be resolved, and for which no thread is yet. */
    @GuardedBy("lock")
    private final Queue<Watched> due = new ArrayDeque<>();

    @GuardedBy("lock")
    private int running;

    /** The connections to one server, each with its IP address. */
    private final class Watched {
        final Address server;
        final Presence presence;
        final Map<C, InetAddress> connections = new HashMap<>();
        final Alarm alarm = alarms.alarm(now -> ring(this, now));

        /** Whether it is among those that are due, or is being resolved. */
        boolean asked;

        Watched(Address server, Presence presence) {
            this.server = server;
            this.presence = presence;
        }
    }

    /**
     * A watch without connections.
     *
     * @param interval gives the nanoseconds between two look-ups of one name; 0 for none
     * @param gone is told of each connection whose address is gone; called with no lock held
     */
    public AddressWatch(LongSupplier interval, Clock clock, Alarms alarms, Threads threads, Consumer<? super C> gone) {
        this.interval = interval;
        this.clock = clock;
        this.alarms = alarms;
        this.threads = threads;
        this.gone = gone;
    }

    /** There is a connection to a server, at an IP address that an answer for its name held. */
    public void opened(Address server, InetAddress at, C connection) {
        long nanos = interval.getAsLong();
        if (nanos == 0 || Resolver.isLiteral(server.host())) {
            return;
        }
        Watched one;
        lock.lock();
        try {
            Presence known = presences.of(server);
            Presence presence = known == null ? new Presence() : known;
            presence.named(at);
            presences.note(server, presence);
            one = watched.computeIfAbsent(server, key -> new Watched(key, presence));
            one.connections.put(connection, at);
        } finally {
            lock.unlock();
        }
        one.alarm.ringBy(clock.nanoTime() + nanos);
    }

    /** A connection is closed. */
    public void closed(Address server, C connection) {
        Watched emptied = null;
        lock.lock();
        try {
            Watched one = watched.get(server);
            if (one != null && one.connections.remove(connection) != null && one.connections.isEmpty()) {
                watched.remove(server);
                emptied = one;
            }
        } finally {
            lock.unlock();
        }
        if (emptied != null) {
            emptied.alarm.cancel();
        }
    }

    /** The task of a server's alarm. */
    private long ring(Watched one, long now) {
        long nanos = interval.getAsLong();
        boolean starts;
        lock.lock();
        try {
            if (nanos == 0 || watched.get(one.server) != one) {
                return Alarm.NEVER;
            }
            boolean newlyDue = !one.asked;
            if (newlyDue) {
                one.asked = true;
                due.add(one);
            }
            starts = newlyDue ? running < MOST_THREADS : running == 0 && !due.isEmpty();
            if (starts) {
                running++;
            }
        } finally {
            lock.unlock();
        }
        one.alarm.ringBy(now + nanos);
        if (starts) {
            start();
        }
        return Alarm.NEVER;
    }

    private void start() {
        boolean started = false;
        try {
            threads.start("Hawser dns", false, this::lookUpDue);
            started = true;
        } finally {
            if (!started) {
                ended();
            }
        }
    }

    /** After a failed start the next alarm tries again. */
    private void ended() {
        lock.lock();
        try {
            running--;
        } finally {
            lock.unlock();
        }
    }

    private void lookUpDue() {
        for (Watched one = next(); one != null; one = next()) {
            observe(one, answerFor(one.server)).forEach(gone);
        }
    }

    /** The next one to resolve; null when the thread is to end. */
    private @Nullable Watched next() {
        lock.lock();
        try {
            Watched one = due.poll();
            while (one != null && watched.get(one.server) != one) {
                one = due.poll();
            }
            if (one == null) {
                running--;
            }
            return one;
        } finally {
            lock.unlock();
        }
    }

    /** The IP addresses of a server; none if the look-up failed. */
    private static List<InetAddress> answerFor(Address server) {
        try {
            return List.copyOf(Resolver.resolve(server.dns(), server.host()));
        } catch (Throwable e) {
            // No answer is no news, whatever the user's Dns throws: connections that work are kept.
            return List.of();
        }
    }

    private List<C> observe(Watched one, List<InetAddress> answer) {
        List<C> ended = new ArrayList<>();
        boolean emptied = false;
        lock.lock();
        try {
            one.asked = false;
            if (!answer.isEmpty() && watched.get(one.server) == one) {
                Set<InetAddress> missing = one.presence.observe(answer, one.connections.values());
                one.connections.forEach((connection, at) -> {
                    if (missing.contains(at)) {
                        ended.add(connection);
                    }
                });
                one.connections.keySet().removeAll(Set.copyOf(ended));
                emptied = one.connections.isEmpty();
                if (emptied) {
                    watched.remove(one.server);
                }
            }
        } finally {
            lock.unlock();
        }
        if (emptied) {
            one.alarm.cancel();
        }
        return ended;
    }
}
