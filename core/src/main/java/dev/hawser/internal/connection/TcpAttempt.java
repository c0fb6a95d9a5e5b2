package dev.hawser.internal.connection;

import dev.hawser.Address;
import dev.hawser.Route;
import dev.hawser.internal.routing.RouteSelector;
import dev.hawser.internal.transport.Opening;
import dev.hawser.internal.transport.SocketSettings;
import dev.hawser.internal.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** A TCP connection in the making, by one route. */
final class TcpAttempt implements Racing.Attempt {
    private final ConnectionMaker maker;
    private final Steps steps;
    private final RouteSelector selector;
    private final Route route;
    private final long connectNanos;
    private final Opening opening;
    private volatile @Nullable Transport transport;

    TcpAttempt(ConnectionMaker maker, Steps steps, RouteSelector selector, Route route, long connectNanos) {
        this.maker = maker;
        this.steps = steps;
        this.selector = selector;
        this.route = route;
        this.connectNanos = connectNanos;
        Address address = route.address();
        InetSocketAddress target = route.socketAddress();
        Object peer = route.proxy().type() == Proxy.Type.DIRECT ? target : new ProxyPeer(route);
        this.opening = maker.connector()
                .open(target, peer, new SocketSettings(address.socketFactory(), address.localAddress()));
    }

    /** Another attempt by the same route. */
    TcpAttempt again() {
        return new TcpAttempt(maker, steps, selector, route, connectNanos);
    }

    Route route() {
        return route;
    }

    Opening opening() {
        return opening;
    }

    /** What was connected. */
    Transport transport() {
        Transport connected = transport;
        if (connected == null) {
            throw new IllegalStateException("not connected by " + route);
        }
        return connected;
    }

    @Override
    public void connect() throws IOException {
        steps.connectStart(route);
        maker.spreading().begun(route.address(), route.socketAddress().getAddress());
        boolean connected = false;
        try {
            transport = opening.connect(connectNanos);
            connected = true;
        } finally {
            if (!connected) {
                maker.spreading().ended(route.socketAddress().getAddress());
            }
        }
    }

    @Override
    public void cancel() {
        opening.cancel();
    }

    /** Closes the connection, which is not to be used. */
    @Override
    public void discarded() {
        opening.cancel();
        maker.spreading().ended(route.socketAddress().getAddress());
    }

    @Override
    public void failed(IOException failure) {
        selector.failed(route, failure);
        steps.connectFailed(route, failure);
    }

    @Override
    public void outrun() {
        steps.connectFailed(route, new SocketException("another address connected before " + route.socketAddress()));
    }
}
