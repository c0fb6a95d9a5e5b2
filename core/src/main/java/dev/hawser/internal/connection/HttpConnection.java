package dev.hawser.internal.connection;

import dev.hawser.Connection;
import dev.hawser.Handshake;
import dev.hawser.Protocol;
import dev.hawser.Retirement;
import dev.hawser.Route;
import dev.hawser.UnixDomainAddress;
import dev.hawser.internal.http.ExchangeCodec;
import dev.hawser.internal.pool.Poolable;
import dev.hawser.internal.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** A connection to a server that carries one HTTP/1.1 exchange after the other. */
public final class HttpConnection implements Connection, Poolable, Transport.Watcher {
    private final ConnectionMaker maker;
    private final long id;
    private final Route route;
    private final Protocol protocol;
    private final @Nullable Handshake handshake;
    private final Transport transport;

    /** Null while it is watched, as most connections of a large pool are: a codec is made anew for the next exchange. */
    private @Nullable ExchangeCodec codec;

    /** Who is told of what its watch finds. */
    private @Nullable FaultListener faults;

    HttpConnection(
            ConnectionMaker maker,
            long id,
            Route route,
            Protocol protocol,
            @Nullable Handshake handshake,
            Transport transport) {
        this.maker = maker;
        this.id = id;
        this.route = route;
        this.protocol = protocol;
        this.handshake = handshake;
        this.transport = transport;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public Route route() {
        return route;
    }

    @Override
    public @Nullable Socket socket() {
        return transport.socket();
    }

    @Override
    public @Nullable Handshake handshake() {
        return handshake;
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    /** The codec of the exchange that the lease's holder has on this connection. */
    public ExchangeCodec codec() {
        ExchangeCodec current = codec;
        if (current == null) {
            current = maker.codec(transport, route);
            codec = current;
        }
        return current;
    }

    /** Sets the limits of each read and write, in nanoseconds; 0 means none. */
    public void timeouts(long readNanos, long writeNanos) {
        transport.timeouts(readNanos, writeNanos);
    }

    /** {@inheritDoc} The network is asked if it was idle for long, or if its server is a suspect. */
    @Override
    public @Nullable Retirement check(long idleNanos) {
        return fault(transport.check(maker.suspects().has(route.address()) ? Long.MAX_VALUE : idleNanos));
    }

    private static @Nullable Retirement fault(Transport.Health health) {
        return switch (health) {
            case ALIVE -> null;
            case PEER_CLOSED -> Retirement.PEER_CLOSED;
            case STRAY_BYTES -> Retirement.STRAY_BYTES;
        };
    }

    /** The IP address that it leads to. */
    InetAddress address() {
        return route.socketAddress().getAddress();
    }

    @Override
    public void watch(FaultListener listener) {
        faults = listener;
        transport.watch(this);
    }

    @Override
    public void begun() {
        codec = null;
    }

    @Override
    public void found(Transport.Health health) {
        FaultListener told = faults;
        Retirement fault = fault(health);
        if (told != null && fault != null) {
            told.found(this, fault);
        }
    }

    @Override
    public void unwatch() {
        transport.unwatch();
    }

    @Override
    public void close(Retirement reason) {
        if (reason == Retirement.STRAY_BYTES) {
            maker.suspects().add(route.address());
        }
        switch (reason) {
            case IDLE_LIMIT,
                    OVER_LIMIT,
                    KEEP_ALIVE_EXPIRED,
                    MAX_LIFETIME,
                    MAX_REQUESTS,
                    CONNECTION_CLOSE,
                    EVICTED,
                    MADE_ROOM,
                    DUPLICATE,
                    ADDRESS_GONE -> transport.closeIdle();
            default -> transport.close();
        }
        maker.closed(this);
    }

    /** Id, server, IP address or path, and protocol: {@code connection 7 to example.com:443 (192.0.2.1), http/1.1}. */
    @Override
    public String toString() {
        InetSocketAddress at = transport.remote();
        return "connection " + id + " to " + route.address().url().host() + ":"
                + route.address().url().port() + " ("
                + (at instanceof UnixDomainAddress
                        ? at.toString()
                        : at.getAddress().getHostAddress())
                + "), " + protocol;
    }
}
