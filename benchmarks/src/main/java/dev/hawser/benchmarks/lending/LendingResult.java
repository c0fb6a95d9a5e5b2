package dev.hawser.benchmarks.lending;

import java.util.Optional;

/**
 * What one run of a pool came to.
 *
 * @param borrowings how often a connection was borrowed and given back while it was measured
 * @param nanos how long it was measured
 * @param longestNanos the longest that one thread had to wait for a connection meanwhile
 */
public record LendingResult(long borrowings, long nanos, long longestNanos) {
    private static final String MARK = "lending-result";

    /** Borrowings per second, over all threads. */
    public double rate() {
        return borrowings * 1e9 / nanos;
    }

    /** Nanoseconds from one borrowing to the next, over all threads. */
    public double nanosEach() {
        return (double) nanos / borrowings;
    }

    /** The longest wait, in milliseconds. */
    public double longestMillis() {
        return longestNanos / 1e6;
    }

    /** The result as one line of output. */
    String toLine() {
        return MARK + " " + borrowings + " " + nanos + " " + longestNanos;
    }

    /** Reads the result from such a line; empty if it is another one. */
    public static Optional<LendingResult> of(String line) {
        String[] words = line.split(" ");
        if (words.length != 4 || !words[0].equals(MARK)) {
            return Optional.empty();
        }
        return Optional.of(
                new LendingResult(Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3])));
    }
}
