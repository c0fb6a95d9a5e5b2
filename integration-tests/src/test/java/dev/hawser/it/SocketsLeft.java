package dev.hawser.it;

import dev.hawser.it.cutoff.Eventually;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves sockets behind: counted as the kernel lists them, where it does. Those of the Unix domain are
 * the JDK's own, which keeps some. Fewer are no fault: those of tests before may go meanwhile.
 */
public final class SocketsLeft implements BeforeEachCallback, AfterEachCallback {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private int before;

    @Override
    public void beforeEach(ExtensionContext context) {
        before = count();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Eventually.await("no more sockets than before: " + before, () -> count() <= before);
    }

    private static int count() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        int sockets = 0;
        Set<String> own = unixDomain();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                if (isSocket(descriptor, own)) {
                    sockets++;
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return sockets;
    }

    private static boolean isSocket(Path descriptor, Set<String> except) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("socket:[") && !except.contains(target.substring(8, target.length() - 1));
        } catch (IOException e) {
            return false; // closed meanwhile
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
