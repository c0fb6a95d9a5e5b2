package dev.hawser.internal.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hawser.Call;
import dev.hawser.Callback;
import dev.hawser.internal.call.CallRegistry;
import dev.hawser.internal.call.HttpCall;
import dev.hawser.internal.call.RunningCalls;
import dev.hawser.internal.time.JvmHold;
import dev.hawser.internal.time.Threads;
import dev.hawser.internal.time.Workers;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A dispatcher's engine: its queue, its executor, and the calls that run. Safe for use by many threads. */
public final class DispatchEngine implements CallRegistry {
    private final ReentrantLock lock = new ReentrantLock();
    private final RunningCalls onCallersThreads = new RunningCalls();
    private final JvmHold jvmHold = new JvmHold("hawser calls", Threads.platform());
    private final boolean ownsExecutor;
    private final Shares shares = new Shares();

    @GuardedBy("lock")
    private final CallQueue queue = new CallQueue();

    @GuardedBy("lock")
    private @Nullable ExecutorService executor;

    private volatile @Nullable Runnable idleCallback;

    /** An engine; {@code executor} is the user's, null for one of its own. */
    public DispatchEngine(@Nullable ExecutorService executor) {
        this.executor = executor;
        this.ownsExecutor = executor == null;
    }

    /** How many clients share the dispatcher that was made for the first of them. */
    Shares shares() {
        return shares;
    }

    /** What keeps the JVM alive for calls that nobody waits for. */
    JvmHold jvmHold() {
        return jvmHold;
    }

    @Override
    public void started(HttpCall call) {
        onCallersThreads.add(call);
    }

    @Override
    public void finished(HttpCall call) {
        int left = onCallersThreads.remove(call);
        if (left == 0 && idleCallback != null) {
            tellIfIdle();
        }
    }

    @Override
    public void enqueue(HttpCall call, Callback callback) {
        jvmHold.begin();
        lock.lock();
        try {
            queue.add(call, callback);
        } finally {
            lock.unlock();
        }
        if (call.isCanceled()) {
            canceled(call);
        }
        runNext();
    }

    @Override
    public void canceled(HttpCall call) {
        QueuedCall queued;
        lock.lock();
        try {
            queued = queue.remove(call);
        } finally {
            lock.unlock();
        }
        if (queued != null) {
            run(queued, () -> queued.call.failFor(queued.callback, new IOException("Canceled")));
        }
    }

    private void runNext() {
        while (true) {
            QueuedCall next;
            lock.lock();
            try {
                next = queue.takeNext();
            } finally {
                lock.unlock();
            }
            if (next == null) {
                return;
            }
            QueuedCall taken = next;
            run(taken, () -> runTaken(taken));
        }
    }

    private void runTaken(QueuedCall taken) {
        try {
            taken.call.runFor(taken.callback);
        } finally {
            ended(taken);
        }
    }

    private void ended(QueuedCall taken) {
        lock.lock();
        try {
            queue.ended(taken);
        } finally {
            lock.unlock();
        }
        tellIfIdle();
        runNext();
    }

    /** Runs what ends a call on the executor, or fails the call if the executor refuses. */
    private void run(QueuedCall queued, Runnable work) {
        try {
            executorService().execute(() -> {
                try {
                    work.run();
                } finally {
                    jvmHold.end();
                }
            });
        } catch (RejectedExecutionException e) {
            InterruptedIOException refused = new InterruptedIOException("executor rejected");
            refused.initCause(e);
            try {
                queued.call.failFor(queued.callback, refused);
            } finally {
                jvmHold.end();
                lock.lock();
                try {
                    queue.ended(queued);
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    private void tellIfIdle() {
        Runnable callback = idleCallback;
        if (callback != null && runningCallsCount() == 0) {
            callback.run();
        }
    }

    /** What the calls run on; made when it is first needed. */
    public ExecutorService executorService() {
        lock.lock();
        try {
            if (executor == null) {
                executor = Workers.unbounded("hawser call");
            }
            return executor;
        } finally {
            lock.unlock();
        }
    }

    public int maxRequests() {
        lock.lock();
        try {
            return queue.maxRunning();
        } finally {
            lock.unlock();
        }
    }

    public void maxRequests(int most) {
        lock.lock();
        try {
            queue.maxRunning(most);
        } finally {
            lock.unlock();
        }
        runNext();
    }

    public int maxRequestsPerHost() {
        lock.lock();
        try {
            return queue.maxRunningPerHost();
        } finally {
            lock.unlock();
        }
    }

    public void maxRequestsPerHost(int most) {
        lock.lock();
        try {
            queue.maxRunningPerHost(most);
        } finally {
            lock.unlock();
        }
        runNext();
    }

    public @Nullable Runnable idleCallback() {
        return idleCallback;
    }

    public void idleCallback(@Nullable Runnable callback) {
        this.idleCallback = callback;
    }

    /** Cancels what is queued, then what runs. */
    public void cancelAll() {
        queuedCalls().forEach(Call::cancel);
        runningCalls().forEach(Call::cancel);
    }

    public List<Call> queuedCalls() {
        lock.lock();
        try {
            return queue.queued();
        } finally {
            lock.unlock();
        }
    }

    public List<Call> runningCalls() {
        List<Call> calls = new ArrayList<>(onCallersThreads.list());
        lock.lock();
        try {
            calls.addAll(queue.running());
        } finally {
            lock.unlock();
        }
        return List.copyOf(calls);
    }

    public int queuedCallsCount() {
        lock.lock();
        try {
            return queue.queuedCount();
        } finally {
            lock.unlock();
        }
    }

    public int runningCallsCount() {
        int own;
        lock.lock();
        try {
            own = queue.runningCount();
        } finally {
            lock.unlock();
        }
        return own + onCallersThreads.size();
    }

    /** Lets the engine's own executor end when its calls have ended. */
    void close() {
        ExecutorService ended;
        lock.lock();
        try {
            ended = ownsExecutor ? executor : null;
        } finally {
            lock.unlock();
        }
        if (ended != null) {
            ended.shutdown();
        }
    }
}
