package dev.hawser.testserver;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The frames that a client sent, but for DATA, up to a number that a test does not reach unless it floods. */
final class Http2FrameLog {
    private static final int MOST = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();

    @GuardedBy("lock")
    private final List<Http2Frame> frames = new ArrayList<>();

    void add(Http2Frame frame) {
        lock.lock();
        try {
            if (!frame.is(Http2Frame.DATA) && frames.size() < MOST) {
                frames.add(frame);
                added.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    List<Http2Frame> all() {
        lock.lock();
        try {
            return List.copyOf(frames);
        } finally {
            lock.unlock();
        }
    }

    /** The first frame of which the condition is true, which is asked without the lock; null if none comes in time. */
    @Nullable
    Http2Frame await(Predicate<Http2Frame> condition, long timeoutNanos) throws InterruptedException {
        long left = timeoutNanos;
        for (int next = 0; ; next++) {
            lock.lockInterruptibly();
            Http2Frame frame;
            try {
                while (frames.size() <= next) {
                    if (left <= 0) {
                        return null;
                    }
                    left = added.awaitNanos(left);
                }
                frame = frames.get(next);
            } finally {
                lock.unlock();
            }
            if (condition.test(frame)) {
                return frame;
            }
        }
    }
}
