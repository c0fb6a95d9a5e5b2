package dev.hawser.internal.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Alarms that ring, in the order of their times, on the thread that moves the fake clock. */
public final class FakeAlarms implements Alarms {
    private final FakeClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Fake> set = new ArrayList<>();

    public FakeAlarms(FakeClock clock) {
        this.clock = clock;
    }

    @Override
    public Alarm alarm(Task task) {
        return new Fake(task);
    }

    /** How many alarms are set. */
    public int setCount() {
        lock.lock();
        try {
            return set.size();
        } finally {
            lock.unlock();
        }
    }

    /** Moves the clock on and rings what is due. */
    public void advance(Duration by) {
        clock.advance(by);
        ringDue();
    }

    /** Rings what is due now. */
    public void ringDue() {
        for (Fake due = takeDue(); due != null; due = takeDue()) {
            long next = due.task.ring(clock.nanoTime());
            if (next != Alarm.NEVER) {
                due.ringBy(next);
            }
        }
    }

    private @Nullable Fake takeDue() {
        lock.lock();
        try {
            Fake first = null;
            for (Fake alarm : set) {
                if (alarm.at - clock.nanoTime() <= 0 && (first == null || alarm.at - first.at < 0)) {
                    first = alarm;
                }
            }
            set.remove(first);
            return first;
        } finally {
            lock.unlock();
        }
    }

    private final class Fake implements Alarm {
        private final Task task;
        private long at;

        Fake(Task task) {
            this.task = task;
        }

        @Override
        public void ringBy(long atNanos) {
            lock.lock();
            try {
                if (!set.contains(this)) {
                    set.add(this);
                    at = atNanos;
                } else if (atNanos - at < 0) {
                    at = atNanos;
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void cancel() {
            lock.lock();
            try {
                set.remove(this);
            } finally {
                lock.unlock();
            }
        }
    }
}
