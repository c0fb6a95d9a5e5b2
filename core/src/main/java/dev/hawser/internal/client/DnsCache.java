package dev.hawser.internal.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hawser.Dns;
import dev.hawser.internal.time.Clock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The answers of a {@link Dns}, remembered; one look-up for all who ask at once. Safe for use by many threads. */
public final class DnsCache implements Dns {
    private final Dns source;
    private final Bounds bounds;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    /** Those asked for last are the last. */
    @GuardedBy("lock")
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    public DnsCache(Dns source, Bounds bounds, Clock clock) {
        this.source = source;
        this.bounds = bounds;
        this.clock = clock;
    }

    /** A cache that reads the machine's clock. */
    public DnsCache(Dns source, Bounds bounds) {
        this(source, bounds, Clock.system());
    }

    /**
     * For how long, and for how many hosts, answers are remembered.
     *
     * @param least for how long an answer holds at least
     * @param most the same at most
     * @param unnamed for how long one holds that does not say
     * @param failure for how long a failure holds
     * @param hosts of how many hosts
     */
    public record Bounds(Duration least, Duration most, Duration unnamed, Duration failure, int hosts) {
        long nanosOf(Answer answer) {
            Duration named = answer.timeToLive() == null ? unnamed : answer.timeToLive();
            Duration within = named.compareTo(most) > 0 ? most : named.compareTo(least) < 0 ? least : named;
            return TimeUnit.NANOSECONDS.convert(within);
        }
    }

    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
        return answer(hostname).addresses();
    }

    /** {@inheritDoc} Of a remembered answer, what is left of its time. */
    @Override
    public Answer answer(String hostname) throws UnknownHostException {
        String host = hostname.toLowerCase(Locale.ROOT);
        Entry entry;
        boolean asks = false;
        lock.lock();
        try {
            entry = entries.get(host);
            if (entry == null || entry.isOver(clock.nanoTime())) {
                entry = new Entry();
                entries.put(host, entry);
                asks = true;
                dropTooMany();
            }
        } finally {
            lock.unlock();
        }
        if (asks) {
            ask(host, entry);
        }
        return entry.answer(host, clock);
    }

    @GuardedBy("lock")
    private void dropTooMany() {
        if (entries.size() > bounds.hosts()) {
            Iterator<Entry> oldestFirst = entries.values().iterator();
            oldestFirst.next();
            oldestFirst.remove();
        }
    }

    private void ask(String host, Entry entry) {
        try {
            Answer answer = source.answer(host);
            entry.succeed(answer, clock.nanoTime() + bounds.nanosOf(answer));
        } catch (UnknownHostException e) {
            entry.fail(e, clock.nanoTime() + TimeUnit.NANOSECONDS.convert(bounds.failure()));
        } catch (Throwable e) {
            entry.fail(e, clock.nanoTime());
        }
    }

    /** Forgets what is known of a host. A look-up that is under way goes on for those who wait for it. */
    public void evict(String hostname) {
        lock.lock();
        try {
            entries.remove(hostname.toLowerCase(Locale.ROOT));
        } finally {
            lock.unlock();
        }
    }

    /** Forgets all that is known. */
    public void evictAll() {
        lock.lock();
        try {
            entries.clear();
        } finally {
            lock.unlock();
        }
    }

    /** The source, and the number of hosts that are remembered. */
    @Override
    public String toString() {
        lock.lock();
        try {
            return source + ", hosts=" + entries.size();
        } finally {
            lock.unlock();
        }
    }

    /** One look-up, and what came of it. */
    private static final class Entry {
        private final CompletableFuture<Answer> outcome = new CompletableFuture<>();

        /** When it is forgotten; counts once there is an outcome. */
        private volatile long endNanos;

        boolean isOver(long now) {
            return outcome.isDone() && now - endNanos >= 0;
        }

        void succeed(Answer answer, long end) {
            endNanos = end;
            outcome.complete(answer);
        }

        void fail(Throwable cause, long end) {
            endNanos = end;
            outcome.completeExceptionally(cause);
        }

        Answer answer(String host, Clock clock) throws UnknownHostException {
            try {
                List<InetAddress> addresses = outcome.get().addresses();
                return new Answer(addresses, Duration.ofNanos(Math.max(0, endNanos - clock.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw unknown(host + ": interrupted while another thread looked it up", e);
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                throw unknown(
                        cause instanceof UnknownHostException
                                ? String.valueOf(cause.getMessage())
                                : host + ": " + cause,
                        cause);
            }
        }

        private static UnknownHostException unknown(String message, @Nullable Throwable cause) {
            UnknownHostException unknown = new UnknownHostException(message);
            unknown.initCause(cause);
            return unknown;
        }
    }
}
