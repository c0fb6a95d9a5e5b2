package dev.hawser;

import dev.hawser.internal.text.PublicAddresses;
import java.net.InetAddress;

/**
 * Which IP addresses a client may connect to; for programs that fetch URLs from strangers, and must not be made to fetch from
 * the network that they stand in. It is asked for each address that a host resolves to, of a redirect's host too, and the
 * client connects to just that address: a name that resolves to something else a moment later gains nothing. Must be safe for
 * use by many threads, and quick.
 *
 * <p>Where a proxy resolves the name, only hosts that are IP addresses themselves are held against the filter: the rest is
 * the proxy's to decide. The proxy's own host is not held against it.
 */
@FunctionalInterface
public interface AddressFilter {
    /**
     * Allows what can be reached over the public internet: no loopback, private, link-local, shared (RFC 6598), multicast,
     * documentation or otherwise reserved address (the special-purpose registries of IANA, RFC 6890), be it within an IPv6
     * address (RFC 4291, section 2.5.5; RFC 6052; RFC 3056).
     */
    AddressFilter PUBLIC_ONLY = PublicAddresses::contains;

    /** Whether the client may connect to it. */
    boolean allows(InetAddress address);
}
