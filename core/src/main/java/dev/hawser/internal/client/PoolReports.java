package dev.hawser.internal.client;

import dev.hawser.Address;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.Retirement;
import dev.hawser.internal.connection.HttpConnection;
import dev.hawser.internal.pool.PoolEvents;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** From the pool's events to the user's listener, and of leaks to the log. */
final class PoolReports implements PoolEvents<Address, HttpConnection> {
    private static final ConnectionPoolListener NOBODY = new ConnectionPoolListener() {};

    private final System.Logger log = System.getLogger("dev.hawser.ConnectionPool");
    private final ConnectionPoolListener listener;

    PoolReports(@Nullable ConnectionPoolListener listener) {
        this.listener = listener == null ? NOBODY : listener;
    }

    @Override
    public void opened(Address address, HttpConnection connection) {
        listener.connectionOpened(connection);
    }

    @Override
    public void leased(Address address, HttpConnection connection, long idleNanos, int uses) {
        listener.connectionLeased(connection, uses, idleNanos);
    }

    @Override
    public void returned(Address address, HttpConnection connection, int uses) {
        listener.connectionReturned(connection);
    }

    @Override
    public void retired(Address address, HttpConnection connection, Retirement reason, int uses, long ageNanos) {
        listener.connectionRetired(connection, reason);
    }

    @Override
    public void leaked(Address address, HttpConnection connection, long heldNanos, @Nullable Object trace) {
        String message = "A connection to " + address.url() + " was leaked. Did you forget to close a response body? "
                + "It was leased " + TimeUnit.NANOSECONDS.toMillis(heldNanos) + " ms ago.";
        if (trace instanceof Throwable stack) {
            log.log(System.Logger.Level.WARNING, message, stack);
        } else {
            log.log(
                    System.Logger.Level.WARNING,
                    message + " To see where, set ConnectionPool.Builder.leakStacks(true).");
        }
    }
}
