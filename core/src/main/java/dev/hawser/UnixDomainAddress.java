package dev.hawser;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/**
 * A Unix domain socket, where a {@link Route}, an event or a message shows an IP address and a port: its host name is the path, its
 * IP address 0.0.0.0 and its port 0, which lead nowhere. Immutable, and safe for use by many threads.
 */
public final class UnixDomainAddress extends InetSocketAddress {
    private static final long serialVersionUID = 1;

    private final transient UnixDomainSocketAddress address;

    UnixDomainAddress(UnixDomainSocketAddress address) {
        super(nowhere(address.toString()), 0);
        this.address = address;
    }

    private static InetAddress nowhere(String name) {
        try {
            return InetAddress.getByAddress(name, new byte[4]);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** Where the socket is in the file system. */
    public Path path() {
        return address.getPath();
    }

    /** The address as channels want it. */
    public UnixDomainSocketAddress address() {
        return address;
    }

    /** The path. */
    @Override
    public String toString() {
        return address.toString();
    }
}
