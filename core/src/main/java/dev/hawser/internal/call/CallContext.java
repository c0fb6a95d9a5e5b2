package dev.hawser.internal.call;

import dev.hawser.Address;
import dev.hawser.ClientSettings;
import dev.hawser.HttpUrl;
import dev.hawser.Interceptor;
import dev.hawser.Request;
import dev.hawser.internal.cache.ResponseCache;
import dev.hawser.internal.connection.ConnectionMaker;
import dev.hawser.internal.connection.DialSettings;
import dev.hawser.internal.connection.HttpConnection;
import dev.hawser.internal.pool.Dialer;
import dev.hawser.internal.pool.Pool;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What all calls of one client have in common. Immutable but for memories of servers and media types; safe for use by many
 * threads.
 */
public final class CallContext {
    private static final int KNOWN_SERVERS = 64;

    final ClientSettings client;
    final Pool<Address, HttpConnection> pool;
    final ConnectionMaker maker;
    final CallRegistry registry;
    final Clock clock;
    final Alarms alarms;
    final Timeouts timeouts;
    final PoolReport report;
    final @Nullable ResponseCache cache;
    final long expectContinueNanos;
    final Interceptor[] interceptors;
    final Dialer<Address, HttpConnection> background;

    private final AddressMaker addresses;

    /** Makes the address of a URL's server. */
    public interface AddressMaker {
        /** The address of the server of {@code url}, set up as the client is. */
        Address addressOf(HttpUrl url);

        /** The same for connections that are to be handed over to another protocol. */
        Address upgradeAddressOf(HttpUrl url);
    }

    /** One slot for each hash of a server; a newer one replaces an older one. */
    private final @Nullable Server[] known = new Server[KNOWN_SERVERS];

    private final MediaTypes mediaTypes = new MediaTypes();

    public CallContext(
            ClientSettings client,
            AddressMaker addresses,
            Pool<Address, HttpConnection> pool,
            ConnectionMaker maker,
            CallRegistry registry,
            PoolReport report,
            @Nullable ResponseCache cache,
            Clock clock,
            Alarms alarms) {
        this.client = client;
        this.addresses = addresses;
        this.pool = pool;
        this.maker = maker;
        this.registry = registry;
        this.timeouts =
                new Timeouts(client.connectTimeoutMillis(), client.readTimeoutMillis(), client.writeTimeoutMillis());
        this.report = report;
        this.cache = cache;
        this.clock = clock;
        this.alarms = alarms;
        this.expectContinueNanos = client.expectContinueTimeout().toNanos();
        this.background = maker.background(dialSettings(timeouts.connectNanos()));
        this.interceptors = interceptors().toArray(Interceptor[]::new);
    }

    /** The way of a request: down this list, and its response up again. */
    private List<Interceptor> interceptors() {
        List<Interceptor> all = new ArrayList<>(client.interceptors());
        all.add(new RetryAndFollowUpInterceptor());
        all.add(new BridgeInterceptor(client.userAgent(), client.cookieJar(), client.responseLimits()));
        if (cache != null) {
            all.add(new CacheInterceptor(cache, clock));
        }
        all.add(new ConnectInterceptor());
        all.addAll(client.networkInterceptors());
        all.add(new CallServerInterceptor());
        return all;
    }

    /** The server of a URL; as good as always one that is remembered. */
    Server serverOf(HttpUrl url) {
        int hash = url.host().hashCode() * 31 + url.port();
        int slot = (hash ^ hash >>> 16) & KNOWN_SERVERS - 1;
        Server remembered = known[slot];
        if (remembered != null && remembered.isOf(url)) {
            return remembered;
        }
        Server made = Server.of(addresses.addressOf(url), client.userAgent());
        known[slot] = made;
        return made;
    }

    /** The server of a URL, to be reached over HTTP/1.1 alone. */
    Server http11ServerOf(HttpUrl url) {
        return Server.of(addresses.upgradeAddressOf(url), client.userAgent());
    }

    /**
     * Where a request goes.
     *
     * @param http11 a server that wants HTTP/1.1, null for none
     */
    Address addressFor(Request request, @Nullable Server http11) {
        if (http11 != null && http11.isOf(request.url())) {
            return http11.address();
        }
        Server server = serverOf(request.url());
        return request.headers() != server.bareHeaders() && Upgrades.isAskedFor(request)
                ? addresses.upgradeAddressOf(request.url())
                : server.address();
    }

    /** Makes the connections that the pool holds ready. */
    public Dialer<Address, HttpConnection> background() {
        return background;
    }

    /** Tells the pool's listener that a request is sent again. */
    void tellSentAgain(Request request, IOException cause) {
        report.sentAgain(serverOf(request.url()).address(), cause);
    }

    /** How connections are made, each attempt within that time. */
    DialSettings dialSettings(long connectNanos) {
        return new DialSettings(
                connectNanos,
                TimeUnit.MILLISECONDS.toNanos(client.pingIntervalMillis()),
                client.http2Windows(),
                client.responseLimits(),
                client.fastFallback());
    }

    MediaTypes mediaTypes() {
        return mediaTypes;
    }
}
