package dev.hawser.internal.websocket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hawser.WebSocketMessage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The messages that have come and were not received, and how it ended. Who puts waits while it is full, who takes while it is empty. */
final class Mailbox {
    private static final int MOST_MESSAGES = 32;
    private static final long MOST_BYTES = 1 << 18;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final Deque<WebSocketMessage> messages = new ArrayDeque<>();

    @GuardedBy("lock")
    private long bytes;

    /** Whether what comes is dropped. */
    @GuardedBy("lock")
    private boolean discards;

    @GuardedBy("lock")
    private @Nullable End end;

    /** How it ended: by a failure, or by the server's Close. */
    private record End(@Nullable Throwable failure, int code, String reason) {}

    private static long sizeOf(WebSocketMessage message) {
        return message.isText() ? 2L * message.text().length() : message.bytes().length;
    }

    /** Puts a message, and waits for room before that. */
    void put(WebSocketMessage message) {
        long size = sizeOf(message);
        lock.lock();
        try {
            while (!discards
                    && !messages.isEmpty()
                    && (messages.size() >= MOST_MESSAGES || bytes + size > MOST_BYTES)) {
                changed.awaitUninterruptibly();
            }
            if (!discards) {
                messages.add(message);
                bytes += size;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a message.
     *
     * @param nanos how long to wait for one; 0 for as long as it takes
     * @return null after the last one, if the server has closed
     */
    @Nullable
    WebSocketMessage take(long nanos) throws IOException {
        lock.lock();
        try {
            long left = nanos;
            while (messages.isEmpty() && end == null) {
                if (nanos != 0 && left <= 0) {
                    throw new SocketTimeoutException(
                            "no message came within " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms");
                }
                left = awaitChange(nanos != 0, left);
            }
            WebSocketMessage first = messages.poll();
            if (first != null) {
                bytes -= sizeOf(first);
                changed.signalAll();
                return first;
            }
            throwFailure();
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Drops what still comes, so that nobody waits for room any more. */
    void admitNothing() {
        lock.lock();
        try {
            discards = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Drops what has come and what still comes. */
    void discard() {
        lock.lock();
        try {
            discards = true;
            messages.clear();
            bytes = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean hasEnded() {
        lock.lock();
        try {
            return end != null;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end; throws what it failed with. */
    void awaitEnd() throws IOException {
        lock.lock();
        try {
            while (end == null) {
                long unused = awaitChange(false, 0);
            }
            throwFailure();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private long awaitChange(boolean limited, long left) throws InterruptedIOException {
        try {
            if (limited) {
                return changed.awaitNanos(left);
            }
            changed.await();
            return left;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a WebSocket's message was waited for");
        }
    }

    /** Throws an exception of its own each time, as several threads may get one. */
    @GuardedBy("lock")
    private void throwFailure() throws IOException {
        Throwable failure = end == null ? null : end.failure;
        if (failure instanceof SocketTimeoutException) {
            SocketTimeoutException timeout = new SocketTimeoutException(failure.getMessage());
            timeout.initCause(failure);
            throw timeout;
        }
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    void closed(int code, String reason) {
        end(new End(null, code, reason));
    }

    void failed(Throwable failure) {
        end(new End(failure, 0, ""));
    }

    private void end(End how) {
        lock.lock();
        try {
            end = how;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The server's code, once all was taken; 0 before. */
    int closeCode() {
        lock.lock();
        try {
            return end == null || !messages.isEmpty() ? 0 : end.code;
        } finally {
            lock.unlock();
        }
    }

    String closeReason() {
        lock.lock();
        try {
            return end == null || !messages.isEmpty() ? "" : end.reason;
        } finally {
            lock.unlock();
        }
    }
}
