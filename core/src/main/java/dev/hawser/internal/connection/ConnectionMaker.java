package dev.hawser.internal.connection;

import dev.hawser.Address;
import dev.hawser.Call;
import dev.hawser.EventListener;
import dev.hawser.Handshake;
import dev.hawser.Protocol;
import dev.hawser.Route;
import dev.hawser.UnixDomainAddress;
import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.http.ExchangeCodec;
import dev.hawser.internal.http1.Http1Codec;
import dev.hawser.internal.http1.PeerMemories;
import dev.hawser.internal.http1.RequestTarget;
import dev.hawser.internal.http2.Http2Connection;
import dev.hawser.internal.http2.Http2Listener;
import dev.hawser.internal.http2.LocalSettings;
import dev.hawser.internal.http2.WireStrings;
import dev.hawser.internal.pool.Dialer;
import dev.hawser.internal.routing.AddressWatch;
import dev.hawser.internal.routing.RouteDatabase;
import dev.hawser.internal.routing.Spreading;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.time.Threads;
import dev.hawser.internal.transport.Connector;
import dev.hawser.internal.transport.Transport;
import dev.hawser.internal.trust.TlsContexts;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What the connections of one pool are made with. Safe for use by many threads. */
public final class ConnectionMaker {
    /** How long the threads of an HTTP/2 connection rest before they end. */
    private static final long LINGER_NANOS = 1_000_000_000;

    private final Connector connector;
    private final Buffers buffers;
    private final Clock clock;
    private final Alarms alarms;
    private final Threads threads;
    private final RouteDatabase routes;
    private final long validateAfterNanos;
    private final Spreading spreading;
    private final AddressWatch<HttpConnection> watch;
    private final SharedReports reports;
    private final WireStrings strings = new WireStrings();
    private final PeerMemories memories = new PeerMemories();
    private final Suspects suspects = new Suspects();
    private final TlsContexts tlsContexts = new TlsContexts();
    private final AtomicLong lastId = new AtomicLong();

    /**
     * A maker of connections.
     *
     * @param threads makes the threads of attempts to connect that begin while another is under way
     * @param validateAfterNanos how long a connection must have been idle to be looked at before it is used again
     */
    public ConnectionMaker(
            Connector connector,
            Buffers buffers,
            Clock clock,
            Alarms alarms,
            Threads threads,
            long validateAfterNanos,
            Spreading spreading,
            AddressWatch<HttpConnection> watch,
            SharedReports reports) {
        this.connector = connector;
        this.buffers = buffers;
        this.clock = clock;
        this.alarms = alarms;
        this.threads = threads;
        this.routes = new RouteDatabase(clock);
        this.validateAfterNanos = validateAfterNanos;
        this.spreading = spreading;
        this.watch = watch;
        this.reports = reports;
    }

    /** A dialer for the pool, whose events go to the call for as long as that waits. */
    public Dialer<Address, HttpConnection> dialer(Call call, EventListener events, DialSettings settings) {
        return dial -> new Dialing(this, dial, new Steps(dial, call, events), settings).run();
    }

    /** A dialer that no call waits for, so nobody is told its steps. */
    public Dialer<Address, HttpConnection> background(DialSettings settings) {
        return dial -> new Dialing(this, dial, new Steps(dial, null, EventListener.NONE), settings).run();
    }

    Connector connector() {
        return connector;
    }

    Suspects suspects() {
        return suspects;
    }

    TlsContexts tlsContexts() {
        return tlsContexts;
    }

    Spreading spreading() {
        return spreading;
    }

    RouteDatabase routes() {
        return routes;
    }

    Racing<TcpAttempt> racing(List<TcpAttempt> attempts, long headStartNanos) {
        return new Racing<>(attempts, headStartNanos, clock, alarms, threads);
    }

    /**
     * Takes note of a connection that goes to the pool. Through a proxy, its IP address says nothing of its server; on a Unix
     * domain socket it has none.
     */
    void opened(HttpConnection connection) {
        Route route = connection.route();
        if (route.proxy().type() == Proxy.Type.DIRECT && !(route.socketAddress() instanceof UnixDomainAddress)) {
            watch.opened(route.address(), connection.address(), connection);
        }
    }

    /** Takes note of a connection that is closed. */
    void closed(HttpConnection connection) {
        spreading.ended(connection.address());
        watch.closed(connection.route().address(), connection);
    }

    /**
     * A connection to the server at the other end of a transport.
     *
     * @param http2 what the server is told if it speaks HTTP/2
     * @param early what it has said already, which only one that speaks HTTP/2 may have
     * @throws ProtocolException if it chose a protocol that was not offered
     */
    HttpConnection connection(Route route, Transport transport, LocalSettings http2, byte... early) throws IOException {
        SSLSession session = transport.session();
        Handshake handshake = session == null ? null : Handshake.get(session);
        transport.askAfter(validateAfterNanos);
        return new HttpConnection(
                this,
                lastId.incrementAndGet(),
                route,
                protocolOf(transport.applicationProtocol(), route.address()),
                handshake,
                transport,
                http2,
                early);
    }

    /** A connection that is to speak HTTP/2 over a transport. */
    Http2Connection http2(Transport transport, Protocol protocol, LocalSettings settings, Http2Listener listener) {
        return new Http2Connection(
                transport, settings, protocol, strings, buffers, clock, alarms, threads, LINGER_NANOS, listener);
    }

    SharedReports reports() {
        return reports;
    }

    /** What speaks with a server over a transport that carries no exchange. */
    ExchangeCodec codec(Transport transport, Route route) {
        Address server = route.address();
        RequestTarget target = route.requiresAbsoluteForm() ? RequestTarget.ABSOLUTE_FORM : RequestTarget.ORIGIN_FORM;
        return new Http1Codec(transport, target, buffers, clock, memories.of(server), server);
    }

    /** A codec to ask a proxy for a tunnel. */
    Http1Codec proxyCodec(Transport transport, ProxyPeer peer) {
        return new Http1Codec(transport, RequestTarget.AUTHORITY_FORM, buffers, clock, memories.of(peer), peer);
    }

    /**
     * The protocol that the server chose by ALPN, or HTTP/1.1 if it chose none.
     *
     * @throws ProtocolException if it was not offered (RFC 7301, section 3.1)
     */
    static Protocol protocolOf(@Nullable String chosen, Address address) throws ProtocolException {
        if (chosen == null) {
            boolean known = !address.isHttps() && address.protocols().contains(Protocol.H2_PRIOR_KNOWLEDGE);
            return known ? Protocol.H2_PRIOR_KNOWLEDGE : Protocol.HTTP_1_1;
        }
        for (Protocol offered : address.protocols()) {
            if (offered.toString().equals(chosen)) {
                return offered;
            }
        }
        throw new ProtocolException(address + " chose the protocol '" + chosen + "', which was not among those offered "
                + address.protocols());
    }
}
