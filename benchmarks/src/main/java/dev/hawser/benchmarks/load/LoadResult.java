package dev.hawser.benchmarks.load;

import java.util.Optional;

/**
 * What one run of a client came to.
 *
 * @param requests the requests that were answered while it was measured
 * @param nanos how long it was measured
 * @param cpuNanos the processor time of the whole JVM meanwhile
 * @param bytes what all its threads allocated meanwhile
 * @param sockets the sockets that were open at the end
 * @param idleHeapBytes the growth of the heap in use by the idle connections, 0 without them
 */
public record LoadResult(long requests, long nanos, long cpuNanos, long bytes, long sockets, long idleHeapBytes) {
    private static final String MARK = "load-result";

    /** Requests per second. */
    public double rate() {
        return requests * 1e9 / nanos;
    }

    /** Microseconds of processor time per request. */
    public double cpuMicros() {
        return cpuNanos / 1e3 / requests;
    }

    /** Bytes allocated per request. */
    public double bytesPerRequest() {
        return (double) bytes / requests;
    }

    /** The result as one line of output. */
    public String toLine() {
        return String.join(
                " ",
                MARK,
                Long.toString(requests),
                Long.toString(nanos),
                Long.toString(cpuNanos),
                Long.toString(bytes),
                Long.toString(sockets),
                Long.toString(idleHeapBytes));
    }

    /** Reads the result from such a line; empty if it is another one. */
    public static Optional<LoadResult> of(String line) {
        String[] words = line.split(" ");
        if (words.length != 7 || !words[0].equals(MARK)) {
            return Optional.empty();
        }
        return Optional.of(new LoadResult(
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]),
                Long.parseLong(words[6])));
    }
}
