package dev.hawser.internal.connection;

import dev.hawser.Address;
import dev.hawser.Retirement;
import dev.hawser.Route;
import dev.hawser.UnixDomainSocketFactory;
import dev.hawser.internal.pool.Dial;
import dev.hawser.internal.pool.Dialed;
import dev.hawser.internal.routing.Race;
import dev.hawser.internal.routing.RouteSelector;
import dev.hawser.internal.time.Alarm;
import java.io.IOException;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to get a connection to an address: its routes are tried group by group. If another connection leads where one of them
 * does, and serves the address as well, that is taken, even if it came about in the meantime. The routes of a group race for the TCP
 * connection; what comes behind that, the proxy's part and TLS, is for the winner alone, and if it fails there the others race again.
 * Runs on the pool's thread; the call that caused it is told the steps for as long as it waits.
 */
final class Dialing {
    private final ConnectionMaker maker;
    private final Dial<Address, HttpConnection> dial;
    private final Address address;
    private final Steps steps;
    private final DialSettings settings;
    private final Coalescing coalescing;
    private final Failures failures = new Failures();

    Dialing(ConnectionMaker maker, Dial<Address, HttpConnection> dial, Steps steps, DialSettings settings) {
        this.maker = maker;
        this.dial = dial;
        this.address = dial.want().key();
        this.coalescing = new Coalescing(maker, dial);
        this.steps = steps;
        this.settings = settings;
    }

    Dialed<Address, HttpConnection> run() throws IOException {
        SpecChoice.check(address);
        RouteSelector selector =
                new RouteSelector(address, maker.routes(), maker.spreading(), settings.fastFallback(), steps);
        if (address.socketFactory() instanceof UnixDomainSocketFactory only) {
            return opened(firstOf(List.of(new Route(address, Proxy.NO_PROXY, only.address())), selector));
        }
        List<Route> group = next(selector);
        while (!group.isEmpty() && !dial.isAborted()) {
            HttpConnection other = coalescing.find(group);
            if (other != null) {
                return new Dialed.Joined<>(other);
            }
            HttpConnection connection = firstOf(group, selector);
            if (connection != null) {
                return opened(connection);
            }
            group = next(selector);
        }
        return opened(null);
    }

    private Dialed<Address, HttpConnection> opened(@Nullable HttpConnection connection) throws IOException {
        if (connection != null) {
            List<Address> keys = coalescing.keysOf(connection);
            HttpConnection sooner = keys.isEmpty() ? null : coalescing.find(List.of(connection.route()));
            if (sooner != null) {
                connection.close(Retirement.DUPLICATE);
                return new Dialed.Joined<>(sooner);
            }
            boolean relayed = connection.route().proxy().type() == Proxy.Type.HTTP;
            return new Dialed.Opened<>(connection, connection.capacity(), keys, relayed);
        }
        throw failures.isEmpty()
                ? new IOException("the pool was closed while it connected to " + address)
                : failures.last();
    }

    /** The next routes; none if all have been tried. */
    private List<Route> next(RouteSelector selector) {
        while (true) {
            try {
                return selector.next();
            } catch (UnknownHostException e) {
                failures.add(e);
            }
        }
    }

    /** A connection by one of the routes; null if none leads to one. */
    private @Nullable HttpConnection firstOf(List<Route> routes, RouteSelector selector) throws IOException {
        List<Route> left = new ArrayList<>(routes);
        while (!left.isEmpty() && !dial.isAborted()) {
            TcpAttempt winner = race(left, selector);
            if (winner == null) {
                return null;
            }
            left.remove(winner.route());
            try {
                HttpConnection connection = new Passage(maker, dial, steps, settings, winner).take();
                selector.connected(winner.route());
                return connection;
            } catch (IOException e) {
                failures.add(e);
                if (!dial.isAborted()) {
                    winner.failed(e);
                }
                if (!TlsStep.isWorthAnotherRoute(e)) {
                    throw failures.last();
                }
            }
        }
        return null;
    }

    /** Lets routes race, and takes those away that failed; returns the winner, or null if all failed. */
    private @Nullable TcpAttempt race(List<Route> routes, RouteSelector selector) {
        List<TcpAttempt> attempts = new ArrayList<>(routes.size());
        for (Route route : routes) {
            attempts.add(new TcpAttempt(maker, steps, selector, route, settings.connectNanos()));
        }
        long headStart = settings.fastFallback() ? Race.HEAD_START_NANOS : Alarm.NEVER;
        Racing<TcpAttempt> racing = maker.racing(attempts, headStart);
        dial.onAbort(racing::stop);
        TcpAttempt winner = racing.run();
        for (Racing.Failed<TcpAttempt> failed : racing.failed()) {
            failures.add(failed.failure());
            routes.remove(failed.attempt().route());
        }
        return winner;
    }
}
