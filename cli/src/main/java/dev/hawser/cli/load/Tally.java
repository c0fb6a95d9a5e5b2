package dev.hawser.cli.load;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.Histogram;

/** What the requests of some threads came to. Safe for use by many threads. */
final class Tally {
    private static final int DIGITS = 3;

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Histogram latencies = new Histogram(DIGITS);

    @GuardedBy("lock")
    private final Map<Integer, Long> statuses = new TreeMap<>();

    @GuardedBy("lock")
    private final Map<String, Long> errors = new TreeMap<>();

    @GuardedBy("lock")
    private long bytes;

    /** Notes a response that was read to its end. */
    void answered(int status, long bodyBytes, long nanos) {
        lock.lock();
        try {
            latencies.recordValue(Math.max(nanos, 0));
            statuses.merge(status, 1L, Long::sum);
            bytes += bodyBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Notes a request that failed. */
    void failed(String cause) {
        lock.lock();
        try {
            errors.merge(cause, 1L, Long::sum);
        } finally {
            lock.unlock();
        }
    }

    /** Adds all of it to a sum. */
    void addTo(Sum sum) {
        lock.lock();
        try {
            sum.add(latencies, statuses, errors, bytes);
        } finally {
            lock.unlock();
        }
    }

    /** What several tallies add up to. Used by one thread. */
    static final class Sum {
        final Histogram latencies = new Histogram(DIGITS);
        final Map<Integer, Long> statuses = new TreeMap<>();
        final Map<String, Long> errors = new TreeMap<>();
        long bytes;

        private void add(
                Histogram moreLatencies,
                Map<Integer, Long> moreStatuses,
                Map<String, Long> moreErrors,
                long moreBytes) {
            latencies.add(moreLatencies);
            moreStatuses.forEach((status, count) -> statuses.merge(status, count, Long::sum));
            moreErrors.forEach((cause, count) -> errors.merge(cause, count, Long::sum));
            bytes += moreBytes;
        }
    }
}
