package dev.hawser.internal.pool;

import dev.hawser.internal.time.Alarm;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that is moved by hand, and alarms that ring as it passes their time. */
final class FakeTime implements Clock, Alarms {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000);
    private final List<FakeAlarm> alarms = new CopyOnWriteArrayList<>();

    @Override
    public long nanoTime() {
        return now.get();
    }

    @Override
    public long currentTimeMillis() {
        return 0;
    }

    @Override
    public Alarm alarm(Task task) {
        FakeAlarm alarm = new FakeAlarm(task);
        alarms.add(alarm);
        return alarm;
    }

    void passMillis(long millis) {
        long end = now.get() + millis * 1_000_000;
        while (ringFirst(end)) {
            // each alarm at its own time
        }
        now.set(end);
    }

    boolean isAnyAlarmSet() {
        return alarms.stream().anyMatch(alarm -> alarm.isSet);
    }

    private boolean ringFirst(long end) {
        for (FakeAlarm alarm : alarms) {
            if (alarm.isSet && alarm.at - end <= 0) {
                if (alarm.at - now.get() > 0) {
                    now.set(alarm.at);
                }
                alarm.ring(now.get());
                return true;
            }
        }
        return false;
    }

    private static final class FakeAlarm implements Alarm {
        private final Task task;
        private volatile boolean isSet;
        private volatile long at;

        FakeAlarm(Task task) {
            this.task = task;
        }

        @Override
        public void ringBy(long atNanos) {
            if (!isSet || atNanos - at < 0) {
                at = atNanos;
                isSet = true;
            }
        }

        @Override
        public void cancel() {
            isSet = false;
        }

        void ring(long now) {
            isSet = false;
            long next = task.ring(now);
            if (next != NEVER) {
                ringBy(next);
            }
        }
    }
}
