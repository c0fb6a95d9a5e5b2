package dev.hawser.it.peers;

import dev.hawser.testserver.HeldCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a peer's configuration can ask for: free ports, and files in a folder that is its own. */
public final class Setup {
    private final Path folder;
    /** Each held until the peer starts: a port that was let go might be given out again, under another name. */
    private final Map<String, ServerSocket> ports = new LinkedHashMap<>();

    Setup(Path folder) {
        this.folder = folder;
    }

    /** The peer's own folder, which all may read; it is deleted in the end. */
    public Path folder() {
        return folder;
    }

    /** A free port of 127.0.0.1, the same for the same name, another for another. The peer must listen there: it is waited for. */
    public int port(String name) {
        return ports.computeIfAbsent(name, unused -> freePort()).getLocalPort();
    }

    private static ServerSocket freePort() {
        try {
            return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets go of the ports, for the peer to take, and says which they were. */
    Map<String, Integer> releasePorts() throws IOException {
        Map<String, Integer> released = new LinkedHashMap<>();
        for (Map.Entry<String, ServerSocket> held : ports.entrySet()) {
            released.put(held.getKey(), held.getValue().getLocalPort());
            held.getValue().close();
        }
        return released;
    }

    /** Writes a file into the folder. */
    public Path file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file into the folder. */
    public Path file(String name, byte[] content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a folder in the folder, in which any user may write: servers do not stay root. */
    public Path sharedFolder(String name) {
        try {
            Path made = Files.createDirectories(folder.resolve(name));
            return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes certificates as one PEM file, one behind the other. */
    public Path certificates(String name, HeldCertificate... certificates) {
        return file(name, pem(List.of(certificates)));
    }

    /**
     * Writes what a server shows: {@code name.pem}, the certificate and those between it and the root; {@code name.key}, its key;
     * and {@code name.all}, both.
     *
     * @return the path without the ending
     */
    public Path identity(String name, HeldCertificate shown, HeldCertificate... between) {
        List<HeldCertificate> chain = new ArrayList<>(List.of(shown));
        chain.addAll(List.of(between));
        file(name + ".pem", pem(chain));
        file(name + ".key", shown.privateKeyPkcs8Pem());
        file(name + ".all", pem(chain) + shown.privateKeyPkcs8Pem());
        return folder.resolve(name);
    }

    private static String pem(List<HeldCertificate> certificates) {
        return certificates.stream().map(HeldCertificate::certificatePem).collect(Collectors.joining());
    }
}
