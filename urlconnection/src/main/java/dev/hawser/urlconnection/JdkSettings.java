package dev.hawser.urlconnection;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK's own connections read from the system properties. One that is no number counts as not set.
 *
 * @param keepAlive whether connections are kept at all: {@code http.keepAlive}
 * @param maxConnections idle connections kept for one server: {@code http.maxConnections}
 * @param keepAliveServer how long one is kept whose server names no time: {@code http.keepAlive.time.server}
 * @param keepAliveProxy the same by a proxy: {@code http.keepAlive.time.proxy}
 * @param userAgent the {@code User-Agent} of requests: {@code http.agent}, and the JDK's version
 * @param maxRedirects how many requests one connection makes before it gives up: {@code http.maxRedirects}
 * @param connectTimeoutMillis the time to connect where a connection is not told another; 0 for no limit:
 *     {@code sun.net.client.defaultConnectTimeout}
 * @param readTimeoutMillis the time that one read may wait; 0 for no limit: {@code sun.net.client.defaultReadTimeout}
 * @param retriesPost whether a POST is sent again whose kept connection ended without an answer: {@code sun.net.http.retryPost}
 * @param keepsPost whether a redirect leaves a POST what it is: {@code http.strictPostRedirect}
 * @param restrictedFieldsAllowed whether a program may set the fields that are the client's: {@code sun.net.http.allowRestrictedHeaders}
 * @param refusedForTunnels schemes, in lower case, by which no proxy is answered that is asked for a tunnel:
 *     {@code jdk.http.auth.tunneling.disabledSchemes}
 * @param refusedForProxies the same of proxies that pass requests on: {@code jdk.http.auth.proxying.disabledSchemes}
 * @param http2 whether the JVM's own client may speak HTTP/2, which the JDK's does not: {@code hawser.urlconnection.http2}
 */
record JdkSettings(
        boolean keepAlive,
        int maxConnections,
        Duration keepAliveServer,
        Duration keepAliveProxy,
        String userAgent,
        int maxRedirects,
        int connectTimeoutMillis,
        int readTimeoutMillis,
        boolean retriesPost,
        boolean keepsPost,
        boolean restrictedFieldsAllowed,
        List<String> refusedForTunnels,
        List<String> refusedForProxies,
        boolean http2) {
    private static final int KEPT_SECONDS = 5;
    private static final int KEPT_BY_PROXY_SECONDS = 60;

    /** The settings that these properties make. */
    static JdkSettings of(UnaryOperator<@Nullable String> properties) {
        Properties given = new Properties(properties);
        int maxConnections = given.number("http.maxConnections", 5);
        String agent = properties.apply("http.agent");
        String java = "Java/" + properties.apply("java.version");
        return new JdkSettings(
                given.flag("http.keepAlive", true),
                maxConnections <= 0 ? 5 : maxConnections,
                given.seconds("http.keepAlive.time.server", KEPT_SECONDS),
                given.seconds("http.keepAlive.time.proxy", KEPT_BY_PROXY_SECONDS),
                agent == null ? java : agent + " " + java,
                given.number("http.maxRedirects", 20),
                Math.max(0, given.number("sun.net.client.defaultConnectTimeout", 0)),
                Math.max(0, given.number("sun.net.client.defaultReadTimeout", 0)),
                given.flag("sun.net.http.retryPost", false),
                given.flag("http.strictPostRedirect", false),
                given.flag("sun.net.http.allowRestrictedHeaders", false),
                given.list("jdk.http.auth.tunneling.disabledSchemes", "Basic"),
                given.list("jdk.http.auth.proxying.disabledSchemes", ""),
                given.flag("hawser.urlconnection.http2", false));
    }

    private record Properties(UnaryOperator<@Nullable String> values) {
        boolean flag(String name, boolean fallback) {
            String value = values.apply(name);
            return value == null ? fallback : Boolean.parseBoolean(value);
        }

        int number(String name, int fallback) {
            String value = values.apply(name);
            try {
                return value == null ? fallback : Integer.decode(value);
            } catch (NumberFormatException e) {
                return fallback;
            }
        }

        /** A pool keeps no connection for no time at all: 0 is as short as can be. */
        Duration seconds(String name, int fallback) {
            int given = number(name, fallback);
            return given == 0 ? Duration.ofNanos(1) : Duration.ofSeconds(given < 0 ? fallback : given);
        }

        List<String> list(String name, String fallback) {
            String value = values.apply(name);
            return Arrays.stream((value == null ? fallback : value).split(","))
                    .map(scheme -> scheme.trim().toLowerCase(Locale.ROOT))
                    .filter(scheme -> !scheme.isEmpty())
                    .toList();
        }
    }
}
