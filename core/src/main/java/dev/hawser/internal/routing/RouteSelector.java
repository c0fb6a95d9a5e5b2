package dev.hawser.internal.routing;

import dev.hawser.Address;
import dev.hawser.Dns;
import dev.hawser.Route;
import dev.hawser.internal.text.ProxyAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * The routes to a server in the order in which to try them, in groups: the IP addresses of a proxy, or of the server
 * itself, make a group, which is resolved when the groups before it have been tried. Routes that failed of late make the
 * last one. {@link #next} is for one thread, {@link #failed} and {@link #connected} are for any.
 */
public final class RouteSelector {
    private final Address address;
    private final RouteDatabase database;
    private final Spreading spreading;
    private final boolean interleaves;
    private final Observer observer;
    private final List<Proxy> proxies;
    private final List<Route> postponed = new ArrayList<>();
    private int nextProxy;

    /** Who is told of look-ups. */
    public interface Observer {
        /** The proxies are about to be chosen. */
        void proxySelectStart();

        /** The proxies were chosen. */
        void proxySelectEnd(List<Proxy> proxies);

        /** A name is about to be resolved. */
        void dnsStart(String host);

        /** A name was resolved. */
        void dnsEnd(String host, List<InetAddress> addresses);
    }

    /**
     * Chooses the proxies of a server.
     *
     * @param interleaves whether IPv6 and IPv4 take turns within a group
     * @throws IOException if the proxy selector fails
     */
    public RouteSelector(
            Address address, RouteDatabase database, Spreading spreading, boolean interleaves, Observer observer)
            throws IOException {
        this.address = address;
        this.database = database;
        this.spreading = spreading;
        this.interleaves = interleaves;
        this.observer = observer;
        observer.proxySelectStart();
        this.proxies = ProxyChoice.of(address);
        observer.proxySelectEnd(proxies);
    }

    /**
     * The next routes to try, or none if all have been handed out.
     *
     * @throws UnknownHostException if a name does not resolve; there may be further groups behind it
     */
    public List<Route> next() throws UnknownHostException {
        while (nextProxy < proxies.size()) {
            List<Route> group = new ArrayList<>();
            for (Route route : routesBy(proxies.get(nextProxy++))) {
                (database.isPostponed(route) ? postponed : group).add(route);
            }
            if (!group.isEmpty()) {
                return group;
            }
        }
        List<Route> last = List.copyOf(postponed);
        postponed.clear();
        return last;
    }

    private List<Route> routesBy(Proxy proxy) throws UnknownHostException {
        if (!(proxy.address() instanceof InetSocketAddress there)) {
            return routes(proxy, resolved(address.dns(), address.host()), address.port());
        }
        Resolver.checkLiteral(address.dns(), address.host());
        InetAddress known = there.getAddress();
        if (known != null) {
            return routes(proxy, List.of(known), there.getPort());
        }
        try {
            return routes(
                    proxy, resolved(FilteredDns.unfiltered(address.dns()), there.getHostString()), there.getPort());
        } catch (UnknownHostException e) {
            UnknownHostException named = new UnknownHostException(
                    ProxyAddresses.named(proxy) + ", for " + address.host() + ", is unknown: " + e.getMessage());
            named.initCause(e);
            tellSelector(proxy, named);
            throw named;
        }
    }

    private List<InetAddress> resolved(Dns dns, String host) throws UnknownHostException {
        observer.dnsStart(host);
        List<InetAddress> addresses = Resolver.resolve(dns, host);
        observer.dnsEnd(host, addresses);
        List<InetAddress> ordered = spreading.order(address, addresses);
        return interleaves ? Families.interleaved(ordered) : ordered;
    }

    private List<Route> routes(Proxy proxy, List<InetAddress> addresses, int port) {
        List<Route> routes = new ArrayList<>(addresses.size());
        for (InetAddress each : addresses) {
            routes.add(new Route(address, proxy, new InetSocketAddress(each, port)));
        }
        return routes;
    }

    /** No connection could be made by that route; a selector that named its proxy is told. */
    public void failed(Route route, IOException failure) {
        database.failed(route);
        tellSelector(route.proxy(), failure);
    }

    /** A connection was made by that route. */
    public void connected(Route route) {
        database.connected(route);
    }

    /** The selector's own failures are added to the one that it was told of. */
    private void tellSelector(Proxy proxy, IOException failure) {
        ProxySelector selector = address.proxySelector();
        if (address.proxy() == null && selector != null && proxy.type() != Proxy.Type.DIRECT) {
            try {
                selector.connectFailed(address.url().uri(), proxy.address(), failure);
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }
}
