package dev.hawser.internal.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is told to move. */
public final class FakeClock implements Clock {
    private static final long START_MILLIS = 1_700_000_000_000L;

    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public long currentTimeMillis() {
        return START_MILLIS + nanos.get() / 1_000_000;
    }

    /** Moves time on. Rings nothing: that is {@link FakeAlarms#advance}. */
    public void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }
}
