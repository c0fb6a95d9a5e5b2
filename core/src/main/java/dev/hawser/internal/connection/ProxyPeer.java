package dev.hawser.internal.connection;

import dev.hawser.Address;
import dev.hawser.Route;
import dev.hawser.internal.text.ProxyAddresses;
import java.net.InetAddress;

/** A proxy that is connected to, for messages: {@code the HTTP proxy proxy.example:3128 (192.0.2.1) of example.com:443}. */
record ProxyPeer(Route route) {
    @Override
    public String toString() {
        Address server = route.address();
        String proxy = ProxyAddresses.named(route.proxy());
        InetAddress ip = route.socketAddress().getAddress();
        String at = proxy.contains(ip.getHostAddress()) ? "" : " (" + ip.getHostAddress() + ")";
        return proxy + at + " of " + server.host() + ":" + server.port();
    }
}
