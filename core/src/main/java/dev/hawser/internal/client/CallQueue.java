package dev.hawser.internal.client;

import dev.hawser.Call;
import dev.hawser.Callback;
import dev.hawser.internal.call.HttpCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which enqueued call runs next: the first of its host, the hosts in turn. Every step but a change of the
 * limits and the listings costs the same however many calls there are. For one thread at a time.
 *
 * <ol>
 *   <li>A line is listed if and only if a call of it waits and fewer than the limit run.
 *   <li>A line without a waiting or running call is forgotten.
 * </ol>
 */
final class CallQueue {
    private final Map<String, HostLine> lines = new HashMap<>();
    private final Deque<HostLine> listed = new ArrayDeque<>();
    private final Set<QueuedCall> running = new LinkedHashSet<>();
    private int queuedCount;
    private int maxRunning = 64;
    private int maxRunningPerHost = 5;

    void add(HttpCall call, Callback callback) {
        HostLine line = lines.computeIfAbsent(call.request().url().host(), HostLine::new);
        line.waiting.put(call, new QueuedCall(call, callback, line));
        queuedCount++;
        listIfReady(line);
    }

    /** Takes out a call that waits; null if it does not. */
    @Nullable
    QueuedCall remove(HttpCall call) {
        HostLine line = lines.get(call.request().url().host());
        QueuedCall removed = line == null ? null : line.waiting.remove(call);
        if (line != null && removed != null) {
            queuedCount--;
            if (line.waiting.isEmpty() && line.listed) {
                listed.remove(line);
                line.listed = false;
            }
            forgetIfDone(line);
        }
        return removed;
    }

    /** The next call to run, which then counts as running; null if none may. */
    @Nullable
    QueuedCall takeNext() {
        if (running.size() >= maxRunning) {
            return null;
        }
        HostLine line = listed.poll();
        if (line == null) {
            return null;
        }
        line.listed = false;
        var waiting = line.waiting.values().iterator();
        QueuedCall next = waiting.next();
        waiting.remove();
        queuedCount--;
        line.running++;
        running.add(next);
        listIfReady(line);
        return next;
    }

    /** A running call has ended. Has no effect on one that does not run. */
    void ended(QueuedCall call) {
        if (running.remove(call)) {
            call.line.running--;
            listIfReady(call.line);
            forgetIfDone(call.line);
        }
    }

    private void listIfReady(HostLine line) {
        if (!line.listed && !line.waiting.isEmpty() && line.running < maxRunningPerHost) {
            line.listed = true;
            listed.add(line);
        }
    }

    private void forgetIfDone(HostLine line) {
        if (line.waiting.isEmpty() && line.running == 0) {
            lines.remove(line.host, line);
        }
    }

    int maxRunning() {
        return maxRunning;
    }

    void maxRunning(int most) {
        maxRunning = most;
    }

    int maxRunningPerHost() {
        return maxRunningPerHost;
    }

    void maxRunningPerHost(int most) {
        maxRunningPerHost = most;
        listed.removeIf(line -> {
            line.listed = line.running < most;
            return !line.listed;
        });
        lines.values().forEach(this::listIfReady);
    }

    int queuedCount() {
        return queuedCount;
    }

    int runningCount() {
        return running.size();
    }

    List<Call> queued() {
        List<Call> calls = new ArrayList<>(queuedCount);
        lines.values().forEach(line -> calls.addAll(line.waiting.keySet()));
        return List.copyOf(calls);
    }

    List<Call> running() {
        List<Call> calls = new ArrayList<>(running.size());
        running.forEach(queued -> calls.add(queued.call));
        return calls;
    }
}
