package dev.hawser.it.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * A server program of the system, and how it is run in the foreground. The continuous build installs them all: the list in
 * {@code .ci/run} names the same.
 */
public enum Program {
    /** The configuration should say {@code daemon off}. */
    NGINX("nginx") {
        @Override
        List<String> arguments(Path folder, Path configuration) {
            return List.of("-e", folder + "/error.log", "-p", folder + "/", "-c", configuration.toString());
        }
    },
    APACHE2("apache2") {
        @Override
        List<String> arguments(Path folder, Path configuration) {
            return List.of("-d", folder.toString(), "-f", configuration.toString(), "-DFOREGROUND");
        }
    },
    HAPROXY("haproxy") {
        @Override
        List<String> arguments(Path folder, Path configuration) {
            return List.of("-db", "-f", configuration.toString());
        }
    },
    /** The configuration should be of one process in the foreground, which is its way without {@code -m}. */
    H2O("h2o") {
        @Override
        List<String> arguments(Path folder, Path configuration) {
            return List.of("-c", configuration.toString());
        }
    },
    /** The configuration is a Caddyfile. */
    CADDY("caddy") {
        @Override
        List<String> arguments(Path folder, Path configuration) {
            return List.of("run", "--adapter", "caddyfile", "--config", configuration.toString());
        }
    },
    /** nghttp2's server. The configuration is the words of its command line. */
    NGHTTPD("nghttpd") {
        @Override
        List<String> arguments(Path folder, Path configuration) throws IOException {
            return List.of(Files.readString(configuration).trim().split("\\s+"));
        }
    },
    /** Its test server. The configuration is the words of its command line, behind {@code s_server}. */
    OPENSSL("openssl") {
        @Override
        List<String> arguments(Path folder, Path configuration) throws IOException {
            List<String> words = new ArrayList<>(List.of("s_server"));
            words.addAll(List.of(Files.readString(configuration).trim().split("\\s+")));
            return words;
        }
    };

    /** Where programs are that only an administrator has in his path. */
    private static final String MORE_FOLDERS = ":/usr/local/sbin:/usr/sbin:/sbin";

    private final String executable;

    Program(String executable) {
        this.executable = executable;
    }

    /** The words of its command line that run it in the foreground. */
    abstract List<String> arguments(Path folder, Path configuration) throws IOException;

    /** The whole command line. */
    List<String> command(Path folder, Path configuration) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(orSkip(executable, find(), System.getenv("CI") != null).toString());
        command.addAll(arguments(folder, configuration));
        return command;
    }

    /**
     * Where a program is.
     *
     * @param complete whether all must be installed, as they are where {@code CI} is set
     * @throws TestAbortedException if it is not installed; the test that asks is skipped, and it is said aloud
     * @throws AssertionError if it is not installed but must be
     */
    static Path orSkip(String executable, Optional<Path> found, boolean complete) {
        if (found.isPresent()) {
            return found.get();
        }
        String skipped = "SKIPPED: " + executable + " is not installed";
        if (complete) {
            throw new AssertionError(skipped + ", and none is to be skipped where CI is set");
        }
        System.err.println(skipped);
        throw new TestAbortedException(skipped);
    }

    private Optional<Path> find() {
        String folders = System.getenv().getOrDefault("PATH", "") + MORE_FOLDERS;
        return Stream.of(folders.split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, executable))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
