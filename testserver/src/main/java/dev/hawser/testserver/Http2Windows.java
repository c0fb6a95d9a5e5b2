package dev.hawser.testserver;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many bytes of DATA one side may send, on the connection and on each of its open streams (RFC 9113, section 6.9).
 * Windows may be below 0 after the initial one was made smaller.
 */
final class Http2Windows {
    static final int DEFAULT = 65_535;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final Map<Integer, Long> streams = new HashMap<>();

    @GuardedBy("lock")
    private long connection = DEFAULT;

    @GuardedBy("lock")
    private long initial = DEFAULT;

    void open(int streamId) {
        lock.lock();
        try {
            streams.put(streamId, initial);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets a stream; whoever waits for its window gets an exception. */
    void close(int streamId) {
        lock.lock();
        try {
            streams.remove(streamId);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void closeAll() {
        lock.lock();
        try {
            streams.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isOpen(int streamId) {
        lock.lock();
        try {
            return streams.containsKey(streamId);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes up to {@code wanted} bytes, which are at least 1, and at least 1 of them; waits for it.
     *
     * @throws IOException if the stream is not open any more
     */
    int take(int streamId, int wanted) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Long stream = streams.get(streamId);
                if (stream == null) {
                    throw new IOException("stream " + streamId + " has ended");
                }
                int count = (int) Math.min(wanted, Math.min(stream, connection));
                if (count > 0) {
                    subtract(streamId, count);
                    return count;
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes so many bytes now; false, with nothing changed, if a window is too small. Without the stream, only the connection's counts. */
    boolean takeNow(int streamId, int count) {
        lock.lock();
        try {
            if (count > connection || count > streams.getOrDefault(streamId, (long) Integer.MAX_VALUE)) {
                return false;
            }
            subtract(streamId, count);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Enlarges a window, the connection's if {@code streamId} is 0; false if it passes 2^31 - 1 (RFC 9113, section 6.9.1). */
    boolean grow(int streamId, int by) {
        lock.lock();
        try {
            changed.signalAll();
            if (streamId == 0) {
                connection += by;
                return connection <= Integer.MAX_VALUE;
            }
            Long grown = streams.computeIfPresent(streamId, (id, window) -> window + by);
            return grown == null || grown <= Integer.MAX_VALUE;
        } finally {
            lock.unlock();
        }
    }

    int initial() {
        lock.lock();
        try {
            return (int) initial;
        } finally {
            lock.unlock();
        }
    }

    /** Sets the initial window, and changes those of open streams by the difference (RFC 9113, section 6.9.2). */
    void initial(int newInitial) {
        lock.lock();
        try {
            long difference = newInitial - initial;
            initial = newInitial;
            streams.replaceAll((id, window) -> window + difference);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void subtract(int streamId, int count) {
        connection -= count;
        streams.computeIfPresent(streamId, (id, window) -> window - count);
    }
}
