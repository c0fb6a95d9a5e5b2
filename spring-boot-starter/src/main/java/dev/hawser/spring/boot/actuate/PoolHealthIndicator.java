package dev.hawser.spring.boot.actuate;

import dev.hawser.ConnectionPoolSnapshot;
import dev.hawser.spring.boot.HawserPool;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * The health of one pool: out of service while it is suspended, else up. A pool that is full is up: what keeps its connections is
 * a server that is slow, and that the numbers tell.
 */
final class PoolHealthIndicator extends AbstractHealthIndicator {
    private final HawserPool pool;

    PoolHealthIndicator(HawserPool pool) {
        super("The pool " + pool.name() + " could not be looked at");
        this.pool = pool;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        ConnectionPoolSnapshot now = pool.connectionPool().snapshot();
        if (now.suspended()) {
            health.outOfService();
        } else {
            health.up();
        }
        health.withDetail("active", now.total().active())
                .withDetail("idle", now.total().idle())
                .withDetail("dialing", now.total().dialing())
                .withDetail("draining", now.total().draining())
                .withDetail("waiting", now.total().waiting())
                .withDetail("leaked", now.leaked());
        if (now.settings().maxConnections() != Integer.MAX_VALUE) {
            health.withDetail("max", now.settings().maxConnections());
        }
    }
}
