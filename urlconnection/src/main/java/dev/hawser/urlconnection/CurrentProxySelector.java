package dev.hawser.urlconnection;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;

/** Asks whichever selector the JVM has at the time. */
final class CurrentProxySelector extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
        ProxySelector current = ProxySelector.getDefault();
        return current == null ? List.of(Proxy.NO_PROXY) : current.select(uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        ProxySelector current = ProxySelector.getDefault();
        if (current != null) {
            current.connectFailed(uri, address, failure);
        }
    }
}
