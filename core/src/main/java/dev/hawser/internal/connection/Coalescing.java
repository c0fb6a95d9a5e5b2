package dev.hawser.internal.connection;

import dev.hawser.Address;
import dev.hawser.Handshake;
import dev.hawser.HttpUrl;
import dev.hawser.Protocol;
import dev.hawser.Route;
import dev.hawser.UnixDomainSocketFactory;
import dev.hawser.internal.pool.Dial;
import java.net.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which connections to another host serve an address as well (RFC 9113, section 9.1.1): all but the host is equal; the connection is
 * of HTTP/2, without a proxy, to an IP address and port that the address leads to; the client holds certificates against hosts
 * in the standard way; and the certificate covers this host too, pins included. A server that answered 421 for it is not
 * asked again by that connection.
 */
final class Coalescing {
    private final Dial<Address, HttpConnection> dial;
    private final Address address;
    private final boolean possible;
    private final ConnectionMaker maker;

    Coalescing(ConnectionMaker maker, Dial<Address, HttpConnection> dial) {
        this.maker = maker;
        this.dial = dial;
        this.address = dial.want().key();
        this.possible = address.isHttps()
                && address.hostnameVerifier() == null
                && address.protocols().contains(Protocol.HTTP_2)
                && !(address.socketFactory() instanceof UnixDomainSocketFactory);
    }

    /** An open connection that leads where one of the routes does; null if there is none. */
    @Nullable
    HttpConnection find(List<Route> routes) {
        List<Address> keys = possible ? keysOf(routes) : List.of();
        return keys.isEmpty() ? null : dial.look(keys, this::serves);
    }

    /** The keys under which a connection by a route is found by those to other hosts; none if it cannot serve them. */
    List<Address> keysOf(HttpConnection connection) {
        return possible && connection.isShared() ? keysOf(List.of(connection.route())) : List.of();
    }

    private List<Address> keysOf(List<Route> routes) {
        List<Address> keys = new ArrayList<>(routes.size());
        for (Route route : routes) {
            Address key = route.proxy().type() == Proxy.Type.DIRECT ? keyOf(route) : null;
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** The address with the IP address in place of the host; null if no URL can have that, as it needs a scope. */
    private @Nullable Address keyOf(Route route) {
        HttpUrl url;
        try {
            url = new HttpUrl.Builder()
                    .scheme("https")
                    .host(route.socketAddress().getAddress().getHostAddress())
                    .port(address.port())
                    .build();
        } catch (IllegalArgumentException e) {
            return null;
        }
        return new Address(
                url,
                address.dns(),
                address.localAddress(),
                address.socketFactory(),
                address.tls(),
                address.connectionSpecs(),
                address.protocols(),
                address.proxySetup());
    }

    private boolean serves(HttpConnection connection) {
        Handshake handshake = connection.handshake();
        return handshake != null
                && connection.serves(address)
                && new TlsStep(address, maker.tlsContexts()).covers(handshake.peerCertificates());
    }
}
