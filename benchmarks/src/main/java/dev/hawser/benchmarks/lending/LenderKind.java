package dev.hawser.benchmarks.lending;

import java.io.IOException;
import org.apache.hc.core5.pool.LaxConnPool;
import org.apache.hc.core5.pool.StrictConnPool;

/** The pools that are compared, in the order of tables. */
public enum LenderKind {
    /** This project's. */
    HAWSER("Hawser"),
    /** OkHttp's, behind a fair semaphore, as it has no limit and no waiting of its own. */
    OKHTTP("OkHttp, behind a semaphore"),
    /** HttpCore's strict one, which Apache HttpClient uses by default: one lock for all. */
    APACHE_STRICT("Apache HttpCore, strict"),
    /** HttpCore's lax one: a lock for each address, and no limit over all. */
    APACHE_LAX("Apache HttpCore, lax"),
    /** HikariCP, for JDBC connections: not fair, for the pace. */
    HIKARI("HikariCP (not fair)");

    private final String title;

    LenderKind(String title) {
        this.title = title;
    }

    /** The name in tables. */
    public String title() {
        return title;
    }

    /** A pool with so many connections. */
    Lender<?> open(int connections) throws IOException, InterruptedException {
        return switch (this) {
            case HAWSER -> new HawserLender(connections);
            case OKHTTP -> new OkHttpLender(connections);
            case APACHE_STRICT -> new ApacheLender(new StrictConnPool<>(connections, connections));
            case APACHE_LAX -> new ApacheLender(new LaxConnPool<>(connections));
            case HIKARI -> new HikariLender(connections);
        };
    }
}
