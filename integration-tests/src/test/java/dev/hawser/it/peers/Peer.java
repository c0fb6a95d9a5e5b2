package dev.hawser.it.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A running program of the system with a configuration of its own, in a folder of its own, on free ports of 127.0.0.1.
 *
 * <pre>{@code
 * try (Peer nginx = Peer.start(Program.NGINX, setup -> "… listen 127.0.0.1:" + setup.port("plain") + "; …")) {
 *     call("http://127.0.0.1:" + nginx.port("plain") + "/");
 * }
 * }</pre>
 */
public final class Peer implements AutoCloseable {
    private static final int TRIES = 3;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();
    private static final int END_SECONDS = 10;

    private final Program program;
    private final Process process;
    private final Path folder;
    private final Map<String, Integer> ports;
    private final Thread endWithThisProcess = new Thread(this::end, "end of a peer");

    private Peer(Program program, Process process, Path folder, Map<String, Integer> ports) {
        this.program = program;
        this.process = process;
        this.folder = folder;
        this.ports = Map.copyOf(ports);
        Runtime.getRuntime().addShutdownHook(endWithThisProcess);
    }

    /**
     * Starts a program and returns once it takes connections at all its ports. If it ends at once, as it does where somebody
     * else took one of the ports meanwhile, it is started anew with other ones, twice at most.
     *
     * @param configuration the text of its configuration; asked for anew at each start
     */
    public static Peer start(Program program, Function<Setup, String> configuration) {
        for (int tries = 1; ; tries++) {
            try {
                return startOnce(program, configuration);
            } catch (IOException e) {
                if (tries == TRIES) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static Peer startOnce(Program program, Function<Setup, String> configuration) throws IOException {
        Path folder = Files.createTempDirectory("hawser-peer");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        boolean started = false;
        Peer peer = null;
        Setup setup = new Setup(folder);
        try {
            Path file = setup.file("configuration", configuration.apply(setup));
            List<String> command = program.command(folder, file);
            Map<String, Integer> ports = setup.releasePorts();
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output.log").toFile())
                    .start();
            peer = new Peer(program, process, folder, ports);
            peer.awaitStart();
            started = true;
            return peer;
        } finally {
            if (!started) {
                setup.releasePorts();
                if (peer != null) {
                    peer.close();
                } else {
                    delete(folder);
                }
            }
        }
    }

    private void awaitStart() throws IOException {
        long start = System.nanoTime();
        for (int port : ports.values()) {
            while (!answers(port)) {
                if (!process.isAlive() || System.nanoTime() - start > PATIENCE_NANOS) {
                    throw new IOException(
                            program + (process.isAlive() ? " does not answer" : " ended") + "\n" + output());
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        if (!process.isAlive()) {
            throw new IOException(program + " ended, and another has its ports\n" + output());
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The port with that name in its configuration. */
    public int port(String name) {
        Integer port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException(program + " has no port '" + name + "', but " + ports.keySet());
        }
        return port;
    }

    /** Its own folder. */
    public Path folder() {
        return folder;
    }

    /** What it wrote to its outputs, and into its files whose names end in {@code .log}. */
    public String output() {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path log : files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList()) {
                all.append(Files.readString(log, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString();
    }

    /** Sends it a signal, such as {@code HUP}. */
    public void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start();
        if (kill.waitFor() != 0) {
            throw new IOException("cannot send " + name + " to " + program);
        }
    }

    /** Ends it and its children, and deletes its folder. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(endWithThisProcess);
        end();
    }

    private void end() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        process.destroy();
        for (ProcessHandle each : all) {
            try {
                each.onExit().get(END_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                each.destroyForcibly();
            } catch (ExecutionException | TimeoutException e) {
                each.destroyForcibly();
            }
        }
        delete(folder);
    }

    private static void delete(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("cannot delete " + folder + ": " + e);
        }
    }
}
