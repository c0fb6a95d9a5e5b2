package dev.hawser.testserver;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The connections whose sockets are open, and how many there have been. After {@link #end} none is admitted. */
final class OpenConnections {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final Set<ServerConnection> open = new LinkedHashSet<>();

    @GuardedBy("lock")
    private int accepted;

    @GuardedBy("lock")
    private boolean ended;

    /** Makes a connection of the next number, or null after the end. */
    @Nullable
    ServerConnection admit(Maker maker) {
        lock.lock();
        try {
            if (ended) {
                return null;
            }
            ServerConnection connection = maker.make(accepted++);
            open.add(connection);
            changed.signalAll();
            return connection;
        } finally {
            lock.unlock();
        }
    }

    void remove(ServerConnection connection) {
        lock.lock();
        try {
            if (open.remove(connection)) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Admits no more, and returns those that are open. */
    List<ServerConnection> end() {
        lock.lock();
        try {
            ended = true;
            return List.copyOf(open);
        } finally {
            lock.unlock();
        }
    }

    int accepted() {
        lock.lock();
        try {
            return accepted;
        } finally {
            lock.unlock();
        }
    }

    int count() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until exactly so many are open, and says whether it came to that in time. */
    boolean await(int count, long timeoutNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = timeoutNanos;
            while (open.size() != count) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** What makes a connection, without doing anything else. */
    interface Maker {
        ServerConnection make(int index);
    }
}
