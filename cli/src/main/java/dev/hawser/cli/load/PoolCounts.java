package dev.hawser.cli.load;

import dev.hawser.Connection;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.Retirement;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How many connections a pool made, lent again and retired. Safe for use by many threads. */
final class PoolCounts implements ConnectionPoolListener {
    private final LongAdder opened = new LongAdder();
    private final LongAdder reused = new LongAdder();
    private final Map<Retirement, LongAdder> retired = new ConcurrentHashMap<>();

    @Override
    public void connectionOpened(Connection connection) {
        opened.increment();
    }

    @Override
    public void connectionLeased(Connection connection, int uses, long idleNanos) {
        if (uses > 0) {
            reused.increment();
        }
    }

    @Override
    public void connectionRetired(Connection connection, Retirement reason) {
        retired.computeIfAbsent(reason, any -> new LongAdder()).increment();
    }

    /** The counts until now. */
    LoadRecord.Connections snapshot() {
        Map<Retirement, Long> byReason = new EnumMap<>(Retirement.class);
        retired.forEach((reason, count) -> byReason.put(reason, count.sum()));
        return new LoadRecord.Connections(opened.sum(), reused.sum(), byReason);
    }
}
