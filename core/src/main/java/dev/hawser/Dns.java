package dev.hawser;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the IP addresses of a host come from. Must be safe for use by many threads. {@link CachingDns} remembers the answers
 * of another one.
 */
@FunctionalInterface
public interface Dns {
    /** The resolver of the JVM, with its caching. */
    Dns SYSTEM = hostname -> List.of(InetAddress.getAllByName(Objects.requireNonNull(hostname, "hostname")));

    /**
     * The addresses of {@code hostname}, at least one, in the order in which they are to be tried. May block.
     *
     * @throws UnknownHostException if it has none
     */
    List<InetAddress> lookup(String hostname) throws UnknownHostException;

    /**
     * The addresses of {@code hostname} as {@link #lookup} has them, and for how long they hold, if that is known. May block.
     *
     * @throws UnknownHostException if it has none
     */
    default Answer answer(String hostname) throws UnknownHostException {
        return new Answer(lookup(hostname), null);
    }

    /** The addresses of {@code answers} for the hosts that it names, in lower case, and those of {@code others} for the rest. */
    static Dns overriding(Map<String, List<InetAddress>> answers, Dns others) {
        Map<String, List<InetAddress>> fixed = Map.copyOf(answers);
        Objects.requireNonNull(others, "others");
        return hostname -> {
            List<InetAddress> addresses = fixed.get(hostname);
            return addresses == null ? others.lookup(hostname) : List.copyOf(addresses);
        };
    }

    /**
     * What a look-up found.
     *
     * @param addresses the addresses, at least one
     * @param timeToLive for how long they hold; null if that is not known
     */
    record Answer(List<InetAddress> addresses, @Nullable Duration timeToLive) {
        /** An answer with a copy of the list. */
        public Answer {
            addresses = List.copyOf(addresses);
        }
    }
}
