package dev.hawser.internal.routing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hawser.Address;
import dev.hawser.Spread;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** In which order the IP addresses of a server are tried. Safe for use by many threads. */
public final class Spreading {
    private static final int MOST_REMEMBERED = 4096;

    private final Spread spread;
    private final ReentrantLock lock = new ReentrantLock();

    /** When each had its last turn: a number that grows. None is kept for {@link Spread#FIRST_ANSWER}. */
    @GuardedBy("lock")
    private final Recent<Target, Long> turns = new Recent<>(MOST_REMEMBERED);

    @GuardedBy("lock")
    private long lastTurn;

    /** How many connections there are, or are being made, to each; counted for {@link Spread#FEWEST_CONNECTIONS} only. */
    @GuardedBy("lock")
    private final Map<InetAddress, Integer> connections = new HashMap<>();

    private record Target(Address server, InetAddress address) {}

    public Spreading(Spread spread) {
        this.spread = spread;
    }

    /**
     * The addresses of a server in the order in which to try them. The first has had its turn with that, so that of several
     * who ask before any has begun to connect each gets another.
     */
    public List<InetAddress> order(Address server, List<InetAddress> answer) {
        if (spread == Spread.FIRST_ANSWER || answer.size() < 2) {
            return answer;
        }
        List<InetAddress> ordered = new ArrayList<>(answer);
        lock.lock();
        try {
            Map<InetAddress, Long> turnOf = new HashMap<>();
            Map<InetAddress, Integer> countOf = new HashMap<>();
            for (InetAddress address : ordered) {
                Long turn = turns.of(new Target(server, address));
                turnOf.put(address, turn == null ? 0 : turn);
                countOf.put(address, connections.getOrDefault(address, 0));
            }
            ordered.sort(Comparator.comparing(countOf::get).thenComparing(turnOf::get));
            turns.note(new Target(server, ordered.get(0)), ++lastTurn);
        } finally {
            lock.unlock();
        }
        return ordered;
    }

    /** A connection to an address is being made. */
    public void begun(Address server, InetAddress address) {
        if (spread == Spread.FIRST_ANSWER) {
            return;
        }
        lock.lock();
        try {
            turns.note(new Target(server, address), ++lastTurn);
            if (spread == Spread.FEWEST_CONNECTIONS) {
                connections.merge(address, 1, Integer::sum);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A connection that was begun could not be made, or is closed. */
    public void ended(InetAddress address) {
        if (spread != Spread.FEWEST_CONNECTIONS) {
            return;
        }
        lock.lock();
        try {
            Integer count = connections.get(address);
            if (count == null) {
                throw new IllegalStateException("no connection to " + address + " had begun, but one ended");
            }
            connections.compute(address, (key, now) -> count == 1 ? null : count - 1);
        } finally {
            lock.unlock();
        }
    }
}
