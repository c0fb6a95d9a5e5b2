package dev.hawser.benchmarks.lending;

import java.util.List;

/**
 * What one pool is to do in its JVM.
 *
 * @param threads how many threads borrow and give back, each one again and again
 * @param connections how many connections there are
 * @param virtual whether the threads are virtual ones
 * @param warmUpSeconds how long they do it before it is measured
 * @param seconds how long it is measured
 */
public record LendingPlan(
        LenderKind pool, int threads, int connections, boolean virtual, double warmUpSeconds, double seconds) {
    /** The plan as arguments of a main method. */
    public List<String> toArguments() {
        return List.of(
                pool.name(),
                Integer.toString(threads),
                Integer.toString(connections),
                Boolean.toString(virtual),
                Double.toString(warmUpSeconds),
                Double.toString(seconds));
    }

    /** Reads the plan from such arguments. */
    static LendingPlan of(String... arguments) {
        return new LendingPlan(
                LenderKind.valueOf(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Boolean.parseBoolean(arguments[3]),
                Double.parseDouble(arguments[4]),
                Double.parseDouble(arguments[5]));
    }
}
