package dev.hawser.it.proxies;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hawser.it.cutoff.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A proxy of the system's packages, as a process of its own on a free port of the loopback interface. */
final class ForeignProxy implements AutoCloseable {
    private final Process process;
    private final int port;

    private ForeignProxy(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Where a program is. Without it the test is skipped; in CI, which installs it, the test fails.
     *
     * @param name the program's file name
     */
    static Path installed(String name) {
        Optional<Path> found = Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            fail(name + " is not installed");
        }
        assumeTrue(found.isPresent(), "SKIPPED: this needs " + name + ", which is not installed");
        return found.orElseThrow();
    }

    /** A port that is free. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts a proxy, and waits until it listens. */
    static ForeignProxy start(Path folder, int port, List<String> command) throws IOException {
        Path log = folder.resolve("output.log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        ForeignProxy proxy = new ForeignProxy(process, port);
        boolean up = false;
        try {
            Eventually.await(command.get(0) + " listens", () -> !process.isAlive() || listens(port));
            up = process.isAlive();
            if (!up) {
                fail(command + " ended with " + process.exitValue() + ": " + Files.readString(log));
            }
            return proxy;
        } finally {
            if (!up) {
                proxy.close();
            }
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The proxy as a client is told of it. */
    Proxy as(Proxy.Type type) {
        return new Proxy(type, new InetSocketAddress("127.0.0.1", port));
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
