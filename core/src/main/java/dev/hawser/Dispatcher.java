package dev.hawser;

import dev.hawser.internal.client.DispatchEngine;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What runs enqueued calls: at most 64 at once, and at most 5 to one host. Calls to one host run in the order
 * in which they were enqueued; hosts that wait for their turn get it one after the other. Enqueueing a call
 * costs the same however many are queued.
 *
 * <p>While an enqueued call is queued or runs, the JVM stays alive. May be shared by clients; safe for use by
 * many threads.
 */
public final class Dispatcher {
    final DispatchEngine engine;

    /** A dispatcher that runs calls on virtual threads where the JDK has them, else on threads of its own. */
    public Dispatcher() {
        this.engine = new DispatchEngine(null);
    }

    /** A dispatcher that runs calls on the user's executor, which it never shuts down. */
    public Dispatcher(ExecutorService executorService) {
        this.engine = new DispatchEngine(executorService);
    }

    /** What the calls run on. */
    public ExecutorService executorService() {
        return engine.executorService();
    }

    /** How many enqueued calls run at once; 64 by default. */
    public int getMaxRequests() {
        return engine.maxRequests();
    }

    /**
     * Sets how many enqueued calls run at once. Those that run are not touched.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public void setMaxRequests(int maxRequests) {
        engine.maxRequests(atLeastOne("maxRequests", maxRequests));
    }

    /** How many enqueued calls to one host run at once; 5 by default. */
    public int getMaxRequestsPerHost() {
        return engine.maxRequestsPerHost();
    }

    /**
     * Sets how many enqueued calls to one host run at once. Those that run are not touched.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public void setMaxRequestsPerHost(int maxRequestsPerHost) {
        engine.maxRequestsPerHost(atLeastOne("maxRequestsPerHost", maxRequestsPerHost));
    }

    /** What is run each time when the last running call, enqueued or not, has its response or has failed. */
    public @Nullable Runnable getIdleCallback() {
        return engine.idleCallback();
    }

    /** Sets what is run each time when the last running call, enqueued or not, has its response or has failed. */
    public void setIdleCallback(@Nullable Runnable idleCallback) {
        engine.idleCallback(idleCallback);
    }

    /** Cancels all calls that are queued or run, enqueued or not. */
    public void cancelAll() {
        engine.cancelAll();
    }

    /** The calls that wait to run, as they are now. */
    public List<Call> queuedCalls() {
        return engine.queuedCalls();
    }

    /** The calls that run, enqueued or not, as they are now. */
    public List<Call> runningCalls() {
        return engine.runningCalls();
    }

    /** How many calls wait to run. */
    public int queuedCallsCount() {
        return engine.queuedCallsCount();
    }

    /** How many calls run, enqueued or not. */
    public int runningCallsCount() {
        return engine.runningCallsCount();
    }

    private static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + value);
        }
        return value;
    }
}
