package dev.hawser.internal.routing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hawser.Route;
import dev.hawser.internal.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The routes that failed of late, to be tried last. A failure is forgotten after five minutes, or when the route has
 * connected; of more than 1,024 the oldest are forgotten. Safe for use by many threads.
 */
public final class RouteDatabase {
    static final int MOST_REMEMBERED = 1024;
    static final long MEMORY_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    /** When each failed last; the oldest failure first. */
    @GuardedBy("lock")
    private final Map<Route, Long> failures = new LinkedHashMap<>();

    /** A database without failures. */
    public RouteDatabase(Clock clock) {
        this.clock = clock;
    }

    /** No connection could be made by that route. */
    public void failed(Route route) {
        lock.lock();
        try {
            long now = clock.nanoTime();
            forgetOld(now);
            failures.remove(route);
            failures.put(route, now);
            if (failures.size() > MOST_REMEMBERED) {
                forgetFirst();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A connection was made by that route. */
    public void connected(Route route) {
        lock.lock();
        try {
            failures.remove(route);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the route is to be tried after those that have not failed. */
    public boolean isPostponed(Route route) {
        lock.lock();
        try {
            forgetOld(clock.nanoTime());
            return failures.containsKey(route);
        } finally {
            lock.unlock();
        }
    }

    /** How many failures are remembered. */
    int size() {
        lock.lock();
        try {
            return failures.size();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void forgetOld(long now) {
        Iterator<Long> oldestFirst = failures.values().iterator();
        while (oldestFirst.hasNext() && now - oldestFirst.next() >= MEMORY_NANOS) {
            oldestFirst.remove();
        }
    }

    @GuardedBy("lock")
    private void forgetFirst() {
        Iterator<Route> oldestFirst = failures.keySet().iterator();
        oldestFirst.next();
        oldestFirst.remove();
    }
}
