package dev.hawser.internal.routing;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which of a name's IP addresses are gone: those that have been missing from three answers in a row. If one of them comes
 * back, the answers rotate, and from then on twice as many in a row must miss one; so rotating answers do not make
 * addresses come and go for ever. Not safe for use by many threads.
 */
public final class Presence {
    private static final int FIRST_PATIENCE = 3;
    private static final int MOST_PATIENCE = 96;

    private final Map<InetAddress, Integer> missing = new HashMap<>();
    private final Set<InetAddress> gone = new HashSet<>();
    private int patience = FIRST_PATIENCE;

    /**
     * Takes in an answer.
     *
     * @param inUse the addresses to which there are connections
     * @return those of {@code inUse} that are gone
     */
    public List<InetAddress> observe(Collection<InetAddress> answer, Collection<InetAddress> inUse) {
        if (gone.removeAll(answer)) {
            patience = Math.min(2 * patience, MOST_PATIENCE);
        }
        missing.keySet().retainAll(inUse);
        List<InetAddress> ended = new ArrayList<>();
        for (InetAddress address : Set.copyOf(inUse)) {
            if (answer.contains(address)) {
                missing.remove(address);
            } else if (missing.merge(address, 1, Integer::sum) >= patience) {
                missing.remove(address);
                gone.add(address);
                ended.add(address);
            }
        }
        return ended;
    }
}
