package dev.hawser.internal.transport;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** The open sockets of this process, as the system names them: no name is used twice. */
public final class Descriptors {
    private static final Path OPEN = Path.of("/proc/self/fd");

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
