package dev.hawser.benchmarks.lending;

/** A pool of a fixed number of connections to one address, used by many threads. */
public interface Lender extends AutoCloseable {
    /** Waits for a connection, and gives it back. */
    void borrowAndReturn() throws Exception;

    @Override
    void close() throws Exception;

    /** The pools that are compared, in the order of tables. */
    enum Kind {
        /** This project's. */
        HAWSER("Hawser"),
        /** HttpCore's strict one, which Apache HttpClient uses by default. */
        APACHE("Apache HttpCore, strict"),
        /** HikariCP, for JDBC connections: not fair, for the pace. */
        HIKARI("HikariCP (not fair)");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** The name in tables. */
        public String title() {
            return title;
        }

        /** A pool with so many connections. */
        public Lender open(int connections) throws Exception {
            return switch (this) {
                case HAWSER -> new HawserLender(connections);
                case APACHE -> new ApacheLender(connections);
                case HIKARI -> new HikariLender(connections);
            };
        }
    }
}
