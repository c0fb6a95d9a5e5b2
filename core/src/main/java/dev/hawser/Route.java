package dev.hawser;

import java.net.InetSocketAddress;
import java.net.Proxy;

/**
 * A concrete way to reach a server: one of its IP addresses, or one of a proxy's. Immutable, and safe for use
 * by many threads.
 *
 * @param address the server, and how it is to be reached
 * @param proxy the proxy in use, {@link Proxy#NO_PROXY} for none
 * @param socketAddress where the TCP connection leads; with a proxy, to that; for a Unix domain socket a
 *     {@link UnixDomainAddress}
 */
public record Route(Address address, Proxy proxy, InetSocketAddress socketAddress) {
    /**
     * Whether the way leads through an HTTP proxy with CONNECT (RFC 9110, section 9.3.6): to an HTTPS server, or to any if
     * {@link ProxySetup#tunnelsCleartext()}.
     */
    public boolean requiresTunnel() {
        return proxy.type() == Proxy.Type.HTTP
                && (address.isHttps() || address.proxySetup().tunnelsCleartext());
    }

    /** Whether requests are for an HTTP proxy to forward, and name the whole URL (RFC 9112, section 3.2.2). */
    public boolean requiresAbsoluteForm() {
        return proxy.type() == Proxy.Type.HTTP && !requiresTunnel();
    }

    /** The server, and the IP address and port of the connection. */
    @Override
    public String toString() {
        return "Route{" + address.host() + ":" + address.port() + " at " + socketAddress
                + (proxy.type() == Proxy.Type.DIRECT ? "" : " by " + proxy) + "}";
    }
}
