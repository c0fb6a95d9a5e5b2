package dev.hawser.benchmarks;

import dev.hawser.HawserClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.IVersionProvider;

/** Where the figures are from. */
final class Machine implements IVersionProvider {
    private static final double QUIET_LOAD = 0.5;

    /** JDK, system and processors, and how busy they are with other things. */
    static String description() {
        double load = load();
        return String.format(
                Locale.ROOT,
                "Hawser %s; %s %s; %s %s; %d processors; load %.1f before the run%s",
                HawserClient.VERSION,
                System.getProperty("java.vm.name"),
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors(),
                load,
                load > QUIET_LOAD ? " (NOISY: other work is running)" : "");
    }

    /** The load average of the last minute, negative where the system does not tell. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /**
     * The words before a command line that pin it to one processor, the last one that this process may use; none
     * where that is not possible, which is said.
     */
    static List<String> pinning() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isExecutable(Path.of("/usr/bin/taskset")) || !Files.isReadable(status)) {
            System.err.println("benchmarks: no taskset here, so nothing is pinned to a processor");
            return List.of();
        }
        String allowed = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .findFirst()
                .orElse("0");
        return List.of("taskset", "-c", allowed.substring(lastNumberStart(allowed)));
    }

    /** Fails if a process of this machine may not open that many files. */
    static void requireDescriptors(int count) throws IOException {
        Path limits = Path.of("/proc/self/limits");
        if (!Files.isReadable(limits)) {
            return;
        }
        for (String line : Files.readAllLines(limits)) {
            String[] words = line.trim().split(" {2,}");
            if (words[0].equals("Max open files") && words[2].matches("\\d+") && Integer.parseInt(words[2]) < count) {
                throw new IOException("needs " + count + " open files, but the hard limit is " + words[2]
                        + " (ulimit -Hn); raise it or give a smaller --count");
            }
        }
    }

    private static int lastNumberStart(String text) {
        int start = text.length();
        while (start > 0 && Character.isDigit(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    @Override
    public String[] getVersion() {
        return new String[] {description()};
    }
}
