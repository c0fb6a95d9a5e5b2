package dev.hawser.internal.time;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What keeps the JVM alive while there is work: one platform thread that waits, started with the first piece
 * of work, and gone shortly after the last. Safe for use by many threads.
 */
public final class JvmHold {
    /** How long the thread outlives the last work, so that work in quick succession shares it. */
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final String name;
    private final Threads threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private int works;

    @GuardedBy("lock")
    private boolean held;

    /** A hold that does not hold yet; {@code name} is its thread's. */
    public JvmHold(String name, Threads threads) {
        this.name = name;
        this.threads = threads;
    }

    /** Counts a piece of work. */
    public void begin() {
        boolean start;
        lock.lock();
        try {
            works++;
            start = !held;
            held = true;
        } finally {
            lock.unlock();
        }
        if (start) {
            threads.start(name, true, this::hold);
        }
    }

    /**
     * Counts a piece of work off.
     *
     * @throws IllegalStateException if there is none
     */
    public void end() {
        lock.lock();
        try {
            if (works == 0) {
                throw new IllegalStateException("no work to end");
            }
            if (--works == 0) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void hold() {
        lock.lock();
        try {
            long linger = LINGER_NANOS;
            while (works > 0 || linger > 0) {
                if (works > 0) {
                    changed.awaitUninterruptibly();
                    linger = LINGER_NANOS;
                } else {
                    linger = awaitUninterrupted(linger);
                }
            }
            held = false;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private long awaitUninterrupted(long nanos) {
        try {
            return changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            return nanos; // nobody has a reason to interrupt this thread
        }
    }
}
