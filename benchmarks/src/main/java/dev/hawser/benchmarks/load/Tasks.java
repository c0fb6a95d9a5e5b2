package dev.hawser.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux tells of the threads of this process. */
public final class Tasks {
    private static final Path ALL = Path.of("/proc/self/task");
    private static final String SLEEPS = "voluntary_ctxt_switches:";

    private Tasks() {}

    /**
     * What threads have done so far.
     *
     * @param cpuNanos their processor time
     * @param wakeUps how often they went to sleep, and so woke up
     */
    public record Work(long cpuNanos, long wakeUps) {
        Work since(Work before) {
            return new Work(cpuNanos - before.cpuNanos, wakeUps - before.wakeUps);
        }

        private Work plus(Work other) {
            return new Work(cpuNanos + other.cpuNanos, wakeUps + other.wakeUps);
        }
    }

    /** The work of the threads of a name; none where the system does not tell. */
    static Work of(String name) throws IOException {
        Work sum = new Work(0, 0);
        if (!Files.isDirectory(ALL)) {
            return sum;
        }
        try (Stream<Path> tasks = Files.list(ALL)) {
            for (Path task : tasks.toList()) {
                if (Files.readString(task.resolve("comm")).strip().equals(name)) {
                    sum = sum.plus(of(task));
                }
            }
        }
        return sum;
    }

    private static Work of(Path task) throws IOException {
        String running = Files.readString(task.resolve("schedstat")).split(" ")[0];
        String sleeps = Files.readAllLines(task.resolve("status")).stream()
                .filter(line -> line.startsWith(SLEEPS))
                .findFirst()
                .orElse(SLEEPS + "0");
        return new Work(
                Long.parseLong(running),
                Long.parseLong(sleeps.substring(SLEEPS.length()).strip()));
    }
}
