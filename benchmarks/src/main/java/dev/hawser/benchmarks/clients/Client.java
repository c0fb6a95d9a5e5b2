package dev.hawser.benchmarks.clients;

import java.util.List;

/** The clients that are compared, in the order of tables. */
public enum Client {
    /** No client, but the least that a client must do: one prepared write and one read on a blocking channel. */
    FLOOR("floor", List.of()),
    /** This project's client. */
    HAWSER("Hawser", List.of("hawser")),
    /** OkHttp 5. */
    OKHTTP("OkHttp", List.of("okhttp-jvm", "okio-jvm", "kotlin-stdlib", "annotations")),
    /** Apache HttpClient 5, the classic (blocking) one. */
    APACHE("Apache HttpClient", List.of("httpclient5", "httpcore5", "httpcore5-h2", "slf4j-api", "slf4j-nop")),
    /** The JDK's {@code java.net.http}. */
    JDK("java.net.http", List.of()),
    /** The JDK's {@code HttpURLConnection}. */
    URLCONNECTION("HttpURLConnection", List.of()),
    /** Jetty's client 12. */
    JETTY(
            "Jetty",
            List.of(
                    "jetty-client",
                    "jetty-alpn-client",
                    "jetty-compression-common",
                    "jetty-compression-gzip",
                    "jetty-http",
                    "jetty-http2-client",
                    "jetty-http2-client-transport",
                    "jetty-http2-common",
                    "jetty-http2-hpack",
                    "jetty-io",
                    "jetty-util",
                    "slf4j-api",
                    "slf4j-nop"));

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // what List.of makes is immutable
    private final List<String> artifacts;

    Client(String title, List<String> artifacts) {
        this.title = title;
        this.artifacts = artifacts;
    }

    /** The name in tables. */
    public String title() {
        return title;
    }

    /** The names, without version, of the jars that it needs beside the JDK, its own first. */
    public List<String> artifacts() {
        return artifacts;
    }

    /** Whether it can speak HTTP/2. */
    public boolean speaksHttp2() {
        return this != APACHE && this != URLCONNECTION;
    }

    /**
     * A client of this kind, with defaults but for the limits of its pool.
     *
     * @param connections how many connections it may keep, over all hosts
     * @param http2 whether it is to speak HTTP/2 where the server does
     */
    public Contender open(int connections, boolean http2) throws Exception {
        return switch (this) {
            case FLOOR -> new FloorContender(http2);
            case HAWSER -> new HawserContender(connections, http2);
            case OKHTTP -> new OkHttpContender(connections);
            case APACHE -> new ApacheContender(connections);
            case JDK -> new JdkContender(http2);
            case URLCONNECTION -> new UrlConnectionContender();
            case JETTY -> new JettyContender(connections, http2);
        };
    }
}
