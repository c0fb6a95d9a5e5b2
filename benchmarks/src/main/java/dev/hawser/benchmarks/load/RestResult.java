package dev.hawser.benchmarks.load;

import java.util.Optional;

/**
 * What a client with idle connections came to while nothing was asked of it.
 *
 * @param nanos how long it was measured
 * @param cpuNanos the processor time of the whole JVM meanwhile
 * @param background what the client's background thread did meanwhile
 * @param threads the threads that there are more than before the first connection was made
 * @param sockets the sockets that were open
 * @param heapBytes the growth of the heap in use by the connections
 */
public record RestResult(long nanos, long cpuNanos, Tasks.Work background, long threads, long sockets, long heapBytes) {
    private static final String MARK = "rest-result";

    /** The part of one processor that the whole JVM took, in percent. */
    public double cpuPercent() {
        return 100.0 * cpuNanos / nanos;
    }

    /** The part of one processor that the background thread took, in percent. */
    public double backgroundPercent() {
        return 100.0 * background.cpuNanos() / nanos;
    }

    /** How often a second the background thread woke up. */
    public double wakeUpRate() {
        return background.wakeUps() * 1e9 / nanos;
    }

    /** The result as one line of output. */
    public String toLine() {
        return String.join(
                " ",
                MARK,
                Long.toString(nanos),
                Long.toString(cpuNanos),
                Long.toString(background.cpuNanos()),
                Long.toString(background.wakeUps()),
                Long.toString(threads),
                Long.toString(sockets),
                Long.toString(heapBytes));
    }

    /** Reads the result from such a line; empty if it is another one. */
    public static Optional<RestResult> of(String line) {
        String[] words = line.split(" ");
        if (words.length != 8 || !words[0].equals(MARK)) {
            return Optional.empty();
        }
        return Optional.of(new RestResult(
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                new Tasks.Work(Long.parseLong(words[3]), Long.parseLong(words[4])),
                Long.parseLong(words[5]),
                Long.parseLong(words[6]),
                Long.parseLong(words[7])));
    }
}
