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

    /** Who waits, in order: none of them while there are responses. */
    @GuardedBy("lock")
    private final Deque<Place> places = new ArrayDeque<>();

    void add(MockResponse response) {
        lock.lock();
        try {
            Place first = places.pollFirst();
            if (first == null) {
                responses.addLast(response);
            } else {
                first.response = response;
                added.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public MockResponse handle(RecordedRequest request) throws InterruptedException {
        return reserve().await();
    }

    /** Settles that the next response, present or to come, is the caller's. */
    Place reserve() {
        lock.lock();
        try {
            Place place = new Place(responses.pollFirst());
            if (place.response == null) {
                places.addLast(place);
            }
            return place;
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

    /** A place in the line of those who wait. Its field is guarded by the queue's lock. */
    final class Place {
        private @Nullable MockResponse response;

        private Place(@Nullable MockResponse response) {
            this.response = response;
        }

        /** Leaves the line, if no response has come. */
        void giveUp() {
            lock.lock();
            try {
                places.remove(this);
            } finally {
                lock.unlock();
            }
        }

        /** The response; an interrupt gives the place up. */
        MockResponse await() throws InterruptedException {
            lock.lock();
            try {
                while (response == null) {
                    added.await();
                }
                return response;
            } catch (InterruptedException e) {
                places.remove(this);
                throw e;
            } finally {
                lock.unlock();
            }
        }
    }
}
