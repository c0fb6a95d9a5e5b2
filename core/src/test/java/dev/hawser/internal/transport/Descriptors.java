package dev.hawser.internal.transport;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** The open network sockets of this process, as the system names them: no name is used twice. */
public final class Descriptors {
    private static final Path OPEN = Path.of("/proc/self/fd");
    /** The local ones, of which the JVM makes some for itself when it first closes a channel that is in use. */
    private static final Path LOCAL = Path.of("/proc/net/unix");

    private static final int LOCAL_INODE = 6;

    private Descriptors() {}

    public static Set<String> sockets() throws IOException {
        assumeTrue(Files.isDirectory(OPEN), "the system does not list open files in " + OPEN);
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(OPEN)) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.startsWith("socket:")) {
                        sockets.add(target);
                    }
                } catch (IOException e) {
                    // It was closed meanwhile.
                }
            }
        }
        for (String line : Files.readAllLines(LOCAL, StandardCharsets.ISO_8859_1)) {
            sockets.remove("socket:[" + line.split(" +")[LOCAL_INODE] + "]");
        }
        return sockets;
    }

    /** Returns when at most so many of these are open. */
    public static void awaitClosed(Set<String> sockets, int left) throws IOException {
        Set<String> open = sockets();
        open.retainAll(sockets);
        while (open.size() > left) {
            Thread.onSpinWait();
            open.retainAll(sockets());
        }
    }
}
