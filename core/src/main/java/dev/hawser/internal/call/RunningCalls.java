package dev.hawser.internal.call;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The calls that run on their callers' threads, in lanes, so that threads seldom meet at a lock. Each lane is a list
 * through the calls themselves: adding and removing allocate nothing. Safe for use by many threads.
 */
public final class RunningCalls {
    /** A power of two. */
    private static final int LANES = 16;

    private final Lane[] lanes = new Lane[LANES];

    /** No calls. */
    public RunningCalls() {
        for (int i = 0; i < LANES; i++) {
            lanes[i] = new Lane();
        }
    }

    /** Adds a call that is in no such list; {@link #remove} is to be called by the same thread. */
    public void add(HttpCall call) {
        lane().add(call);
    }

    /** Removes a call that this thread has added. */
    public void remove(HttpCall call) {
        lane().remove(call);
    }

    private Lane lane() {
        return lanes[(int) Thread.currentThread().getId() & LANES - 1];
    }

    /** How many there are. */
    public int size() {
        int size = 0;
        for (Lane lane : lanes) {
            size += lane.size();
        }
        return size;
    }

    /** The calls as they are now, in no certain order. */
    public List<HttpCall> list() {
        List<HttpCall> calls = new ArrayList<>();
        for (Lane lane : lanes) {
            lane.addTo(calls);
        }
        return calls;
    }

    private static final class Lane {
        private final ReentrantLock lock = new ReentrantLock();

        @GuardedBy("lock")
        private @Nullable HttpCall first;

        @GuardedBy("lock")
        private int size;

        void add(HttpCall call) {
            lock.lock();
            try {
                HttpCall after = first;
                call.nextRunning = after;
                if (after != null) {
                    after.previousRunning = call;
                }
                first = call;
                size++;
            } finally {
                lock.unlock();
            }
        }

        void remove(HttpCall call) {
            lock.lock();
            try {
                HttpCall before = call.previousRunning;
                HttpCall after = call.nextRunning;
                if (before == null) {
                    first = after;
                } else {
                    before.nextRunning = after;
                }
                if (after != null) {
                    after.previousRunning = before;
                }
                call.previousRunning = null;
                call.nextRunning = null;
                size--;
            } finally {
                lock.unlock();
            }
        }

        int size() {
            lock.lock();
            try {
                return size;
            } finally {
                lock.unlock();
            }
        }

        void addTo(List<HttpCall> calls) {
            lock.lock();
            try {
                for (HttpCall call = first; call != null; call = call.nextRunning) {
                    calls.add(call);
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
