package dev.hawser.internal.time;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;
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
    private final Pause pause;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final AlarmHeap<SetAlarm> alarms = new AlarmHeap<>();

    @GuardedBy("lock")
    private boolean running;

    /** When the thread looks at the alarms by itself; in the past while it does something else than waiting. */
    @GuardedBy("lock")
    private long wakesAt;

    /** Since when no alarm is set; counts while none is. */
    @GuardedBy("lock")
    private long emptySinceNanos;

    @GuardedBy("lock")
    private long toldToRestNanos;

    /**
     * A sweeper without a thread yet.
     *
     * @param name the name of its thread
     */
    public Sweeper(String name, Clock clock, Threads threads) {
        this(name, clock, threads, Pause.plain());
    }

    /**
     * A sweeper without a thread yet, which may do something else while it waits for the next alarm.
     *
     * @param name the name of its thread
     * @param pause how the thread waits; no other thread may wait there
     */
    public Sweeper(String name, Clock clock, Threads threads, Pause pause) {
        this.name = name;
        this.clock = clock;
        this.threads = threads;
        this.pause = pause;
    }

    @Override
    public Alarm alarm(Task task) {
        return new SetAlarm(task);
    }

    private void set(SetAlarm alarm, long atNanos) {
        boolean start = false;
        boolean sooner = false;
        lock.lock();
        try {
            if (alarm.isSet() && alarm.dueNanos() - atNanos <= 0) {
                return;
            }
            alarms.put(alarm, atNanos);
            if (!running) {
                running = true;
                start = true;
            } else {
                sooner = atNanos - wakesAt < 0;
            }
        } finally {
            lock.unlock();
        }
        if (start) {
            startThread();
        } else if (sooner) {
            pause.wake();
        }
    }

    private void unset(SetAlarm alarm) {
        boolean rests = false;
        lock.lock();
        try {
            if (alarm.isSet()) {
                alarms.remove(alarm);
                rests = alarms.isEmpty() && running && isToBeToldToRest();
            }
        } finally {
            lock.unlock();
        }
        if (rests) {
            pause.wake();
        }
    }

    /**
     * Whether the thread, which would look again much later only, is to be told that nothing is set any more: not more than
     * once a second, as the next alarm may be set at once.
     */
    @GuardedBy("lock")
    private boolean isToBeToldToRest() {
        long now = clock.nanoTime();
        emptySinceNanos = now;
        boolean tells = wakesAt - now > LINGER_NANOS && now - toldToRestNanos >= LINGER_NANOS;
        if (tells) {
            toldToRestNanos = now;
        }
        return tells;
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
        for (SetAlarm due = awaitDue(); due != null; due = awaitDue()) {
            due.ring();
        }
    }

    /** Waits for the next alarm and takes it off; null when the thread is to end. */
    private @Nullable SetAlarm awaitDue() {
        boolean ended = false;
        for (; ; ) {
            long wait;
            lock.lock();
            try {
                long now = clock.nanoTime();
                boolean idle = alarms.isEmpty();
                wait = (idle ? emptySinceNanos + LINGER_NANOS : alarms.first().dueNanos()) - now;
                if (wait <= 0 && !idle) {
                    return takeFirst();
                }
                if (wait <= 0 && ended) {
                    running = false;
                    return null;
                }
                wakesAt = now + wait;
            } finally {
                lock.unlock();
            }
            // The pause has ended before another thread can be started, which may then wait there.
            ended = wait <= 0;
            if (ended) {
                pause.end();
            } else {
                pause.await(wait);
            }
        }
    }

    @GuardedBy("lock")
    private SetAlarm takeFirst() {
        SetAlarm due = alarms.first();
        alarms.remove(due);
        emptySinceNanos = clock.nanoTime();
        return due;
    }

    private final class SetAlarm extends AlarmHeap.Entry implements Alarm {
        private final Task task;

        SetAlarm(Task task) {
            this.task = task;
        }

        @Override
        public void ringBy(long atNanos) {
            long set = dueNanos();
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
