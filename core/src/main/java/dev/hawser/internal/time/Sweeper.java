package dev.hawser.internal.time;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One background thread for everything that must happen later. The thread starts with the first alarm that
 * is set, and ends when none has been set for a second.
 */
public final class Sweeper implements Alarms {
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final Clock clock;
    private final Threads threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition sooner = lock.newCondition();

    @GuardedBy("lock")
    private final AlarmHeap<SetAlarm> alarms = new AlarmHeap<>();

    @GuardedBy("lock")
    private boolean running;

    /**
     * A sweeper without a thread yet.
     *
     * @param name the name of its thread
     */
    public Sweeper(String name, Clock clock, Threads threads) {
        this.name = name;
        this.clock = clock;
        this.threads = threads;
    }

    @Override
    public Alarm alarm(Task task) {
        return new SetAlarm(task);
    }

    private void set(SetAlarm alarm, long atNanos) {
        boolean start = false;
        lock.lock();
        try {
            if (alarm.isSet() && alarm.dueNanos() - atNanos <= 0) {
                return;
            }
            alarms.put(alarm, atNanos);
            alarm.ringsAt = atNanos;
            if (!running) {
                running = true;
                start = true;
            } else if (alarms.first() == alarm) {
                sooner.signal();
            }
        } finally {
            lock.unlock();
        }
        if (start) {
            startThread();
        }
    }

    private void unset(SetAlarm alarm) {
        lock.lock();
        try {
            if (alarm.isSet()) {
                alarms.remove(alarm);
                alarm.ringsAt = Alarm.NEVER;
            }
        } finally {
            lock.unlock();
        }
    }

    private void startThread() {
        boolean started = false;
        try {
            threads.start(name, false, this::sweep);
            started = true;
        } finally {
            if (!started) {
                markStopped();
            }
        }
    }

    /** After a failed start: the next alarm that is set tries again. */
    private void markStopped() {
        lock.lock();
        try {
            running = false;
        } finally {
            lock.unlock();
        }
    }

    private void sweep() {
        while (true) {
            SetAlarm due;
            try {
                due = awaitDue();
            } catch (InterruptedException e) {
                // Nobody has a reason to interrupt this thread; what is due is looked at again.
                continue;
            }
            if (due == null) {
                return;
            }
            due.ring();
        }
    }

    /** Waits for the next alarm and takes it off; null when the thread is to end. */
    private @Nullable SetAlarm awaitDue() throws InterruptedException {
        lock.lock();
        try {
            long lingerUntil = clock.nanoTime() + LINGER_NANOS;
            for (; ; ) {
                long now = clock.nanoTime();
                boolean idle = alarms.isEmpty();
                long wait = (idle ? lingerUntil : alarms.first().dueNanos()) - now;
                if (wait > 0) {
                    long unused = sooner.awaitNanos(wait);
                } else if (idle) {
                    running = false;
                    return null;
                } else {
                    SetAlarm due = alarms.first();
                    alarms.remove(due);
                    due.ringsAt = Alarm.NEVER;
                    return due;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private final class SetAlarm extends AlarmHeap.Entry implements Alarm {
        private final Task task;

        /** When it rings, {@link #NEVER} when it is not set; written under the lock, read without. */
        private volatile long ringsAt = NEVER;

        SetAlarm(Task task) {
            this.task = task;
        }

        @Override
        public void ringBy(long atNanos) {
            long set = ringsAt;
            if (set == NEVER || set - atNanos > 0) {
                set(this, atNanos);
            }
        }

        @Override
        public void cancel() {
            unset(this);
        }

        void ring() {
            try {
                long next = task.ring(clock.nanoTime());
                if (next != NEVER) {
                    ringBy(next);
                }
            } catch (Throwable e) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }
    }
}
