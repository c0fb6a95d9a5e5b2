package dev.hawser;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Where the IP addresses of a host come from. Must be safe for use by many threads. */
@FunctionalInterface
public interface Dns {
    /** The resolver of the JVM, with its caching. */
    Dns SYSTEM = hostname -> List.of(InetAddress.getAllByName(hostname));

    /**
     * The addresses of {@code hostname}, at least one, in the order in which they are to be tried. May block.
     *
     * @throws UnknownHostException if it has none
     */
    List<InetAddress> lookup(String hostname) throws UnknownHostException;
}
