package dev.hawser.cli.get;

import dev.hawser.Connection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The connections that calls have used, and how. Safe for use by many threads. */
final class KnownConnections {
    private final Map<Long, Use> uses = new ConcurrentHashMap<>();

    /**
     * How a connection has been used.
     *
     * @param bornNanos when it was made
     * @param requests how many requests it has carried
     * @param idleSinceNanos when its last call gave it back
     */
    record Use(long bornNanos, int requests, long idleSinceNanos) {
        private Use another() {
            return new Use(bornNanos, requests + 1, idleSinceNanos);
        }

        private Use idleSince(long nanos) {
            return new Use(bornNanos, requests, nanos);
        }
    }

    /** How a connection was used before the request that it is now to carry; one that is not known was made then. */
    Use before(Connection connection, long bornNanos) {
        Use fresh = new Use(bornNanos, 0, bornNanos);
        Use after = uses.merge(connection.id(), fresh.another(), (old, added) -> old.another());
        return new Use(after.bornNanos(), after.requests() - 1, after.idleSinceNanos());
    }

    /** Notes that a call gave a connection back. */
    void idle(Connection connection, long nanos) {
        uses.computeIfPresent(connection.id(), (id, use) -> use.idleSince(nanos));
    }
}
