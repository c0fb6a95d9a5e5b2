package dev.hawser.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Figures of several rounds, round by round. */
final class Samples {
    private final double[] values;

    Samples(double... values) {
        this.values = values.clone();
    }

    /** One figure of each result. */
    static <T> Samples of(List<T> results, ToDoubleFunction<T> figure) {
        return new Samples(results.stream().mapToDouble(figure).toArray());
    }

    /** The figures in the order of the rounds. */
    double[] values() {
        return values.clone();
    }

    /** The quotients with another's figures of the same rounds, so that what slows a round down counts for both. */
    Samples over(Samples other) {
        return new Samples(IntStream.range(0, Math.min(values.length, other.values.length))
                .mapToDouble(i -> values[i] / other.values[i])
                .toArray());
    }

    /** The middle one, or the mean of the two in the middle. */
    double median() {
        double[] sorted = sorted();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    double least() {
        return sorted()[0];
    }

    double most() {
        return sorted()[values.length - 1];
    }

    private double[] sorted() {
        if (values.length == 0) {
            throw new IllegalStateException("no figures");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
