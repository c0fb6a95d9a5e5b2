package dev.hawser.benchmarks.lending;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.ModalCloseable;
import org.apache.hc.core5.pool.PoolEntry;
import org.apache.hc.core5.pool.StrictConnPool;
import org.apache.hc.core5.util.Timeout;

/** HttpCore's strict pool. */
final class ApacheLender implements Lender {
    private static final String ROUTE = "host";
    private static final Timeout PATIENCE = Timeout.ofMinutes(1);

    private final StrictConnPool<String, Nowhere> pool;

    ApacheLender(int connections) {
        pool = new StrictConnPool<>(connections, connections);
    }

    @Override
    public void borrowAndReturn() throws InterruptedException, ExecutionException, TimeoutException {
        PoolEntry<String, Nowhere> entry =
                pool.lease(ROUTE, null, PATIENCE, null).get(PATIENCE.toMilliseconds(), TimeUnit.MILLISECONDS);
        if (!entry.hasConnection()) {
            entry.assignConnection(new Nowhere());
        }
        pool.release(entry, true);
    }

    @Override
    public void close() {
        pool.close(CloseMode.IMMEDIATE);
    }

    /** A connection that leads nowhere. */
    private static final class Nowhere implements ModalCloseable {
        @Override
        public void close(CloseMode mode) {}

        @Override
        public void close() throws IOException {}
    }
}
