package dev.hawser.benchmarks;

import dev.hawser.benchmarks.clients.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The jars that the clients come in: the folder lib beside the jar of the benchmarks. */
record Libraries(Path benchmarks, List<Path> jars) {
    /** Those of this process, which runs the jar. */
    static Libraries ofThisProcess() throws IOException {
        Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
        Path folder = jar.resolveSibling("lib");
        if (!Files.isDirectory(folder)) {
            throw new IOException("there is no " + folder + "; run this by benchmarks/run");
        }
        try (Stream<Path> found = Files.list(folder)) {
            return new Libraries(jar, found.sorted().toList());
        }
    }

    /** The jars that a client needs beside the JDK, its own first. */
    List<Path> of(Client client) throws IOException {
        List<Path> needed = new ArrayList<>();
        for (String artifact : client.artifacts()) {
            Pattern name = Pattern.compile(Pattern.quote(artifact) + "-\\d.*\\.jar");
            needed.add(jars.stream()
                    .filter(jar ->
                            name.matcher(String.valueOf(jar.getFileName())).matches())
                    .findFirst()
                    .orElseThrow(() -> new IOException("no jar of " + artifact + " is among " + jars)));
        }
        return needed;
    }
}
