package dev.hawser.it;

import dev.hawser.it.cutoff.Eventually;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves sockets behind: each that the kernel lists for this process, where it does, and that was not
 * there before. Those of the Unix domain are the JDK's own, which keeps some.
 */
public final class SocketsLeft implements BeforeEachCallback, AfterEachCallback {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final String SOCKET = "socket:[";

    private Set<String> before = Set.of();

    @Override
    public void beforeEach(ExtensionContext context) {
        before = sockets();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Eventually.await("no socket but those of before", () -> before.containsAll(sockets()));
    }

    /** The inodes of this process's sockets; none where the kernel does not list them. */
    private static Set<String> sockets() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return Set.of();
        }
        Set<String> sockets = new HashSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                String target = target(descriptor);
                if (target.startsWith(SOCKET)) {
                    sockets.add(target.substring(SOCKET.length(), target.length() - 1));
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        sockets.removeAll(unixDomain());
        return sockets;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    /** The inodes of sockets of the Unix domain. */
    private static Set<String> unixDomain() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/net/unix"))) {
            return lines.skip(1)
                    .map(line -> line.trim().split("\\s+"))
                    .map(fields -> fields[6])
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
