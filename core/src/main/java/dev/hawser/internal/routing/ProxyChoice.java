package dev.hawser.internal.routing;

import dev.hawser.Address;
import dev.hawser.internal.text.ProxyAddresses;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which proxies lead to a server; {@link Proxy#NO_PROXY} stands for the way without one. */
final class ProxyChoice {
    private ProxyChoice() {}

    /**
     * The proxies of a server in the order in which to try them, at least one: the one that is set, or else those that
     * the selector names.
     *
     * @throws IOException if the selector fails or names a proxy that makes no sense; names selector and server
     */
    static List<Proxy> of(Address address) throws IOException {
        Proxy set = address.proxy();
        if (set != null) {
            return List.of(set);
        }
        ProxySelector selector = address.proxySelector();
        if (selector == null) {
            return List.of(Proxy.NO_PROXY);
        }
        List<Proxy> named = ask(selector, address);
        return named.isEmpty() ? List.of(Proxy.NO_PROXY) : named;
    }

    private static List<Proxy> ask(ProxySelector selector, Address address) throws IOException {
        List<@Nullable Proxy> answer;
        try {
            answer = selector.select(address.url().uri());
        } catch (RuntimeException e) {
            throw new IOException(told(selector, address) + "failed: " + e, e);
        }
        List<Proxy> named = new ArrayList<>();
        for (Proxy proxy : answer == null ? List.<@Nullable Proxy>of() : answer) {
            if (proxy == null) {
                continue;
            }
            String fault = ProxyAddresses.faultOf(proxy);
            if (fault != null) {
                throw new IOException(told(selector, address) + "makes no sense: " + fault);
            }
            named.add(proxy);
        }
        return List.copyOf(named);
    }

    private static String told(ProxySelector selector, Address address) {
        return "the proxy selector " + selector.getClass().getName() + ", asked for " + address.host() + ":"
                + address.port() + ", ";
    }
}
