package dev.hawser.sse;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hawser.Call;
import dev.hawser.Callback;
import dev.hawser.Headers;
import dev.hawser.Request;
import dev.hawser.Response;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownServiceException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * An event source that makes its connections, one after the other: the first by an enqueued call, and the others on the thread of that call's callback, which
 * also waits between them, reads, and calls the listener.
 */
final class ConnectingSource implements EventSource, EventParser.Sink {
    private final Call.Factory calls;
    private final BooleanSupplier isClosed;
    private final int headMillis;
    private final SourceSettings settings;
    private final Request request;
    private final EventSourceListener listener;
    private final Backoff backoff;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition canceledChanged = lock.newCondition();

    @GuardedBy("lock")
    private boolean canceled;

    @GuardedBy("lock")
    private Call call;

    /** The last id that the server has named; the reading thread's, as is what follows. */
    private @Nullable String lastId;

    /** Why the last connection was lost, or not made; null if it ended in order. */
    private @Nullable IOException lost;

    /** Whether the listener was told of the end. */
    private boolean over;

    ConnectingSource(
            Call.Factory calls,
            BooleanSupplier isClosed,
            int headMillis,
            SourceSettings settings,
            Request request,
            EventSourceListener listener) {
        this.calls = calls;
        this.isClosed = isClosed;
        this.headMillis = headMillis;
        this.settings = settings;
        this.request = request;
        this.listener = listener;
        this.backoff = new Backoff(settings.reconnectDelay(), settings.maxReconnectDelay());
        this.call = newCall();
    }

    private Call newCall() {
        Request.Builder next = request.newBuilder();
        if (request.header("Accept") == null) {
            next.header("Accept", "text/event-stream");
        }
        if (request.header("Cache-Control") == null) {
            next.header("Cache-Control", "no-store");
        }
        if (lastId != null && !lastId.isEmpty()) {
            next.headers(withLastId(next.build().headers(), lastId));
        }
        return calls.newCall(next.build());
    }

    /** An id is sent in UTF-8 (WHATWG HTML, section 9.2.4); one with a control character cannot be, and is left out. */
    private static Headers withLastId(Headers headers, String lastId) {
        Headers.Builder with = headers.newBuilder().removeAll("Last-Event-ID");
        boolean canBeSent = lastId.chars().allMatch(c -> c == '\t' || c >= ' ' && c != 0x7f);
        return canBeSent ? with.addUnsafeNonAscii("Last-Event-ID", lastId).build() : with.build();
    }

    void start() {
        HeadLimit limit = new HeadLimit(call());
        call().enqueue(new Callback() {
            @Override
            public void onFailure(Call failed, IOException e) {
                connected(null, limit.explained(e));
            }

            @Override
            public void onResponse(Call answered, Response response) {
                limit.lift();
                connected(response, null);
            }
        });
    }

    /** The life of the event source, from the outcome of its first call on. */
    private void connected(@Nullable Response first, @Nullable IOException failure) {
        Response response = first;
        lost = failure;
        try {
            while (response == null || consume(response)) {
                if (response == null) {
                    backoff.failed();
                }
                if (!goesOn(lost)) {
                    return;
                }
                response = reconnected();
            }
        } catch (RuntimeException e) {
            if (over) {
                throw e;
            }
            fail(e, response);
        }
    }

    /** Reads a response to its end; returns false if the listener was told that all is over. */
    private boolean consume(Response response) {
        lost = null;
        try (response) {
            if (response.code() == 204) {
                close();
                return false;
            }
            ProtocolException refusal = Acceptance.refusal(response);
            if (refusal != null) {
                fail(refusal, response);
                return false;
            }
            backoff.succeeded();
            listener.onOpen(this, response);
            EventParser parser = new EventParser(this, settings.maxEventBytes());
            try {
                ResponseSource.read(response, parser);
            } catch (EventTooLongException e) {
                fail(e, response);
                return false;
            } catch (IOException e) {
                lost = e;
            }
            lastId = parser.lastId() == null ? lastId : parser.lastId();
            return true;
        }
    }

