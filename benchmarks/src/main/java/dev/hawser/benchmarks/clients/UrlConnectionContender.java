package dev.hawser.benchmarks.clients;

import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;

/**
 * {@code HttpURLConnection}, whose limit of 5 connections to a host is raised, and whose 5 seconds of keeping
 * them are prolonged where the JDK has the setting.
 */
final class UrlConnectionContender implements Contender {
    private static final String MOST_PER_HOST = "64";
    private static final String ONE_HOUR_SECONDS = "3600";

    UrlConnectionContender() {
        System.setProperty("http.maxConnections", MOST_PER_HOST);
        System.setProperty("http.keepAlive.time.server", ONE_HOUR_SECONDS);
    }

    @Override
    public Getter getter(URI url) throws MalformedURLException {
        URL target = url.toURL();
        return () -> {
            HttpURLConnection connection = (HttpURLConnection) target.openConnection();
            try (InputStream body = connection.getInputStream()) {
                return body.readAllBytes().length;
            }
        };
    }

    /** Does nothing: the JDK shows no way to end its connections. */
    @Override
    public void close() {}
}
