package dev.hawser.internal.routing;

import dev.hawser.Dns;
import dev.hawser.internal.text.Ipv4;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Names to addresses. */
public final class Resolver {
    private Resolver() {}

    /**
     * The addresses of a host, in the order in which to try them.
     *
     * @throws UnknownHostException if it has none; the message names the host
     */
    public static List<InetAddress> resolve(Dns dns, String host) throws UnknownHostException {
        List<InetAddress> addresses;
        try {
            addresses = dns.lookup(host);
        } catch (UnknownHostException e) {
            throw e;
        } catch (RuntimeException e) {
            UnknownHostException failure = new UnknownHostException(host + ": the Dns failed: " + e);
            failure.initCause(e);
            throw failure;
        }
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host + ": " + dns + " returned no addresses");
        }
        return addresses;
    }

    /**
     * Holds a host that is an IP address against the filter, where no name is resolved here.
     *
     * @throws dev.hawser.AddressRefusedException if it is one, and is refused
     */
    public static void checkLiteral(Dns dns, String host) throws UnknownHostException {
        if (dns instanceof FilteredDns filtered && isLiteral(host)) {
            List<InetAddress> unused = new FilteredDns(Dns.SYSTEM, filtered.filter()).lookup(host);
        }
    }

    /** Whether a host, as {@link dev.hawser.HttpUrl#host()} has it, is an IP address and no name. */
    static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || Ipv4.isCanonical(host, 0, host.length());
    }
}