    private void close() {
        over = true;
        listener.onClosed(this);
    }

    private void fail(Throwable cause, @Nullable Response response) {
        over = true;
        listener.onFailure(this, cause, response);
    }

    /** Whether there is to be another connection, once it has waited for that; if not, the listener was told that all is over. */
    private boolean goesOn(@Nullable Throwable cause) {
        if (isCanceled()) {
            fail(canceled(cause), null);
            return false;
        }
        if (!settings.reconnects() || isFutile(cause) || isClosed.getAsBoolean()) {
            if (cause == null) {
                close();
            } else {
                fail(cause, null);
            }
            return false;
        }
        Duration delay = backoff.next();
        listener.onReconnect(this, delay, cause);
        if (isCanceledWithin(delay)) {
            fail(canceled(cause), null);
            return false;
        }
        return true;
    }

    private static IOException canceled(@Nullable Throwable cause) {
        return new IOException("Canceled", cause);
    }

    /** Whether another attempt would fail in the same way. */
    private static boolean isFutile(@Nullable Throwable cause) {
        return cause instanceof UnknownServiceException
                || cause instanceof SSLHandshakeException
                || cause instanceof SSLPeerUnverifiedException;
    }

    /** The response of another call; null if it was lost. */
    private @Nullable Response reconnected() {
        Call next = newCall();
        boolean late;
        lock.lock();
        try {
            call = next;
            late = canceled;
        } finally {
            lock.unlock();
        }
        if (late) {
            next.cancel();
        }
        HeadLimit limit = new HeadLimit(next);
        try {
            Response response = next.execute();
            limit.lift();
            return response;
        } catch (IOException e) {
            lost = limit.explained(e);
            return null;
        }
    }

    private Call call() {
        lock.lock();
        try {
            return call;
        } finally {
            lock.unlock();
        }
    }

    private boolean isCanceled() {
        lock.lock();
        try {
            return canceled;
        } finally {
            lock.unlock();
        }
    }

    private boolean isCanceledWithin(Duration delay) {
        lock.lock();
        try {
            long left = delay.toNanos();
            while (!canceled && left > 0) {
                left = canceledChanged.awaitNanos(left);
            }
            return canceled;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void event(@Nullable String id, @Nullable String type, String data) {
        listener.onEvent(this, id == null ? lastId : id, type, data);
    }

    @Override
    public void retry(long millis) {
        backoff.set(millis);
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public void cancel() {
        Call current;
        lock.lock();
        try {
            canceled = true;
            canceledChanged.signalAll();
            current = call;
        } finally {
            lock.unlock();
        }
        current.cancel();
    }

    /** The time until the head of a response has come, as the read timeout of the stream is another. */
    private final class HeadLimit {
        private final AtomicBoolean decided = new AtomicBoolean();
        private volatile boolean passed;
        private final @Nullable CompletableFuture<Void> alarm;

        HeadLimit(Call limited) {
            if (headMillis == 0) {
                alarm = null;
                return;
            }
            Executor later = CompletableFuture.delayedExecutor(headMillis, TimeUnit.MILLISECONDS, Runnable::run);
            alarm = CompletableFuture.runAsync(
                    () -> {
                        if (decided.compareAndSet(false, true)) {
                            passed = true;
                            limited.cancel();
                        }
                    },
                    later);
        }

        /** The head has come. */
        void lift() {
            decided.set(true);
            if (alarm != null) {
                alarm.cancel(false);
            }
        }

        IOException explained(IOException cause) {
            lift();
            if (!passed || isCanceled()) {
                return cause;
            }
            SocketTimeoutException timeout =
                    new SocketTimeoutException("no response within " + headMillis + " ms (the client's readTimeout)");
            timeout.initCause(cause);
            return timeout;
        }
    }
}
