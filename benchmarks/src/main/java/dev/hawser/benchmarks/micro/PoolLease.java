package dev.hawser.benchmarks.micro;

import dev.hawser.benchmarks.micro.FilledPool.Nowhere;
import dev.hawser.internal.pool.Lease;
import dev.hawser.internal.time.Clock;
import dev.hawser.internal.time.Sweeper;
import dev.hawser.internal.time.Threads;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The lease of an idle connection and its return, and the search for one that is not there. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class PoolLease {
    private final AtomicInteger threads = new AtomicInteger();
    private FilledPool filled;

    /** Idle connections to other addresses, one for each. */
    @Param({"1", "10", "1000", "100000"})
    public int pooled;

    /** Fills the pool. */
    @Setup
    public void fill() throws IOException {
        Clock clock = Clock.system();
        filled = new FilledPool(clock, new Sweeper("benchmark", clock, Threads.platform()));
        filled.fill(pooled);
    }

    /** One who leases: each thread has an address of its own, with one connection. */
    @State(Scope.Thread)
    public static class Caller {
        private String key;

        /** Puts this thread's connection into the pool. */
        @Setup
        public void enter(PoolLease benchmark) throws IOException {
            key = "caller" + benchmark.threads.incrementAndGet() + ".example";
            benchmark.filled.put(key);
        }
    }

    /** Lease and return, by one thread. */
    @Benchmark
    public boolean hit(Caller caller) {
        return leaseAndRelease(caller);
    }

    /** Lease and return, by 8 threads at once. */
    @Benchmark
    @org.openjdk.jmh.annotations.Threads(8)
    public boolean hitBy8(Caller caller) {
        return leaseAndRelease(caller);
    }

    /** A search that finds nothing, by one thread. */
    @Benchmark
    public @Nullable Object miss(Caller caller) {
        return filled.pool.leaseIdle("absent.example", caller);
    }

    /** A search that finds nothing, by 8 threads at once. */
    @Benchmark
    @org.openjdk.jmh.annotations.Threads(8)
    public @Nullable Object missBy8(Caller caller) {
        return filled.pool.leaseIdle("absent.example", caller);
    }

    private boolean leaseAndRelease(Caller caller) {
        Lease<String, Nowhere> lease = Objects.requireNonNull(filled.pool.leaseIdle(caller.key, caller));
        return filled.pool.release(lease);
    }
}
