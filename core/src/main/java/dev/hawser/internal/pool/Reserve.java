package dev.hawser.internal.pool;

import java.util.concurrent.TimeUnit;

/**
 * The idle connections that are held ready for one key, as it was warmed up or is in use. Its deadline is the time at which
 * it is to be looked at: when a dial may be tried again, or when the key may have fallen out of use.
 */
final class Reserve<K, C extends Poolable> extends Deadlines.Item {
    private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_DOUBLINGS = 6;

    final Book<K, C> book;

    /** For whom its dials begin: nobody, so their events are nobody's. */
    final Waiter<K, C> cause;

    /** Whether it stays though the key is not used. */
    boolean warmed;

    /** When a connection of the key was last asked for. */
    long usedNanos;

    /** Its dials in flight. */
    int dialing;

    /** The dials that have failed since one has not. */
    private int failures;

    private long retryNanos;

    /** Whether the ledger is to look at it before the step ends. */
    boolean thirsty;

    Reserve(Book<K, C> book, Dialer<K, C> dialer, long now) {
        this.book = book;
        this.cause = new Nobody<>(new Want<>(book.key, book, false, true, dialer));
        this.usedNanos = now;
        this.retryNanos = now;
    }

    /** Whether one more dial is needed for it, beside those that nobody waits for. A connection that shares is ready as long as it has room. */
    boolean isShort(PoolSettings settings, long now) {
        int coming = Math.max(0, book.dialing() - book.waiting());
        return book.ready + coming < settings.minIdlePerKey()
                && now - retryNanos >= 0
                && !(book.sharing == Book.Sharing.YES && (dialing > 0 || book.hasSharedRoom()));
    }

    void opened() {
        failures = 0;
    }

    /** A dial has failed: the next one waits, longer each time. */
    void failed(long now) {
        retryNanos = now + (FIRST_PAUSE_NANOS << Math.min(failures++, MOST_DOUBLINGS));
    }

    /** Whether the key is still to have a reserve. */
    boolean isKept(PoolSettings settings, long now) {
        return settings.minIdlePerKey() > 0 && (warmed || now - usedNanos < settings.keepAliveNanos());
    }

    /** When to look at it next. */
    long nextLook(PoolSettings settings, long now) {
        long outOfUse = usedNanos + settings.keepAliveNanos();
        if (retryNanos - now > 0 && (warmed || retryNanos - outOfUse < 0)) {
            return retryNanos;
        }
        return warmed ? now + settings.keepAliveNanos() : outOfUse;
    }

    /** One who does not wait. */
    private static final class Nobody<K, C extends Poolable> extends Waiter<K, C> {
        Nobody(Want<K, C> want) {
            super(want);
        }

        @Override
        void delivered(Lease<K, C> lease) {
            throw new IllegalStateException("a connection was delivered to nobody");
        }

        @Override
        void failed(Throwable cause, boolean shared) {
            throw new IllegalStateException("a failure was delivered to nobody", cause);
        }

        @Override
        boolean isWaiting() {
            return false;
        }
    }
}
