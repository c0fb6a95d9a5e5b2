package dev.hawser.benchmarks.clients;

import java.util.EnumSet;
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
                    "slf4j-nop")),
    /** {@code HttpURLConnection} over this project's client. */
    URL_HAWSER("HttpURLConnection, Hawser", List.of()),
    /** Spring's {@code RestClient} over this project's client. */
    SPRING_HAWSER("RestClient, Hawser", List.of()),
    /** The same over {@code HttpURLConnection}. */
    SPRING_SIMPLE("RestClient, Simple", List.of()),
    /** The same over {@code HttpURLConnection} over this project's client. */
    SPRING_URL_HAWSER("RestClient, Simple, Hawser", List.of()),
    /** The same over {@code java.net.http}. */
    SPRING_JDK("RestClient, JDK", List.of()),
    /** The same over Apache HttpClient 5. */
    SPRING_APACHE("RestClient, Apache", List.of()),
    /** The same over Jetty's client. */
    SPRING_JETTY("RestClient, Jetty", List.of()),
    /** The same over Reactor Netty. */
    SPRING_REACTOR("RestClient, Reactor", List.of());

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // what List.of makes is immutable
    private final List<String> artifacts;

    Client(String title, List<String> artifacts) {
        this.title = title;
        this.artifacts = artifacts;
    }

    /** Clients that are compared with each other. */
    public enum Group {
        /** The clients themselves, and the floor. */
        PLAIN,
        /** URL connections, the client that is behind ours, and the floor. */
        DOOR,
        /** Spring's client over each of its request factories. */
        SPRING;

        /** Its clients, in the order of tables. */
        public List<Client> members() {
            return switch (this) {
                case PLAIN -> List.copyOf(EnumSet.range(FLOOR, JETTY));
                case DOOR -> List.of(FLOOR, HAWSER, URLCONNECTION, URL_HAWSER);
                case SPRING -> List.copyOf(EnumSet.range(SPRING_HAWSER, SPRING_REACTOR));
            };
        }
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
        return this != APACHE && Group.PLAIN.members().contains(this) && this != URLCONNECTION;
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
            case URLCONNECTION -> UrlConnectionContender.jdk();
            case URL_HAWSER -> UrlConnectionContender.hawser();
            case JETTY -> new JettyContender(connections, http2);
            case SPRING_HAWSER -> SpringContender.hawser(connections);
            case SPRING_SIMPLE -> SpringContender.simple();
            case SPRING_URL_HAWSER -> SpringContender.simpleOverHawser();
            case SPRING_JDK -> SpringContender.jdk();
            case SPRING_APACHE -> SpringContender.apache(connections);
            case SPRING_JETTY -> SpringContender.jetty(connections);
            case SPRING_REACTOR -> SpringContender.reactor(connections);
        };
    }
}
