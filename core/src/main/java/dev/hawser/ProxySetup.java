package dev.hawser;

import java.net.Proxy;
import java.net.ProxySelector;
import org.jspecify.annotations.Nullable;

/**
 * Which proxies lead to a server, and how they are spoken to. Immutable.
 *
 * @param proxy the proxy to use, or null to ask the selector
 * @param selector what chooses proxies; null for none
 * @param authenticator what answers a proxy that demands credentials before it opens a tunnel
 * @param socks how SOCKS proxies are spoken to
 * @param tunnelsCleartext whether HTTP proxies open a tunnel for http, too, as they do for https
 */
public record ProxySetup(
        @Nullable Proxy proxy,
        @Nullable ProxySelector selector,
        Authenticator authenticator,
        SocksSettings socks,
        boolean tunnelsCleartext) {}
