package dev.hawser.internal.client;

import dev.hawser.Address;
import dev.hawser.internal.connection.HttpConnection;
import dev.hawser.internal.pool.LeakListener;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes a warning for each leaked connection. */
final class LeakLog implements LeakListener<Address, HttpConnection> {
    private final System.Logger log = System.getLogger("dev.hawser.ConnectionPool");

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
