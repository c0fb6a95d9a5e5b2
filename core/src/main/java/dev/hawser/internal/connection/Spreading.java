package dev.hawser.internal.connection;

import dev.hawser.Address;
import dev.hawser.Spread;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Supplier;

/** In which order the IP addresses of a server are tried. Safe for use by many threads. */
public final class Spreading {
    private static final int TURNS = 64;

    private final Supplier<Spread> spread;

    /** How often connections were made to servers, as their hashes fall. */
    private final AtomicIntegerArray turns = new AtomicIntegerArray(TURNS);

    private final Map<InetAddress, Integer> connections = new ConcurrentHashMap<>();

    /** An order that {@code spread} gives at each time. */
    public Spreading(Supplier<Spread> spread) {
        this.spread = spread;
    }

    /** The addresses of a server in the order in which to try them. */
    List<InetAddress> order(Address server, List<InetAddress> answer) {
        if (answer.size() < 2) {
            return answer;
        }
        List<InetAddress> ordered = new ArrayList<>(answer);
        switch (spread.get()) {
            case FIRST_ANSWER -> {
                return answer;
            }
            case ROUND_ROBIN -> {
                int turn = turns.getAndIncrement(server.hashCode() & TURNS - 1);
                Collections.rotate(ordered, -Math.floorMod(turn, ordered.size()));
            }
            case FEWEST_CONNECTIONS ->
                ordered.sort(Comparator.comparingInt(address -> connections.getOrDefault(address, 0)));
        }
        return ordered;
    }

    /** A connection is being made to an address. */
    void begun(InetAddress address) {
        connections.merge(address, 1, Integer::sum);
    }

    /** It could not be made, or is closed. */
    void ended(InetAddress address) {
        connections.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }
}
