package dev.hawser.internal.http2;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is known of whether the server is still there, as PINGs tell it (RFC 9113, section 6.7): one at each interval, if there
 * is any, and one when a call was not answered in time. Every decision, and nothing else; used under the connection's lock.
 *
 * <ol>
 *   <li>A server that has answered no PING between two that are due is gone.
 *   <li>From a call's timeout to the answer of the PING that it caused, the connection is suspected.
 *   <li>A server that is suspected, and says nothing at all for {@link #SILENCE_NANOS}, is gone.
 * </ol>
 */
final class Heartbeat {
    /** How long a suspected server may say nothing. */
    static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long BEAT = 0x6265_6174L;
    private static final long DOUBT = 0x64_6f75_6274L;

    private final long intervalNanos;
    private long nextBeat;
    private boolean beatUnanswered;

    private boolean suspected;

    /** When a suspected server was last heard, or came under suspicion. */
    private long heardNanos;

    /** @param intervalNanos between two PINGs; 0 for none */
    Heartbeat(long intervalNanos, long now) {
        this.intervalNanos = intervalNanos;
        this.nextBeat = now + intervalNanos;
    }

    /** Whether it is not known whether the server is there, as a call was not answered in time. */
    boolean isSuspected() {
        return suspected;
    }

    /** A call was not answered in time; returns whether that begins a suspicion. */
    boolean suspect(Streams streams, long now) {
        boolean begins = !suspected && streams.ping(DOUBT);
        if (begins) {
            suspected = true;
            heardNanos = now;
        }
        return begins;
    }

    /** The server has said something. */
    void heard(long now) {
        if (suspected) {
            heardNanos = now;
        }
    }

    /** The server has answered a PING; returns whether that ends a suspicion. */
    boolean answered(long opaque) {
        beatUnanswered = false;
        boolean cleared = suspected && opaque == DOUBT;
        suspected &= !cleared;
        return cleared;
    }

    /** Sends the PING that is due; returns why the connection has failed, or null if it has not. */
    @Nullable
    SilentServerException beat(Streams streams, long now) {
        if (suspected && now - heardNanos >= SILENCE_NANOS) {
            return new SilentServerException("said nothing for " + TimeUnit.NANOSECONDS.toMillis(SILENCE_NANOS)
                    + " ms after a call was not answered in time");
        }
        if (intervalNanos == 0 || now - nextBeat < 0) {
            return null;
        }
        if (beatUnanswered) {
            return new SilentServerException("did not answer a PING within "
                    + TimeUnit.NANOSECONDS.toMillis(intervalNanos) + " ms (pingInterval)");
        }
        nextBeat = now + intervalNanos;
        beatUnanswered = streams.ping(BEAT);
        return null;
    }

    /** The nanoseconds until {@link #beat} has something to do, or {@link Streams#NOTHING_DUE}. */
    long left(long now) {
        long untilBeat = intervalNanos == 0 ? Streams.NOTHING_DUE : nextBeat - now;
        return suspected ? Math.min(untilBeat, heardNanos + SILENCE_NANOS - now) : untilBeat;
    }
}
