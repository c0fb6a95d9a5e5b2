package dev.hawser.internal.call;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The calls that run on their callers' threads, in order of their start. A list through the calls themselves:
 * adding and removing allocate nothing. Safe for use by many threads.
 */
public final class RunningCalls {
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable HttpCall first;

    @GuardedBy("lock")
    private @Nullable HttpCall last;

    @GuardedBy("lock")
    private int size;

    /** Adds a call that is in no such list. */
    public void add(HttpCall call) {
        lock.lock();
        try {
            HttpCall before = last;
            call.previousRunning = before;
            if (before == null) {
                first = call;
            } else {
                before.nextRunning = call;
            }
            last = call;
            size++;
        } finally {
            lock.unlock();
        }
    }

    /** Removes a call of this list; returns how many are left. */
    public int remove(HttpCall call) {
        lock.lock();
        try {
            HttpCall before = call.previousRunning;
            HttpCall after = call.nextRunning;
            if (before == null) {
                first = after;
            } else {
                before.nextRunning = after;
            }
            if (after == null) {
                last = before;
            } else {
                after.previousRunning = before;
            }
            call.previousRunning = null;
            call.nextRunning = null;
            return --size;
        } finally {
            lock.unlock();
        }
    }

    /** How many there are. */
    public int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** The calls as they are now. */
    public List<HttpCall> list() {
        lock.lock();
        try {
            List<HttpCall> calls = new ArrayList<>(size);
            for (HttpCall call = first; call != null; call = call.nextRunning) {
                calls.add(call);
            }
            return calls;
        } finally {
            lock.unlock();
        }
    }
}
