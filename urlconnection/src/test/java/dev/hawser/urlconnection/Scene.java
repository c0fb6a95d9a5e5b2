package dev.hawser.urlconnection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.ConnectionPool;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A server, and a door of its own over a JVM's settings. */
final class Scene implements AutoCloseable {
    final TestServer server = new TestServer();
    final HawserUrlStreamHandlerFactory door;

    /** @param properties the system properties beside the JVM's, each as {@code name=value} */
    Scene(String... properties) {
        this(server -> {}, properties);
    }

    /** @param setUp what the server is told before it starts */
    Scene(Consumer<TestServer> setUp, String... properties) {
        setUp.accept(server);
        this.door = new HawserUrlStreamHandlerFactory(Door.ofJvm(settings(properties)));
        server.start();
    }

    static JdkSettings settings(String... properties) {
        Map<String, String> given = new HashMap<>();
        given.put("java.version", System.getProperty("java.version"));
        for (String property : properties) {
            int equals = property.indexOf('=');
            given.put(property.substring(0, equals), property.substring(equals + 1));
        }
        return JdkSettings.of(given::get);
    }

    ConnectionPool pool() {
        return door.client().connectionPool();
    }

    URL url(String path) {
        return server.url(path).url();
    }

    HttpURLConnection open(String path) throws IOException {
        return (HttpURLConnection) door.open(url(path));
    }

    HttpURLConnection open(String url, Proxy proxy) throws IOException {
        return (HttpURLConnection) door.open(new URL(url), proxy);
    }

    /** Asks for a path, and reads the answer to its end. */
    String get(String path) throws IOException {
        return content(open(path));
    }

    static String content(HttpURLConnection connection) throws IOException {
        try (InputStream content = connection.getInputStream()) {
            return new String(content.readAllBytes(), UTF_8);
        }
    }

    static void write(HttpURLConnection connection, String content) throws IOException {
        connection.setDoOutput(true);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(content.getBytes(UTF_8));
        }
    }

    @Override
    public void close() {
        server.close();
        pool().close();
    }
}
