package dev.hawser.internal.call;

import dev.hawser.Address;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.ConnectionPoolSettings;
import dev.hawser.ConnectionPoolSnapshot;
import dev.hawser.ConnectionPoolSnapshot.AddressCounts;
import dev.hawser.ConnectionPoolSnapshot.ConnectionState;
import dev.hawser.ConnectionPoolSnapshot.Counts;
import dev.hawser.ConnectionPoolSnapshot.Holder;
import dev.hawser.ConnectionPoolSnapshot.Waiter;
import dev.hawser.ConnectionPoolTimeoutException;
import dev.hawser.Protocol;
import dev.hawser.internal.connection.HttpConnection;
import dev.hawser.internal.pool.PoolCounts;
import dev.hawser.internal.pool.PoolSnapshot;
import dev.hawser.internal.pool.PoolTimeoutException;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a pool tells its users of itself: snapshots, and why there is no connection. Safe for use by many threads. */
public final class PoolReport {
    private static final int HOLDERS_NAMED = 3;

    private final Supplier<ConnectionPoolSettings> settings;
    private final Consumer<String> onExhaustion;

    /**
     * A report of one pool.
     *
     * @param settings gives the present ones
     * @param onExhaustion is handed the message of each call that got no connection
     */
    public PoolReport(Supplier<ConnectionPoolSettings> settings, Consumer<String> onExhaustion) {
        this.settings = settings;
        this.onExhaustion = onExhaustion;
    }

    ConnectionPoolSettings settings() {
        return settings.get();
    }

    /** Whether each lease is to note the stack that took it. */
    boolean tracesLeases() {
        ConnectionPoolSettings now = settings();
        return now.leakStacks() || !now.leakDetectionThreshold().isZero();
    }

