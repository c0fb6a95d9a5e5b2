package dev.hawser.benchmarks.micro;

import dev.hawser.internal.time.Alarm;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The end of all idle connections of a pool at once; the connections themselves cost nothing to close. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 15)
@Measurement(iterations = 15)
@State(Scope.Benchmark)
public class PoolEviction {
    private static final long SIX_MINUTES_NANOS = TimeUnit.MINUTES.toNanos(6);

    private HandBell bell;
    private FilledPool filled;

    /** Idle connections, each to an address of its own. */
    @Param({"1000", "10000", "100000"})
    public int idle;

    /** Fills a new pool. */
    @Setup(Level.Invocation)
    public void fill() throws IOException {
        bell = new HandBell();
        filled = new FilledPool(Clock.system(), bell);
        filled.fill(idle);
    }

    /** The alarm rings when the keep-alive time of all has passed. */
    @Benchmark
    public long expire() {
        long next = bell.ring(Clock.system().nanoTime() + SIX_MINUTES_NANOS);
        requireEmpty();
        return next;
    }

    /** The user asks for it. */
    @Benchmark
    public void evictAll() {
        filled.pool.evictAll();
        requireEmpty();
    }

    private void requireEmpty() {
        int left = filled.pool.counts().idle();
        if (left > 0) {
            throw new IllegalStateException(left + " of " + idle + " connections were not evicted");
        }
    }

    /** Alarms that ring when the benchmark says so. */
    private static final class HandBell implements Alarms, Alarm {
        private Task task = now -> NEVER;

        @Override
        public Alarm alarm(Task newTask) {
            task = newTask;
            return this;
        }

        @Override
        public void ringBy(long atNanos) {}

        @Override
        public void cancel() {}

        long ring(long now) {
            return task.ring(now);
        }
    }
}
