package dev.hawser;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that the usual environment variables name: {@code http_proxy}, {@code https_proxy}, {@code all_proxy} for
 * schemes that have none of their own, and {@code no_proxy} for the servers that are reached without.
 *
 * <pre>{@code
 * HawserClient client = EnvironmentProxies.ofSystem().applyTo(new HawserClient.Builder()).build();
 * }</pre>
 *
 * <p>Each variable may be in lower or in upper case; lower case comes first. {@code HTTP_PROXY} is ignored where
 * {@code REQUEST_METHOD} is set, that is in a CGI program, whose clients could set it by a header field. The value is a URL
 * such as {@code http://ann:knot@proxy.example:3128}; the schemes are {@code http}, which also stands if there is none,
 * {@code socks5} (and {@code socks}, {@code socks5h}) and {@code socks4a} (and {@code socks4}). Without a port it is 80,
 * for SOCKS 1080. A SOCKS proxy resolves the server's name, whichever the scheme. Empty variables are as if not set.
 *
 * <p>{@code no_proxy} is a list set off by commas or spaces. {@code *} stands for all servers; {@code example.com},
 * {@code .example.com} and {@code *.example.com} each for that domain and those below it; {@code 192.0.2.7} and
 * {@code 2001:db8::1} for an IP address, {@code 192.0.2.0/24} for a block of them, as far as URLs have the address and
 * not a name; and {@code example.com:8443} for one port.
 *
 * <p>The variables are read once. Immutable, and safe for use by many threads.
 */
public final class EnvironmentProxies {
    private final @Nullable ProxyVariable http;
    private final @Nullable ProxyVariable https;
    private final NoProxyRules exceptions;

    private EnvironmentProxies(@Nullable ProxyVariable http, @Nullable ProxyVariable https, NoProxyRules exceptions) {
        this.http = http;
        this.https = https;
        this.exceptions = exceptions;
    }

    /**
     * Those of this process.
     *
     * @throws IllegalArgumentException if a variable makes no sense; the message names it, and has no password
     */
    public static EnvironmentProxies ofSystem() {
        return of(System.getenv());
    }

    /**
     * Those of an environment.
     *
     * @throws IllegalArgumentException if a variable makes no sense; the message names it, and has no password
     */
    public static EnvironmentProxies of(Map<String, String> environment) {
        ProxyVariable all = ProxyVariable.in(environment, "all_proxy", "ALL_PROXY");
        boolean cgi = environment.containsKey("REQUEST_METHOD");
        ProxyVariable http = cgi
                ? ProxyVariable.in(environment, "http_proxy")
                : ProxyVariable.in(environment, "http_proxy", "HTTP_PROXY");
        ProxyVariable https = ProxyVariable.in(environment, "https_proxy", "HTTPS_PROXY");
        String exceptions = environment.getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""));
        return new EnvironmentProxies(
                http == null ? all : http, https == null ? all : https, NoProxyRules.parse(exceptions));
    }

    /** What chooses these proxies. It has no credentials to give: see {@link #applyTo}. */
    public ProxySelector selector() {
        return new Selector(this);
    }

    /**
     * Sets the selector; and, as far as the variables have user names and passwords, a proxy authenticator that sends them to
     * the HTTP proxy that they were given for, and the SOCKS settings.
     *
     * @throws IllegalArgumentException if there are two SOCKS proxies that take different settings
     */
    public HawserClient.Builder applyTo(HawserClient.Builder builder) {
        builder.proxySelector(selector());
        SocksSettings socks = null;
        boolean named = false;
        for (ProxyVariable each : new ProxyVariable[] {http, https}) {
            if (each == null) {
                continue;
            }
            named |= each.authenticator() != Authenticator.NONE;
            if (each.socks() != null) {
                if (socks != null && !socks.equals(each.socks())) {
                    throw new IllegalArgumentException("the SOCKS proxies for http and https take different settings");
                }
                socks = each.socks();
            }
        }
        if (named) {
            builder.proxyAuthenticator(Authenticator.firstOf(authenticator(http), authenticator(https)));
        }
        return socks == null ? builder : builder.socks(socks);
    }

    private static Authenticator authenticator(@Nullable ProxyVariable variable) {
        return variable == null ? Authenticator.NONE : variable.authenticator();
    }

    private Proxy proxyFor(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        ProxyVariable variable = switch (scheme) {
            case "http", "ws" -> http;
            case "https", "wss" -> https;
            default -> null;
        };
        String host = uri.getHost();
        if (variable == null || host == null) {
            return Proxy.NO_PROXY;
        }
        boolean secure = scheme.equals("https") || scheme.equals("wss");
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        return exceptions.cover(host, port) ? Proxy.NO_PROXY : variable.proxy();
    }

    /** The proxies, without their credentials. */
    @Override
    public String toString() {
        return "EnvironmentProxies{http by " + (http == null ? "none" : http.proxy()) + ", https by "
                + (https == null ? "none" : https.proxy()) + "}";
    }

    /** Equal for one set of proxies, so that clients with equal ones may share connections. */
    private static final class Selector extends ProxySelector {
        private final EnvironmentProxies proxies;

        Selector(EnvironmentProxies proxies) {
            this.proxies = proxies;
        }

        @Override
        public List<Proxy> select(URI uri) {
            return List.of(proxies.proxyFor(uri));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress proxy, IOException failure) {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Selector that && proxies == that.proxies;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(proxies);
        }

        @Override
        public String toString() {
            return "the selector of " + proxies;
        }
    }

    /** What one variable says. */
    record ProxyVariable(
            Proxy proxy,
            Authenticator authenticator,
            @Nullable SocksSettings socks) {
        /** What the first of these variables says that is set; null if none is. */
        static @Nullable ProxyVariable in(Map<String, String> environment, String... names) {
            for (String name : names) {
                String value = environment.getOrDefault(name, "").trim();
                if (!value.isEmpty()) {
                    return parse(name, value);
                }
            }
            return null;
        }

        private static ProxyVariable parse(String name, String value) {
            int colon = value.indexOf("://");
            String scheme = colon < 0 ? "http" : value.substring(0, colon).toLowerCase(Locale.ROOT);
            HttpUrl url = HttpUrl.parse("http://" + (colon < 0 ? value : value.substring(colon + 3)));
            if (url == null) {
                throw new IllegalArgumentException(name + " is not the URL of a proxy");
            }
            boolean hasPort = url.port() != 80 || value.matches(".*:80/?");
            InetSocketAddress there = InetSocketAddress.createUnresolved(
                    url.host(), !hasPort && scheme.startsWith("socks") ? 1080 : url.port());
            return switch (scheme) {
                case "http" ->
                    new ProxyVariable(new Proxy(Proxy.Type.HTTP, there), authenticator(name, url, there), null);
                case "socks", "socks5", "socks5h" ->
                    new ProxyVariable(new Proxy(Proxy.Type.SOCKS, there), Authenticator.NONE, socks5(name, url));
                case "socks4", "socks4a" ->
                    new ProxyVariable(new Proxy(Proxy.Type.SOCKS, there), Authenticator.NONE, socks4(url));
                default ->
                    throw new IllegalArgumentException(
                            name + " names a proxy of the scheme " + scheme + "; known are http, socks5 and socks4a");
            };
        }

        private static Authenticator authenticator(String name, HttpUrl url, InetSocketAddress there) {
            if (url.username().isEmpty() && url.password().isEmpty()) {
                return Authenticator.NONE;
            }
            BasicAuthenticator basic;
            try {
                basic = BasicAuthenticator.forProxy(url.username(), url.password());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
            }
            return (route, response) ->
                    route != null && there.equals(route.proxy().address()) ? basic.authenticate(route, response) : null;
        }

        private static SocksSettings socks5(String name, HttpUrl url) {
            try {
                return url.username().isEmpty()
                        ? SocksSettings.DEFAULT
                        : SocksSettings.version5(url.username(), url.password());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
            }
        }

        private static SocksSettings socks4(HttpUrl url) {
            return SocksSettings.version4a(url.username().isEmpty() ? null : url.username());
        }
    }
}
