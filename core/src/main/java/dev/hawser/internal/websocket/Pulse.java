package dev.hawser.internal.websocket;

import dev.hawser.internal.time.Alarm;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Pings at intervals, to find that the server is gone: if a whole interval brings nothing after a ping, neither a pong nor anything else, the
 * WebSocket fails. What the listener takes its time with does not count against the server.
 */
final class Pulse {
    private final long intervalNanos;
    private final Runnable ping;
    private final Consumer<SocketTimeoutException> onSilence;

    /** How often bytes have come; the reader's. */
    private volatile long arrivals;

    /** Whether the reader is at the network, and not at what it has read. */
    private volatile boolean listening;

    private volatile boolean ended;
    private long pings;

    /** The arrivals at the time of the last ping; -1 before the first. */
    private long arrivalsAtPing = -1;

    Pulse(long intervalNanos, Runnable ping, Consumer<SocketTimeoutException> onSilence) {
        this.intervalNanos = intervalNanos;
        this.ping = ping;
        this.onSilence = onSilence;
    }

    /** The reader waits for bytes. */
    void listening() {
        listening = true;
    }

    /** Bytes have come. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
    void arrived() {
        listening = false;
        arrivals++;
    }

    /** No beat is of any use. */
    void end() {
        ended = true;
    }

    /** When the first ping is due. */
    long firstNanos(long nowNanos) {
        return nowNanos + intervalNanos;
    }

    /** An interval is over; returns when the next one is, or {@link Alarm#NEVER}. */
    long beat(long nowNanos) {
        if (ended) {
            return Alarm.NEVER;
        }
        long now = arrivals;
        if (listening && now == arrivalsAtPing) {
            onSilence.accept(new SocketTimeoutException("sent ping " + pings + " but received nothing within "
                    + TimeUnit.NANOSECONDS.toMillis(intervalNanos) + " ms, after " + (pings - 1)
                    + " pings that were answered"));
            return Alarm.NEVER;
        }
        arrivalsAtPing = now;
        pings++;
        ping.run();
        return nowNanos + intervalNanos;
    }
}
