package dev.hawser.benchmarks.clients;

import dev.hawser.urlconnection.HawserUrlConnections;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;

/**
 * {@code HttpURLConnection}, whose limit of 5 connections to a host is raised, and whose 5 seconds of keeping
 * them are prolonged where the JDK has the setting.
 */
final class UrlConnectionContender implements Contender {
    private static final String MOST_PER_HOST = "64";
    private static final String ONE_HOUR_SECONDS = "3600";

    private final Opener opener;

    @FunctionalInterface
    interface Opener {
        URLConnection open(URL url) throws IOException;
    }

    private UrlConnectionContender(Opener opener) {
        System.setProperty("http.maxConnections", MOST_PER_HOST);
        System.setProperty("http.keepAlive.time.server", ONE_HOUR_SECONDS);
        this.opener = opener;
    }

    /** The JDK's own. */
    static UrlConnectionContender jdk() {
        return new UrlConnectionContender(URL::openConnection);
    }

    /** Over this project's client, which reads the same settings. */
    static UrlConnectionContender hawser() {
        return new UrlConnectionContender(HawserUrlConnections::open);
    }

    @Override
    public Getter getter(URI url) throws MalformedURLException {
        URL target = url.toURL();
        return () -> {
            HttpURLConnection connection = (HttpURLConnection) opener.open(target);
            try (InputStream body = connection.getInputStream()) {
                return body.readAllBytes().length;
            }
        };
    }

    /** Does nothing: the JDK shows no way to end its connections, and the JVM's own client is for all of the JVM. */
    @Override
    public void close() {}
}
