package dev.hawser.urlconnection;

import dev.hawser.HawserClient;
import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.net.URLConnection;

/**
 * Opens URL connections over the JVM's own client: one that all who did not bring another share. It is set up as the JDK's
 * {@code HttpURLConnection} is, from the same system properties, which are read with the first use of this class.
 *
 * <p>Safe for use by many threads; a connection is for one thread at a time, but for its {@code disconnect()}.
 */
public final class HawserUrlConnections {
    private HawserUrlConnections() {}

    /** The JVM has one, as it has one set of system properties. Made with the first use. */
    private static final class Jvm {
        static final HawserUrlStreamHandlerFactory FACTORY =
                new HawserUrlStreamHandlerFactory(Door.ofJvm(JdkSettings.of(System::getProperty)));
    }

    /**
     * A connection to what a URL names, not yet made; to be cast to {@link java.net.HttpURLConnection}, or to
     * {@link javax.net.ssl.HttpsURLConnection} if the URL's protocol is https. A URL of another protocol is left to the JDK.
     *
     * @throws java.net.MalformedURLException if the URL is none of HTTP's grammar; the message says what is wrong
     */
    public static URLConnection open(URL url) throws IOException {
        return Jvm.FACTORY.open(url);
    }

    /**
     * The same by a proxy; {@link Proxy#NO_PROXY} for none.
     *
     * @throws java.net.MalformedURLException if the URL is none of HTTP's grammar
     */
    public static URLConnection open(URL url, Proxy proxy) throws IOException {
        return Jvm.FACTORY.open(url, proxy);
    }

    /** The JVM's own client, whose pool can be looked at and resized. */
    public static HawserClient client() {
        return Jvm.FACTORY.client();
    }

    /** What opens the connections over the JVM's own client. */
    static HawserUrlStreamHandlerFactory factory() {
        return Jvm.FACTORY;
    }
}
