package dev.hawser.urlconnection;

import dev.hawser.Authenticator;
import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Headers;
import dev.hawser.HttpUrl;
import dev.hawser.Protocol;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.URL;
import java.net.URLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** What all URL connections over one client have in common. Safe for use by many threads. */
final class Door {
    private static final int MOST_PROFILES = 64;

    private final HawserClient client;
    private final JdkSettings settings;
    private final Passwords passwords;
    private final Wire wire;
    private final Map<Profile, HawserClient> clients = new ConcurrentHashMap<>();

    /** Sends request bodies that are longer than a connection's own thread should hold back; a thread that has rested 60 s ends. */
    private final ExecutorService senders = Executors.newCachedThreadPool(Door::sender);

    /** The last URL that was opened, as programs ask for the same one again and again. */
    private volatile @Nullable Parsed last;

    private record Parsed(URL url, HttpUrl target) {}

    /** @param client the one that redirects and passwords are left out of, as connections see to them */
    private Door(HawserClient client, JdkSettings settings, Passwords passwords, Wire wire) {
        this.client = client;
        this.settings = settings;
        this.passwords = passwords;
        this.wire = wire;
    }

    /** The door of a JVM: over a client that keeps connections as the JDK does, by the same settings. */
    static Door ofJvm(JdkSettings settings) {
        ConnectionPool pool = new ConnectionPool.Builder()
                .name("url connections")
                .maxIdleConnections(settings.keepAlive() ? Integer.MAX_VALUE : 0)
                .maxIdlePerAddress(settings.keepAlive() ? settings.maxConnections() : 0)
                .keepAliveDuration(Duration.ofDays(1))
                .keepAliveWithoutHint(settings.keepAliveServer())
                .keepAliveWithoutHintByProxy(settings.keepAliveProxy())
                .build();
        HawserClient client = new HawserClient.Builder()
                .connectionPool(pool)
                .proxySelector(new CurrentProxySelector())
                .connectTimeout(Duration.ofMillis(settings.connectTimeoutMillis()))
                .readTimeout(Duration.ofMillis(settings.readTimeoutMillis()))
                .writeTimeout(Duration.ZERO)
                .build();
        return over(client, settings, settings.http2());
    }

    /** A door over a client, with its protocols or HTTP/1.1 only. Its own clients share the pool, and leave its end to that client. */
    static Door over(HawserClient client, JdkSettings settings, boolean allProtocols) {
        Passwords passwords = new Passwords(settings);
        Wire wire = new Wire();
        HawserClient.Builder own = client.newBuilder()
                .connectionPool(client.connectionPool())
                .dispatcher(client.dispatcher())
                .followRedirects(false)
                .userAgent(settings.userAgent())
                .proxyAuthenticator(Authenticator.firstOf(client.proxyAuthenticator(), passwords.ofProxies(null)))
                .addNetworkInterceptor(wire);
        own.interceptors().add(0, new LateRequest()); // so that the client's own see the request as it turned out
        if (!allProtocols) {
            own.protocols(List.of(Protocol.HTTP_1_1));
        }
        return new Door(own.build(), settings, passwords, wire);
    }

    private static Thread sender(Runnable sending) {
        Thread thread = new Thread(sending, "hawser url sender");
        thread.setDaemon(true);
        return thread;
    }

    URLConnection open(URL url, @Nullable Proxy proxy) throws IOException {
        HttpUrl target = targetOf(url);
        return target.isHttps()
                ? new HawserHttpsConnection(this, url, proxy)
                : new HawserHttpConnection(this, url, proxy, ConnectionTls.NONE);
    }

    /**
     * The URL in the client's form.
     *
     * @throws MalformedURLException if it has none
     */
    HttpUrl targetOf(URL url) throws MalformedURLException {
        Parsed known = last;
        if (known != null && known.url == url) {
            return known.target;
        }
        try {
            HttpUrl target = HttpUrl.get(url.toExternalForm());
            last = new Parsed(url, target);
            return target;
        } catch (IllegalArgumentException e) {
            MalformedURLException malformed = new MalformedURLException(e.getMessage());
            malformed.initCause(e);
            throw malformed;
        }
    }

    /** The client for connections of a profile. Forgetting one costs no connection, as the pool is the same for all. */
    HawserClient clientFor(Profile profile) {
        HawserClient known = clients.get(profile);
        if (known != null) {
            return known;
        }
        if (clients.size() >= MOST_PROFILES) {
            clients.clear();
        }
        return clients.computeIfAbsent(profile, each -> each.derive(client, passwords));
    }

    /** The fields of a GET of which the program said nothing. */
    Headers plainFields(HttpUrl target) {
        return wire.plainFields(target, settings);
    }

    HawserClient client() {
        return client;
    }

    JdkSettings settings() {
        return settings;
    }

    Passwords passwords() {
        return passwords;
    }

    ExecutorService senders() {
        return senders;
    }
}
