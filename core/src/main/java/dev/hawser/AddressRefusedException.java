package dev.hawser;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Collectors;

/** A host has no IP address that the client's {@link AddressFilter} allows. Nothing was sent. */
public final class AddressRefusedException extends UnknownHostException {
    private static final long serialVersionUID = 1;

    private final String host;

    /** A refusal of all addresses of a host. */
    public AddressRefusedException(String host, List<InetAddress> addresses) {
        super(host + ": the address filter refuses "
                + addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", ")));
        this.host = host;
    }

    /** The host that was asked for. */
    public String host() {
        return host;
    }
}
