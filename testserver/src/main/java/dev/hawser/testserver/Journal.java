package dev.hawser.testserver;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What the server was asked, in the order in which the requests were read to their end, and what was wrong with it. */
final class Journal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();

    @GuardedBy("lock")
    private final Deque<RecordedRequest> notTaken = new ArrayDeque<>();

    @GuardedBy("lock")
    private int limit = Integer.MAX_VALUE;

    @GuardedBy("lock")
    private int requestCount;

    @GuardedBy("lock")
    private final List<String> protocolErrors = new ArrayList<>();

    /** Sets how many requests are kept at most; those beyond are counted only. */
    void limit(int requests) {
        lock.lock();
        try {
            limit = requests;
        } finally {
            lock.unlock();
        }
    }

    void add(RecordedRequest request) {
        lock.lock();
        try {
            requestCount++;
            if (notTaken.size() < limit) {
                notTaken.addLast(request);
                added.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    void addProtocolError(String error) {
        lock.lock();
        try {
            protocolErrors.add(error);
        } finally {
            lock.unlock();
        }
    }

    int requestCount() {
        lock.lock();
        try {
            return requestCount;
        } finally {
            lock.unlock();
        }
    }

    List<String> protocolErrors() {
        lock.lock();
        try {
            return List.copyOf(protocolErrors);
        } finally {
            lock.unlock();
        }
    }

    RecordedRequest take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (notTaken.isEmpty()) {
                added.await();
            }
            return notTaken.removeFirst();
        } finally {
            lock.unlock();
        }
    }

    /** The next request, or null if none came in time. */
    @Nullable
    RecordedRequest take(long timeoutNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = timeoutNanos;
            while (notTaken.isEmpty() && left > 0) {
                left = added.awaitNanos(left);
            }
            return notTaken.pollFirst();
        } finally {
            lock.unlock();
        }
    }
}
