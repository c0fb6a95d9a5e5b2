package dev.hawser.spring.boot;

import dev.hawser.Address;
import dev.hawser.Connection;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.Retirement;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** All who are told of one pool, one after the other. What one of them throws keeps no event from the others. */
final class Listeners implements ConnectionPoolListener {
    private final List<ConnectionPoolListener> all;

    Listeners(List<ConnectionPoolListener> all) {
        this.all = new CopyOnWriteArrayList<>(all);
    }

    void add(ConnectionPoolListener listener) {
        all.add(Objects.requireNonNull(listener, "listener"));
    }

    private void tell(Consumer<ConnectionPoolListener> event) {
        for (ConnectionPoolListener listener : all) {
            try {
                event.accept(listener);
            } catch (Throwable fault) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, fault);
            }
        }
    }

    @Override
    public void connectionFailed(Address address, Throwable cause) {
        tell(listener -> listener.connectionFailed(address, cause));
    }

    @Override
    public void connectionOpened(Connection connection) {
        tell(listener -> listener.connectionOpened(connection));
    }

    @Override
    public void connectionLeased(Connection connection, int uses, long idleNanos, long waitedNanos) {
        tell(listener -> listener.connectionLeased(connection, uses, idleNanos, waitedNanos));
    }

    @Override
    public void connectionReturned(Connection connection) {
        tell(listener -> listener.connectionReturned(connection));
    }

    @Override
    public void connectionRetired(Connection connection, Retirement reason) {
        tell(listener -> listener.connectionRetired(connection, reason));
    }

    @Override
    public void requestSentAgain(Address address, IOException cause) {
        tell(listener -> listener.requestSentAgain(address, cause));
    }
}
