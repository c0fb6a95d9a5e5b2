package dev.hawser.testserver;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The handler that answers with the responses enqueued, in their order; a request waits while there is none. */
final class ResponseQueue implements RequestHandler {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();

    @GuardedBy("lock")
    private final Deque<MockResponse> responses = new ArrayDeque<>();

    void add(MockResponse response) {
        lock.lock();
        try {
            responses.addLast(response);
            added.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public MockResponse handle(RecordedRequest request) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (responses.isEmpty()) {
                added.await();
            }
            return responses.removeFirst();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public SocketPolicy onConnection(int connectionIndex) {
        MockResponse response = takeIf(next -> next.socketPolicy().moment() == SocketPolicy.Moment.CONNECTION_START);
        return response == null ? SocketPolicy.KEEP_OPEN : response.socketPolicy();
    }

    @Override
    public @Nullable MockResponse onRequestHead(RecordedRequest head) {
        return takeIf(MockResponse::concernsRequestBody);
    }

    private @Nullable MockResponse takeIf(Predicate<MockResponse> condition) {
        lock.lock();
        try {
            MockResponse next = responses.peekFirst();
            return next != null && condition.test(next) ? responses.removeFirst() : null;
        } finally {
            lock.unlock();
        }
    }
}
