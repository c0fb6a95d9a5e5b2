package dev.hawser.benchmarks.lending;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.ModalCloseable;
import org.apache.hc.core5.pool.ManagedConnPool;
import org.apache.hc.core5.pool.PoolEntry;
import org.apache.hc.core5.util.Timeout;

/** A pool of HttpCore's. */
final class ApacheLender implements Lender<PoolEntry<String, ApacheLender.Nowhere>> {
    private static final String ROUTE = "host";
    private static final Timeout PATIENCE = Timeout.ofMinutes(1);

    private final ManagedConnPool<String, Nowhere> pool;

    ApacheLender(ManagedConnPool<String, Nowhere> pool) {
        this.pool = pool;
    }

    @Override
    public PoolEntry<String, Nowhere> borrow() throws InterruptedException, ExecutionException, TimeoutException {
        PoolEntry<String, Nowhere> entry =
                pool.lease(ROUTE, null, PATIENCE, null).get(PATIENCE.toMilliseconds(), TimeUnit.MILLISECONDS);
        if (!entry.hasConnection()) {
            entry.assignConnection(new Nowhere());
        }
        return entry;
    }

    @Override
    public void giveBack(PoolEntry<String, Nowhere> entry) {
        pool.release(entry, true);
    }

    @Override
    public void close() {
        pool.close(CloseMode.IMMEDIATE);
    }

    /** A connection that leads nowhere. */
    static final class Nowhere implements ModalCloseable {
        @Override
        public void close(CloseMode mode) {}

        @Override
        public void close() {}
    }
}
