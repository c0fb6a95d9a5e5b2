package dev.hawser.benchmarks;

import dev.hawser.benchmarks.clients.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** How large the clients are. */
@Command(
        name = "size",
        description = "The size of each client's jar, and of all that it needs beside the JDK.",
        mixinStandardHelpOptions = true)
final class SizeCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
        Libraries libraries = Libraries.ofThisProcess();
        Table table = new Table("client", "KiB, its jar", "jars in all", "KiB in all");
        for (Client client : Client.values()) {
            List<Path> jars = libraries.of(client);
            if (!jars.isEmpty()) {
                long all = 0;
                for (Path jar : jars) {
                    all += Files.size(jar);
                }
                table.row(List.of(
                        client.title(),
                        kibibytes(Files.size(jars.get(0))),
                        Integer.toString(jars.size()),
                        kibibytes(all)));
            }
        }
        System.out.println(table);
        return 0;
    }

    private static String kibibytes(long bytes) {
        return String.format(Locale.ROOT, "%,d", Math.round(bytes / 1024.0));
    }
}
