package dev.hawser.urlconnection;

import dev.hawser.HawserClient;
import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.net.URLStreamHandlerFactory;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes all URL connections of a JVM go over a client, from the time that it is installed:
 *
 * <pre>{@code
 * URL.setURLStreamHandlerFactory(new HawserUrlStreamHandlerFactory());
 * }</pre>
 *
 * <p>A JVM takes one such factory, once. URLs of other protocols than http and https are left to the JDK. Immutable, and safe
 * for use by many threads.
 */
public final class HawserUrlStreamHandlerFactory implements URLStreamHandlerFactory {
    private final Door door;
    private final URLStreamHandler http;
    private final URLStreamHandler https;

    /** A factory over the JVM's own client, {@link HawserUrlConnections#client()}. */
    public HawserUrlStreamHandlerFactory() {
        this(HawserUrlConnections.factory().door);
    }

    /**
     * A factory over a client: with its pool, timeouts, proxies, TLS and interceptors, wherever a connection is not told otherwise. Of the
     * protocols it speaks HTTP/1.1 only. Redirects, cookies of the {@link java.net.CookieHandler} and passwords of the
     * {@link java.net.Authenticator} are the connection's business.
     */
    public HawserUrlStreamHandlerFactory(HawserClient client) {
        this(Door.over(client, JdkSettings.of(System::getProperty), false));
    }

    HawserUrlStreamHandlerFactory(Door door) {
        this.door = door;
        this.http = new Handler(door, 80);
        this.https = new Handler(door, 443);
    }

    /**
     * A factory over a client that speaks the client's protocols, HTTP/2 among them. Such a response has no message, and its status line
     * begins with the protocol's name.
     */
    public static HawserUrlStreamHandlerFactory withProtocolsOf(HawserClient client) {
        return new HawserUrlStreamHandlerFactory(Door.over(client, JdkSettings.of(System::getProperty), true));
    }

    /** {@inheritDoc} Null, which leaves the choice to the JDK, unless the protocol is http or https. */
    @Override
    public @Nullable URLStreamHandler createURLStreamHandler(String protocol) {
        return switch (protocol.toLowerCase(Locale.ROOT)) {
            case "http" -> http;
            case "https" -> https;
            default -> null;
        };
    }

    /** A connection to what a URL names, as by {@link HawserUrlConnections#open(URL)}. */
    public URLConnection open(URL url) throws IOException {
        return isOurs(url) ? door.open(url, null) : url.openConnection();
    }

    /** The same by a proxy, as by {@link HawserUrlConnections#open(URL, Proxy)}. */
    public URLConnection open(URL url, Proxy proxy) throws IOException {
        Objects.requireNonNull(proxy, "proxy");
        return isOurs(url) ? door.open(url, proxy) : url.openConnection(proxy);
    }

    HawserClient client() {
        return door.client();
    }

    private boolean isOurs(URL url) {
        return createURLStreamHandler(url.getProtocol()) != null;
    }
}
