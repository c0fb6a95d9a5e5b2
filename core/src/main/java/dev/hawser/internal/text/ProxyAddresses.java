package dev.hawser.internal.text;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where proxies are. */
public final class ProxyAddresses {
    private ProxyAddresses() {}

    /** What makes no sense about a proxy, with the proxy named; null if it can be tried. */
    public static @Nullable String faultOf(Proxy proxy) {
        if (proxy.type() == Proxy.Type.DIRECT) {
            return null;
        }
        SocketAddress where = proxy.address();
        if (!(where instanceof InetSocketAddress address)) {
            return "the proxy " + proxy + " has no host and port, but a "
                    + where.getClass().getName();
        }
        if (address.getHostString().isBlank()) {
            return "the proxy " + proxy + " has no host";
        }
        if (address.getPort() == 0) {
            return "the proxy " + proxy + " has the port 0";
        }
        return null;
    }

    /** A proxy for messages: {@code the HTTP proxy proxy.example:3128}. */
    public static String named(Proxy proxy) {
        if (!(proxy.address() instanceof InetSocketAddress address)) {
            return "no proxy";
        }
        String host = address.getHostString();
        String type = proxy.type().name().toUpperCase(Locale.ROOT);
        return "the " + type + " proxy " + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
