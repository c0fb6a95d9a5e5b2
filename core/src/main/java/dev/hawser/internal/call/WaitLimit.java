package dev.hawser.internal.call;

import dev.hawser.Address;
import dev.hawser.internal.pool.PoolTimeoutException;
import dev.hawser.internal.time.Alarm;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long a call may wait for a connection: the pool's acquire timeout; and, while nothing but the dials of others keeps
 * it waiting, its connect timeout. Its own dial has limits of its own, one for each address that it tries.
 */
final class WaitLimit implements LongSupplier {
    private final CallContext context;
    private final Address address;
    private final long connectNanos;
    private final long begunNanos;
    private final long acquireEnd;
    private long connectEnd;
    private volatile boolean ownDial;

    WaitLimit(CallContext context, Address address, long connectNanos) {
        this.context = context;
        this.address = address;
        this.connectNanos = connectNanos;
        this.begunNanos = context.clock.nanoTime();
        long acquireNanos = TimeUnit.NANOSECONDS.convert(
                context.report.settings().acquireTimeout()); // a time beyond 292 years is cut to them
        this.acquireEnd = acquireNanos == 0 ? Alarm.NEVER : begunNanos + acquireNanos;
        this.connectEnd = connectNanos == 0 ? Alarm.NEVER : begunNanos + connectNanos;
    }

    /** The call's own dial has begun. */
    void ownDialBegan() {
        ownDial = true;
    }

    /** When to give up, as far as is known now. */
    @Override
    public long getAsLong() {
        if (ownDial) {
            connectEnd = Alarm.NEVER;
        }
        if (connectEnd == Alarm.NEVER) {
            return acquireEnd;
        }
        long now = context.clock.nanoTime();
        if (now - connectEnd >= 0 && !context.pool.waitsForDials(address)) {
            connectEnd = now + connectNanos;
        }
        return acquireEnd != Alarm.NEVER && acquireEnd - connectEnd < 0 ? acquireEnd : connectEnd;
    }

    /** The failure that the user is to see. */
    IOException failure(PoolTimeoutException cause) {
        long now = context.clock.nanoTime();
        if (cause.why() == PoolTimeoutException.Cause.TOO_MANY_WAITERS
                || acquireEnd != Alarm.NEVER && now - acquireEnd >= 0) {
            return context.report.exhausted(address, now - begunNanos, cause);
        }
        SocketTimeoutException timeout =
                new SocketTimeoutException("connect timeout: no connection to " + address + " was made within "
                        + TimeUnit.NANOSECONDS.toMillis(connectNanos) + " ms, while the pool has "
                        + cause.snapshot().counts().dialing() + " in the making");
        timeout.initCause(cause);
        return timeout;
    }
}