    /** Tells the listener that a request is sent again; what the listener throws harms nobody. */
    void sentAgain(Address address, IOException cause) {
        ConnectionPoolListener listener = settings().listener();
        if (listener == null) {
            return;
        }
        try {
            listener.requestSentAgain(address, cause);
        } catch (Throwable fault) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, fault);
        }
    }

    /** The snapshot that users see. */
    public ConnectionPoolSnapshot of(PoolSnapshot<Address, HttpConnection> pool) {
        return new ConnectionPoolSnapshot(
                settings(),
                countsOf(pool.counts()),
                pool.keys().stream()
                        .map(key -> new AddressCounts(key.key(), countsOf(key.counts())))
                        .toList(),
                pool.connections().stream()
                        .map(PoolReport::stateOf)
                        .sorted(Comparator.comparingLong(ConnectionState::id))
                        .toList(),
                pool.waiters().stream()
                        .map(waiter -> new Waiter(waiter.key(), nameOf(waiter.holder()), time(waiter.waitedNanos())))
                        .toList(),
                pool.suspended(),
                pool.leaked());
    }

    private static Counts countsOf(PoolCounts counts) {
        return new Counts(counts.active(), counts.idle(), counts.dialing(), counts.draining(), counts.waiting());
    }

    private static ConnectionState stateOf(PoolSnapshot.Line<Address, HttpConnection> line) {
        return new ConnectionState(
                line.connection().id(),
                line.connection().route(),
                line.connection().protocol(),
                time(line.ageNanos()),
                time(line.idleNanos()),
                line.uses(),
                line.streams(),
                line.capacity(),
                line.draining(),
                line.holders().stream()
                        .map(holding -> new Holder(nameOf(holding.holder()), time(holding.heldNanos())))
                        .toList());
    }

    private static Duration time(long nanos) {
        return Duration.ofNanos(nanos);
    }

    private static String nameOf(@Nullable Object holder) {
        return holder == null ? "a call that was dropped" : holder.toString();
    }

    /** The error of a call that got no connection, with all that an operator needs to see why. */
    @SuppressWarnings("unchecked") // only this pool's errors come here
    ConnectionPoolTimeoutException exhausted(Address address, long waitedNanos, PoolTimeoutException cause) {
        PoolSnapshot<Address, HttpConnection> pool = (PoolSnapshot<Address, HttpConnection>) cause.snapshot();
        ConnectionPoolSnapshot seen = of(pool);
        StringBuilder message = new StringBuilder();
        switch (cause.why()) {
            case TIME_OVER ->
                message.append("No connection to ")
                        .append(address)
                        .append(" came free within ")
                        .append(TimeUnit.NANOSECONDS.toMillis(waitedNanos))
                        .append(" ms");
            case TOO_MANY_WAITERS ->
                message.append("No call may wait for a connection to ")
                        .append(address)
                        .append(", as ")
                        .append(seen.total().waiting())
                        .append(" do already (maxWaiters ")
                        .append(seen.settings().maxWaiters())
                        .append(')');
        }
        message.append(". Pool ").append(seen.settings().name()).append(seen.suspended() ? " (suspended): " : ": ");
        describe(message, seen.total(), seen.settings().maxConnections());
        message.append("; to ").append(address).append(": ");
        describe(message, countsOf(address, seen), seen.settings().maxConnectionsPerAddress());
        describeStreams(message, address, seen);
        describeHolders(message, pool);
        ConnectionPoolTimeoutException told = new ConnectionPoolTimeoutException(message.toString(), seen);
        onExhaustion.accept(message.toString());
        return told;
    }

    private static Counts countsOf(Address address, ConnectionPoolSnapshot pool) {
        return pool.addresses().stream()
                .filter(counts -> counts.address().equals(address))
                .map(AddressCounts::counts)
                .findFirst()
                .orElse(new Counts(0, 0, 0, 0, 0));
    }

    private static void describe(StringBuilder message, Counts counts, int limit) {
        message.append(counts.connections());
        if (limit != Integer.MAX_VALUE) {
            message.append(" of at most ").append(limit);
        }
        message.append(" connections (")
                .append(counts.active())
                .append(" active, ")
                .append(counts.idle())
                .append(" idle, ")
                .append(counts.dialing())
                .append(" dialing, ")
                .append(counts.draining())
                .append(" draining), ")
                .append(counts.waiting())
                .append(" waiting");
    }

    /** Tells how many streams are in use, where connections have more than one. */
    private static void describeStreams(StringBuilder message, Address address, ConnectionPoolSnapshot pool) {
        List<ConnectionState> shared = pool.connections().stream()
                .filter(each -> each.route().address().equals(address))
                .filter(each -> each.protocol() == Protocol.HTTP_2 || each.protocol() == Protocol.H2_PRIOR_KNOWLEDGE)
                .filter(each -> each.draining() == null)
                .toList();
        if (!shared.isEmpty()) {
            message.append(", ")
                    .append(shared.stream().mapToLong(ConnectionState::streams).sum())
                    .append(" of ")
                    .append(shared.stream().mapToLong(ConnectionState::capacity).sum())
                    .append(" streams in use");
        }
    }

    /** Names those who have held a connection for longest, and any that this very thread holds. */
    private static void describeHolders(StringBuilder message, PoolSnapshot<Address, HttpConnection> pool) {
        List<PoolSnapshot.Holding> longest = holdings(pool)
                .sorted(Comparator.comparingLong(holding -> -holding.heldNanos()))
                .limit(HOLDERS_NAMED)
                .toList();
        for (PoolSnapshot.Holding holding : longest) {
            append(message, "; held for ", holding);
        }
        holdings(pool)
                .filter(holding -> holding.holder() instanceof HttpCall call && call.runsOn(Thread.currentThread()))
                .forEach(holding -> append(message, "; this thread itself has held one for ", holding));
    }

    private static Stream<PoolSnapshot.Holding> holdings(PoolSnapshot<Address, HttpConnection> pool) {
        return pool.connections().stream().flatMap(line -> line.holders().stream());
    }

    private static void append(StringBuilder message, String words, PoolSnapshot.Holding holding) {
        message.append(words)
                .append(TimeUnit.NANOSECONDS.toMillis(holding.heldNanos()))
                .append(" ms by ")
                .append(nameOf(holding.holder()));
    }
}
