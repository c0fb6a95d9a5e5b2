package dev.hawser.internal.routing;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which of a name's IP addresses are gone: those that have been missing from three answers in a row. An address that comes
 * back after it was missing from n ≥ 2 answers shows that the answers rotate: from then on 2n in a row must miss one, until
 * 96 answers in a row have shown no such return. Not safe for use by many threads.
 */
final class Presence {
    private static final int LEAST_PATIENCE = 3;
    private static final int MOST_PATIENCE = 96;

    /** So many answers after it was last named, an address to which nothing is connected is forgotten. */
    private static final int MEMORY = MOST_PATIENCE / 2;

    /** So many answers without a return show that the answers no longer rotate. */
    private static final int CALM = 96;

    /** From how many answers in a row each address has been missing; 0 if the last one named it. */
    private final Map<InetAddress, Integer> missing = new HashMap<>();

    private int patience = LEAST_PATIENCE;

    /** Answers since the last return. */
    private int calm;

    /** Takes in that an answer named the address. */
    void named(InetAddress address) {
        Integer before = missing.put(address, 0);
        if (before != null && 2 * before > LEAST_PATIENCE) {
            patience = Math.min(Math.max(patience, 2 * before), MOST_PATIENCE);
            calm = 0;
        }
    }

    /**
     * Takes in an answer.
     *
     * @param inUse the addresses to which there are connections
     * @return those of {@code inUse} that are gone
     */
    Set<InetAddress> observe(Collection<InetAddress> answer, Collection<InetAddress> inUse) {
        if (++calm > CALM) {
            patience = LEAST_PATIENCE;
        }
        Set<InetAddress> named = Set.copyOf(answer);
        Set<InetAddress> connected = Set.copyOf(inUse);
        named.forEach(this::named);
        connected.forEach(address -> missing.putIfAbsent(address, 0));
        for (Iterator<Map.Entry<InetAddress, Integer>> each = missing.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<InetAddress, Integer> address = each.next();
            if (!named.contains(address.getKey())) {
                address.setValue(address.getValue() + 1);
                if (address.getValue() > MEMORY && !connected.contains(address.getKey())) {
                    each.remove();
                }
            }
        }
        return connected.stream()
                .filter(address -> missing.getOrDefault(address, 0) >= patience)
                .collect(Collectors.toUnmodifiableSet());
    }
}
