package dev.hawser.internal.connection;

import dev.hawser.Address;
import dev.hawser.Call;
import dev.hawser.EventListener;
import dev.hawser.Handshake;
import dev.hawser.HttpUrl;
import dev.hawser.Route;
import dev.hawser.UnixDomainSocketFactory;
import dev.hawser.internal.pool.Dial;
import dev.hawser.internal.pool.Dialed;
import dev.hawser.internal.routing.Resolver;
import dev.hawser.internal.transport.Opening;
import dev.hawser.internal.transport.SocketSettings;
import dev.hawser.internal.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to get a connection to an address: its name is resolved, and its IP addresses are tried in
 * order. Runs on the pool's thread; the call that caused it is told the steps for as long as it waits.
 */
final class Dialing {
    private final ConnectionMaker maker;
    private final Dial<Address, HttpConnection> dial;
    private final Address address;
    private final @Nullable Call call;
    private final EventListener listener;
    private final long connectNanos;

    Dialing(
            ConnectionMaker maker,
            Dial<Address, HttpConnection> dial,
            @Nullable Call call,
            EventListener listener,
            long connectNanos) {
        this.maker = maker;
        this.dial = dial;
        this.address = dial.want().key();
        this.call = call;
        this.listener = listener;
        this.connectNanos = connectNanos;
    }

    Dialed<Address, HttpConnection> run() throws IOException {
        SpecChoice.check(address);
        List<Proxy> proxies = List.of(Proxy.NO_PROXY);
        HttpUrl url = address.url();
        tell((events, told) -> events.proxySelectStart(told, url));
        tell((events, told) -> events.proxySelectEnd(told, url, proxies));
        if (address.socketFactory() instanceof UnixDomainSocketFactory only) {
            return new Dialed.Opened<>(firstOf(List.of(only.address())));
        }
        tell((events, told) -> events.dnsStart(told, address.host()));
        List<InetAddress> addresses = Resolver.resolve(address.dns(), address.host());
        tell((events, told) -> events.dnsEnd(told, address.host(), addresses));
        return new Dialed.Opened<>(firstOf(Resolver.at(maker.spreading().order(address, addresses), address.port())));
    }

    /** Tells the call's listener of an event, as long as the call waits for this dial. */
    private void tell(BiConsumer<EventListener, Call> event) {
        if (call != null && dial.isWanted()) {
            event.accept(listener, call);
        }
    }

    private HttpConnection firstOf(List<InetSocketAddress> targets) throws IOException {
        IOException failure = null;
        for (InetSocketAddress target : targets) {
            if (dial.isAborted()) {
                break;
            }
            try {
                return connect(new Route(address, Proxy.NO_PROXY, target));
            } catch (IOException e) {
                tell((events, told) -> events.connectFailed(told, target, Proxy.NO_PROXY, null, e));
                failure = withEarlier(e, failure);
                if (!TlsStep.isWorthAnotherRoute(e)) {
                    break;
                }
            }
        }
        throw failure != null ? failure : new IOException("the pool was closed while it connected to " + address);
    }

    /** The later failure, which carries the earlier ones as suppressed. */
    private static IOException withEarlier(IOException later, @Nullable IOException earlier) {
        if (earlier != null && earlier != later) {
            for (Throwable suppressed : earlier.getSuppressed()) {
                later.addSuppressed(suppressed);
            }
            later.addSuppressed(earlier);
        }
        return later;
    }

    /** Connects, once for each connection spec that is tried. */
    private HttpConnection connect(Route route) throws IOException {
        SpecChoice specs = new SpecChoice(address);
        IOException failure = null;
        while (true) {
            try {
                return connect(route, specs);
            } catch (IOException e) {
                failure = withEarlier(e, failure);
                if (dial.isAborted() || !specs.mayGoOn(e)) {
                    throw failure;
                }
                tell((events, told) -> events.connectFailed(told, route.socketAddress(), route.proxy(), null, e));
            }
        }
    }

    private HttpConnection connect(Route route, SpecChoice specs) throws IOException {
        InetSocketAddress target = route.socketAddress();
        tell((events, told) -> events.connectStart(told, target, route.proxy()));
        maker.spreading().begun(address, target.getAddress());
        Opening opening =
                maker.connector().open(target, new SocketSettings(address.socketFactory(), address.localAddress()));
        dial.onAbort(opening::cancel);
        Transport transport = null;
        boolean done = false;
        try {
            transport = opening.connect(connectNanos);
            if (address.isHttps()) {
                transport = secure(opening, specs);
            }
            HttpConnection connection = maker.connection(route, transport);
            tell((events, told) -> events.connectEnd(told, target, route.proxy(), connection.protocol()));
            maker.opened(connection);
            done = true;
            return connection;
        } finally {
            if (!done) {
                maker.spreading().ended(target.getAddress());
                opening.cancel();
                if (transport != null) {
                    transport.close();
                }
            }
        }
    }

    private Transport secure(Opening opening, SpecChoice specs) throws IOException {
        tell((events, told) -> events.secureConnectStart(told));
        Transport transport = new TlsStep(address).take(opening, specs, connectNanos);
        SSLSession session = transport.session();
        Handshake handshake = session == null ? null : Handshake.get(session);
        tell((events, told) -> events.secureConnectEnd(told, handshake));
        return transport;
    }
}
