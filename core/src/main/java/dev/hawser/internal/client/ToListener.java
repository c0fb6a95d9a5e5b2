package dev.hawser.internal.client;

import dev.hawser.Address;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.Retirement;
import dev.hawser.internal.connection.HttpConnection;
import dev.hawser.internal.pool.PoolEvents;

/** From the pool's events to the user's listener. */
record ToListener(ConnectionPoolListener listener) implements PoolEvents<Address, HttpConnection> {
    @Override
    public void dialFailed(Address address, Throwable cause) {
        listener.connectionFailed(address, cause);
    }

    @Override
    public void opened(Address address, HttpConnection connection) {
        listener.connectionOpened(connection);
    }

    @Override
    public void leased(Address address, HttpConnection connection, long idleNanos, int uses, long waitedNanos) {
        listener.connectionLeased(connection, uses, idleNanos, waitedNanos);
    }

    @Override
    public void returned(Address address, HttpConnection connection, int uses) {
        listener.connectionReturned(connection);
    }

    @Override
    public void retired(Address address, HttpConnection connection, Retirement reason, int uses, long ageNanos) {
        listener.connectionRetired(connection, reason);
    }
}
