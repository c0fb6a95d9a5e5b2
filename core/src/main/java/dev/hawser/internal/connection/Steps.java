package dev.hawser.internal.connection;

import dev.hawser.Address;
import dev.hawser.Call;
import dev.hawser.EventListener;
import dev.hawser.Handshake;
import dev.hawser.Protocol;
import dev.hawser.Route;
import dev.hawser.internal.pool.Dial;
import dev.hawser.internal.routing.RouteSelector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the steps of a dial to the listener of the call that caused it, as long as that call waits for it. Safe for use by
 * many threads.
 */
final class Steps implements RouteSelector.Observer {
    private final Dial<Address, HttpConnection> dial;
    private final @Nullable Call call;
    private final EventListener listener;

    Steps(Dial<Address, HttpConnection> dial, @Nullable Call call, EventListener listener) {
        this.dial = dial;
        this.call = call;
        this.listener = listener;
    }

    private void tell(BiConsumer<EventListener, Call> event) {
        if (call != null && dial.isWanted()) {
            event.accept(listener, call);
        }
    }

    @Override
    public void proxySelectStart() {
        tell((events, told) -> events.proxySelectStart(told, dial.want().key().url()));
    }

    @Override
    public void proxySelectEnd(List<Proxy> proxies) {
        tell((events, told) -> events.proxySelectEnd(told, dial.want().key().url(), proxies));
    }

    @Override
    public void dnsStart(String host) {
        tell((events, told) -> events.dnsStart(told, host));
    }

    @Override
    public void dnsEnd(String host, List<InetAddress> addresses) {
        tell((events, told) -> events.dnsEnd(told, host, addresses));
    }

    void connectStart(Route route) {
        tell((events, told) -> events.connectStart(told, route.socketAddress(), route.proxy()));
    }

    void connectFailed(Route route, IOException failure) {
        tell((events, told) -> events.connectFailed(told, route.socketAddress(), route.proxy(), null, failure));
    }

    /** @param protocol null if another connection is to follow, as the proxy has ended this one */
    void connectEnd(Route route, @Nullable Protocol protocol) {
        tell((events, told) -> events.connectEnd(told, route.socketAddress(), route.proxy(), protocol));
    }

    void secureConnectStart() {
        tell((events, told) -> events.secureConnectStart(told));
    }

    void secureConnectEnd(@Nullable Handshake handshake) {
        tell((events, told) -> events.secureConnectEnd(told, handshake));
    }
}
