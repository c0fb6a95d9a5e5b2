package dev.hawser.benchmarks.server;

import dev.hawser.benchmarks.load.Jvm;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server in a process of its own, that ends when this is closed, or with this process. */
public final class Server implements AutoCloseable {
    /** The path of a large body, by nginx only. */
    public static final String LARGE = "/large";

    /** Its length. */
    public static final long LARGE_BYTES = 1L << 30;

    private static final int START_SECONDS = 20;
    private static final int LEAST_EPHEMERAL_PORT = 32_768;

    private final Process process;
    private final Kind kind;
    private final Thread endWithThisProcess;
    private final int port;
    private final @Nullable Path directory;

    private Server(Kind kind, Process process, int port, @Nullable Path directory) {
        this.kind = kind;
        this.process = process;
        this.port = port;
        this.directory = directory;
        this.endWithThisProcess = new Thread(this::end, "end of the server");
        Runtime.getRuntime().addShutdownHook(endWithThisProcess);
    }

    /** What kind of server there is. */
    public enum Kind {
        /** nginx, one worker. */
        NGINX,
        /** nginx, one worker, over TLS 1.3. */
        NGINX_TLS,
        /** nginx, one worker, over TLS 1.3 and HTTP/2. */
        NGINX_HTTP2,
        /** {@link TinyServer}, in a JVM of its own. */
        JAVA;

        /** nginx if it is installed. */
        public static Kind best() {
            return nginx() == null ? JAVA : NGINX;
        }

        /** What nginx is told of each port. */
        private String words() {
            return switch (this) {
                case NGINX_TLS -> " ssl";
                case NGINX_HTTP2 -> " ssl http2";
                default -> "";
            };
        }

        private boolean isSecure() {
            return this == NGINX_TLS || this == NGINX_HTTP2;
        }

        @Override
        public String toString() {
            return switch (this) {
                case NGINX_TLS -> "nginx over TLS";
                case NGINX_HTTP2 -> "nginx over TLS and HTTP/2";
                default -> name().toLowerCase(Locale.ROOT);
            };
        }
    }

    /** Starts a server at one port; see {@link #start(Kind, List, int)}. */
    public static Server start(Kind kind, List<String> prefix) throws IOException, InterruptedException {
        return start(kind, prefix, 1);
    }

    /**
     * Starts a server and waits until it takes connections.
     *
     * @param prefix the words that go before its command line, such as those that pin it to a processor
     * @param ports at how many ports it listens, one behind the other; more than one only by nginx
     */
    public static Server start(Kind kind, List<String> prefix, int ports) throws IOException, InterruptedException {
        int port = freePorts(ports);
        Server server = kind == Kind.JAVA ? java(port, prefix) : nginx(kind, port, ports, prefix);
        try {
            server.awaitStart();
            return server;
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Its URL at a loopback address. */
    public URI url(String address) {
        return URI.create((kind.isSecure() ? "https://" : "http://") + address + ":" + port + "/");
    }

    /** The options of a JVM whose clients are to trust it. */
    public List<String> trustOptions() {
        return kind.isSecure() && directory != null ? ServerCertificate.trustOptions(directory) : List.of();
    }

    private static Server java(int port, List<String> prefix) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(Jvm.command(List.of(), TinyServer.class, List.of(Integer.toString(port))));
        return new Server(Kind.JAVA, new ProcessBuilder(command).inheritIO().start(), port, null);
    }

    private static Server nginx(Kind kind, int port, int ports, List<String> prefix) throws IOException {
        Path directory = Files.createTempDirectory("hawser-nginx");
        boolean tls = kind.isSecure();
        if (tls) {
            ServerCertificate.write(directory);
        }
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(configuration, """
                daemon off;
                worker_processes 1;
                worker_rlimit_nofile 20000;
                pid %1$s/pid;
                error_log %1$s/error.log;
                events { worker_connections 19000; }
                http {
                  access_log off;
                  default_type text/plain;
                  keepalive_timeout 1h;
                  keepalive_requests 1000000000;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  server {
                %2$s
                    location / { return 200 "Hello, world!"; }
                    location = %3$s { root %1$s; }
                  }
                }
                """.formatted(
                        directory,
                        listening(port, ports, kind.words()) + (tls ? ServerCertificate.nginx(directory) : ""),
                        LARGE));
        try (RandomAccessFile large = new RandomAccessFile(directory + LARGE, "rw")) {
            large.setLength(LARGE_BYTES); // it takes no room on the disk
        }
        // nginx that is started by root reads it as another user.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                String.valueOf(nginx()),
                "-e",
                directory + "/error.log",
                "-p",
                directory + "/",
                "-c",
                configuration.toString()));
        return new Server(kind, new ProcessBuilder(command).inheritIO().start(), port, directory);
    }

    private static String listening(int port, int ports, String words) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < ports; i++) {
            lines.append("    listen ")
                    .append(port + i)
                    .append(" backlog=1024")
                    .append(words)
                    .append(";\n");
        }
        return lines.toString();
    }

    /** Where nginx is, null if it is not installed. */
    private static @Nullable Path nginx() {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        return Stream.of(path.split(":"))
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** A port that is free, and so far as is seen those behind it. */
    private static int freePorts(int count) throws IOException {
        if (count == 1) {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            }
        }
        return ThreadLocalRandom.current().nextInt(2_000, LEAST_EPHEMERAL_PORT - count);
    }

    private void awaitStart() throws IOException, InterruptedException {
        long end = System.nanoTime() + START_SECONDS * 1_000_000_000L;
        while (process.isAlive() && System.nanoTime() - end < 0) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException e) {
                Thread.sleep(50); // it does not listen yet
            }
        }
        throw new IOException(
                process.isAlive()
                        ? "the server does not answer at port " + port + " after " + START_SECONDS + " s"
                        : "the server ended with code " + process.exitValue());
    }

    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(endWithThisProcess);
        end();
    }

    private void end() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (directory != null) {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path path : found.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("cannot delete " + directory + ": " + e);
        }
    }
}
