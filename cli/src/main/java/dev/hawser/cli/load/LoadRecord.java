package dev.hawser.cli.load;

import dev.hawser.Retirement;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a load came to.
 *
 * @param plan what was to be done
 * @param request the request line, without the version
 * @param elapsedNanos how long it took, until the last response was read
 * @param ending how it came to its end
 * @param latency what the answered requests took
 * @param statuses how many responses had which status
 * @param errors how many requests failed for which cause
 * @param bytes how many bytes the bodies of the responses had
 * @param unsent how many requests were due in the open model, and never begun
 * @param unfinished how many requests were under way when it was ended before its time
 * @param connections what the pool did
 */
record LoadRecord(
        LoadPlan plan,
        String request,
        long elapsedNanos,
        Ending ending,
        Latency latency,
        Map<Integer, Long> statuses,
        Map<String, Long> errors,
        long bytes,
        long unsent,
        long unfinished,
        Connections connections) {
    LoadRecord {
        statuses = Collections.unmodifiableSortedMap(new TreeMap<>(statuses));
        errors = Collections.unmodifiableSortedMap(new TreeMap<>(errors));
    }

    /** How a load comes to its end. */
    enum Ending {
        /** All was done that was planned. */
        COMPLETE,
        /** The user ended it. */
        INTERRUPTED,
        /** Many requests had failed, and none was answered. */
        GIVEN_UP
    }

    /**
     * How long requests took, in nanoseconds; all 0 if none was answered.
     *
     * @param p50 what half of the requests did not exceed; the others likewise
     */
    record Latency(double mean, long least, long p50, long p90, long p99, long p999, long most) {}

    /**
     * What the pool did.
     *
     * @param opened how many connections it made
     * @param reused how often one that had carried a request was lent again
     * @param retired how many left it, by reason
     */
    record Connections(long opened, long reused, Map<Retirement, Long> retired) {
        Connections {
            retired = Map.copyOf(retired);
        }

        long retiredCount() {
            return retired.values().stream().mapToLong(Long::longValue).sum();
        }

        /** How many were open in the end. */
        long open() {
            return opened - retiredCount();
        }
    }

    /** How it came to its end, in a word. */
    String endingInWords() {
        return ending.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** How many requests were answered. */
    long answered() {
        return statuses.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many requests failed. */
    long failed() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    double seconds() {
        return elapsedNanos / 1e9;
    }

    /** Answered requests for each second. */
    double rate() {
        return elapsedNanos == 0 ? 0 : answered() / seconds();
    }
}
