package dev.hawser.it.cutoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Address;
import dev.hawser.Connection;
import dev.hawser.ConnectionPool;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.Retirement;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The reasons for which the connections of a pool have gone, and the requests that were sent again, in order. */
public final class Retirements implements ConnectionPoolListener {
    private final List<Retirement> reasons = new CopyOnWriteArrayList<>();
    private final List<String> sentAgain = new CopyOnWriteArrayList<>();

    @Override
    public void connectionRetired(Connection connection, Retirement reason) {
        reasons.add(reason);
    }

    @Override
    public void requestSentAgain(Address address, IOException cause) {
        sentAgain.add(address.host() + ":" + address.port());
    }

    /** The servers of the requests that were sent again, in order. */
    public List<String> sentAgain() {
        return sentAgain;
    }

    /** The reasons so far. */
    public List<Retirement> reasons() {
        return reasons;
    }

    /** Waits until as many have gone, which may be told a moment later than a call returns, and compares. */
    public void awaitExactly(Retirement... expected) {
        Eventually.await("as many have gone", () -> reasons.size() >= expected.length);
        assertThat(reasons).containsExactly(expected);
    }

    /** A pool that tells this. */
    public ConnectionPool pool() {
        return new ConnectionPool.Builder().listener(this).build();
    }
}
