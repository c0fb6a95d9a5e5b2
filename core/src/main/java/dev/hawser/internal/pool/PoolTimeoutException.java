package dev.hawser.internal.pool;

import java.io.InterruptedIOException;
import java.util.List;

/** No connection came free in time, or too many wait already. The message and the counts tell why. */
public final class PoolTimeoutException extends InterruptedIOException {
    private static final long serialVersionUID = 1L;

    private final transient PoolCounts counts;

    private PoolTimeoutException(String message, PoolCounts counts) {
        super(message);
        this.counts = counts;
    }

    /**
     * An error with the figures in its message.
     *
     * @param oldest the leases that have been held for longest
     */
    static <K, C extends Poolable> PoolTimeoutException of(
            String what, PoolCounts counts, List<Lease<K, C>> oldest, long nowNanos) {
        StringBuilder message = new StringBuilder(what)
                .append(": ")
                .append(counts.total())
                .append(" connections (")
                .append(counts.active())
                .append(" active, ")
                .append(counts.idle())
                .append(" idle, ")
                .append(counts.dialing())
                .append(" dialing, ")
                .append(counts.draining())
                .append(" draining), ")
                .append(counts.waiting())
                .append(" waiting");
        for (Lease<K, C> lease : oldest) {
            Object holder = lease.get();
            message.append("; held for ")
                    .append((nowNanos - lease.leasedNanos) / 1_000_000)
                    .append(" ms: ")
                    .append(holder == null ? "a lost lease of " + lease.key() : holder);
        }
        return new PoolTimeoutException(message.toString(), counts);
    }

    /** The pool's figures when the wait was given up. */
    public PoolCounts counts() {
        return counts;
    }
}
