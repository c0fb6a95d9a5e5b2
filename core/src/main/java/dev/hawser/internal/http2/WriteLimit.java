package dev.hawser.internal.http2;

import dev.hawser.internal.time.Alarm;

/**
 * How long the server may take nothing of what is sent, as those have it whose bytes wait for that. A write has the shortest limit of
 * those whose bytes it carries; who leaves bytes while one is under way has them taken by another within his own. Used under the
 * connection's lock.
 */
final class WriteLimit {
    private static final long NONE = 0;

    /** The shortest limit of those whose bytes are queued. */
    private long queued = NONE;

    /** The shortest limit of those whose bytes are queued behind a write, and when that is over. */
    private long behind = NONE;

    private long behindUntil;

    /** Takes in that bytes are queued that are to be taken within a limit; 0 for none. */
    void queue(long limitNanos) {
        queued = shorter(queued, limitNanos);
    }

    /**
     * Takes in that they are queued behind a write that is under way.
     *
     * @return when to look whether that write is stuck; {@link Alarm#NEVER} if that is known already
     */
    long queueBehind(long limitNanos, long now) {
        if (limitNanos == NONE || behind != NONE && behindUntil - now <= limitNanos) {
            return Alarm.NEVER;
        }
        behind = limitNanos;
        behindUntil = now + limitNanos;
        return behindUntil;
    }

    /** Takes the limit of a write of all that is queued; 0 for none. */
    long take() {
        long limit = queued;
        queued = NONE;
        behind = NONE;
        return limit;
    }

    /** For how long bytes were queued behind one and the same write, if that was for too long; else 0. */
    long exceeded(long now) {
        return behind != NONE && now - behindUntil >= 0 ? behind : NONE;
    }

    /** When to look whether a write is stuck; {@link Alarm#NEVER} if nobody waits behind it. */
    long nextLook() {
        return behind == NONE ? Alarm.NEVER : behindUntil;
    }

    private static long shorter(long a, long b) {
        return a == NONE || b != NONE && b < a ? b : a;
    }
}
