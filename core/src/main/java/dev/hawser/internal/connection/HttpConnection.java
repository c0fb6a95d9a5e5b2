package dev.hawser.internal.connection;

import dev.hawser.Address;
import dev.hawser.Connection;
import dev.hawser.Handshake;
import dev.hawser.Protocol;
import dev.hawser.ResponseLimits;
import dev.hawser.Retirement;
import dev.hawser.Route;
import dev.hawser.UnixDomainAddress;
import dev.hawser.internal.http.ExchangeCodec;
import dev.hawser.internal.http2.Http2Codec;
import dev.hawser.internal.http2.Http2Connection;
import dev.hawser.internal.http2.Http2Exception;
import dev.hawser.internal.http2.Http2Listener;
import dev.hawser.internal.http2.LocalSettings;
import dev.hawser.internal.http2.SilentServerException;
import dev.hawser.internal.pool.Poolable;
import dev.hawser.internal.transport.Transport;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A connection to a server: it carries one HTTP/1.1 exchange after the other, or many of HTTP/2 at once. */
public final class HttpConnection implements Connection, Poolable, Transport.Watcher, Http2Listener {
    private static final byte[] NONE = {};

    private final ConnectionMaker maker;
    private final long id;
    private final Route route;
    private final Protocol protocol;
    private final @Nullable Handshake handshake;
    private final Transport transport;

    /** Null while it is watched, as most connections of a large pool are: a codec is made anew for the next exchange. */
    private @Nullable ExchangeCodec codec;

    /** Null on HTTP/1.1. */
    private final @Nullable Http2Connection http2;

    /** What its server had said before it began; none once it has. */
    private byte[] early;

    /** The hosts beside its own for which its server has answered 421. */
    private volatile Set<String> misdirected = Set.of();

    /** Who is told of what its watch finds. */
    private @Nullable FaultListener faults;

    HttpConnection(
            ConnectionMaker maker,
            long id,
            Route route,
            Protocol protocol,
            @Nullable Handshake handshake,
            Transport transport,
            LocalSettings http2,
            byte[] early) {
        this.maker = maker;
        this.id = id;
        this.route = route;
        this.protocol = protocol;
        this.handshake = handshake;
        this.transport = transport;
        this.early = early;
        this.http2 = protocol == Protocol.HTTP_2 || protocol == Protocol.H2_PRIOR_KNOWLEDGE
                ? maker.http2(transport, protocol, http2, this)
                : null;
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
    public @Nullable SSLSession sslSession() {
        return transport.session();
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    /** Whether it carries many exchanges at once, so that none of them may end it. */
    public boolean isShared() {
        return http2 != null;
    }

    /** Whether it serves an address, as far as its server has said. */
    public boolean serves(Address address) {
        return misdirected.isEmpty() || !misdirected.contains(address.host());
    }

    /** The server has said that it does not serve that host by this connection (RFC 9110, section 15.5.20). */
    public void misdirected(Address address) {
        Set<String> hosts = new HashSet<>(misdirected);
        hosts.add(address.host());
        misdirected = hosts;
    }

    /** How many exchanges it can carry at once, as far as is known; known without waiting. */
    public int capacity() {
        return http2 == null ? 1 : http2.capacity();
    }

    /**
     * The codec of the next exchange of the lease's holder.
     *
     * @param readNanos the limit of each read; 0 for none
     * @param writeNanos the limit of each write; 0 for none
     */
    public ExchangeCodec begin(ResponseLimits limits, long readNanos, long writeNanos) {
        if (http2 != null) {
            return new Http2Codec(http2, readNanos, writeNanos);
        }
        transport.timeouts(readNanos, writeNanos);
        ExchangeCodec next = codec();
        next.begin(limits);
        return next;
    }

    /** The codec of the exchange that the lease's holder has on this connection. */
    ExchangeCodec codec() {
        ExchangeCodec current = codec;
        if (current == null) {
            current = maker.codec(transport, route);
            codec = current;
        }
        return current;
    }

    /** {@inheritDoc} HTTP/2 begins here, so that nothing the server says of the connection is missed. */
    @Override
    public void listed() {
        if (http2 != null) {
            http2.start(early);
            early = NONE;
        }
    }

    /** {@inheritDoc} The network is asked if it was idle for long, or if its server is a suspect. */
    @Override
    public @Nullable Retirement check(long idleNanos) {
        if (http2 != null) {
            boolean open = idleNanos > 0 ? http2.check() : http2.isOpen();
            return open ? null : Retirement.PEER_CLOSED;
        }
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
        if (http2 != null) {
            return; // it sees to that itself
        }
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
        if (http2 == null) {
            transport.unwatch();
        }
    }

    @Override
    public void capacityChanged() {
        maker.reports().capacityChanged(this);
    }

    /** Whether it is not known whether its server is there, as a call on it was not answered in time; known without waiting. */
    public boolean isSuspected() {
        return http2 != null && http2.isSuspected();
    }

    /** A call on it was not answered in time: has nothing new begin on a shared connection until its server shows that it is there. */
    public void suspect() {
        if (http2 != null) {
            http2.suspect();
        }
    }

    @Override
    public void suspicionChanged() {
        maker.reports().suspicionChanged(this);
    }

    @Override
    public void goingAway() {
        maker.reports().ended(this, Retirement.GOAWAY);
    }

    @Override
    public void ended(IOException cause) {
        maker.reports().ended(this, reasonOf(cause));
    }

    private static Retirement reasonOf(IOException cause) {
        if (cause instanceof Http2Exception) {
            return Retirement.PROTOCOL_ERROR;
        }
        if (cause instanceof SocketTimeoutException || cause instanceof SilentServerException) {
            return Retirement.TIMED_OUT;
        }
        boolean byPeer = cause instanceof EOFException || cause instanceof SocketException;
        return byPeer ? Retirement.PEER_CLOSED : Retirement.IO_ERROR;
    }

    /** {@inheritDoc} A stream is reset; an exchange of HTTP/1.1 ends with the connection. */
    @Override
    public void giveUp(@Nullable Object use) {
        if (http2 != null && use instanceof ExchangeCodec exchange) {
            exchange.abort();
        }
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
                    UPGRADED,
                    CONNECTION_CLOSE,
                    EVICTED,
                    MADE_ROOM,
                    DUPLICATE,
                    ADDRESS_GONE -> close(true);
            default -> close(false);
        }
        maker.closed(this);
    }

    private void close(boolean inOrder) {
        if (http2 != null) {
            http2.close(inOrder);
        } else if (inOrder) {
            transport.closeIdle();
        } else {
            transport.close();
        }
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
