package dev.hawser.benchmarks.load;

import dev.hawser.benchmarks.clients.Contender;
import dev.hawser.benchmarks.clients.Contender.Getter;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/** One client under load in this JVM: warmed up, then measured. */
public final class LoadRun {
    private static final int BODY_BYTES = 13;
    /** Connections beyond the idle ones. */
    private static final int CONNECTIONS = 64;
    /** Connections that are made before the heap is first looked at, as they bring classes and caches with them. */
    public static final int FIRST_IDLE = 50;
    /** Counters are this far apart, so that no two share a cache line. */
    private static final int STRIDE = 16;

    private final LoadPlan plan;
    private final Meter meter = new Meter();
    private final AtomicLongArray counters;
    private final CountDownLatch begun;
    private volatile boolean over;

    private LoadRun(LoadPlan plan) {
        this.plan = plan;
        this.counters = new AtomicLongArray((plan.threads() + 1) * STRIDE);
        this.begun = new CountDownLatch(plan.threads());
    }

    /** The process: its arguments are those of a {@link LoadPlan}, its output the line of a {@link LoadResult}. */
    public static void main(String[] arguments) throws Exception {
        LoadResult result = run(LoadPlan.of(arguments));
        System.out.println(result.toLine());
        System.exit(0); // some clients keep threads that hold the JVM
    }

    /** Runs the plan. */
    public static LoadResult run(LoadPlan plan) throws Exception {
        try (Contender contender = plan.client().open(plan.idle() + CONNECTIONS, plan.http2())) {
            return new LoadRun(plan).run(contender);
        }
    }

    private LoadResult run(Contender contender) throws Exception {
        long idleHeap = plan.idle() > 0 ? keepIdle(contender) : 0;
        ExecutorService workers = Executors.newFixedThreadPool(plan.threads());
        try {
            List<Future<Void>> loops = new ArrayList<>();
            for (int i = 0; i < plan.threads(); i++) {
                loops.add(workers.submit(loop(contender, (i + 1) * STRIDE)));
            }
            begun.await();
            sleepUnlessFailed(loops, plan.warmUpSeconds());
            long cpu = meter.cpuNanos();
            long bytes = meter.allocatedBytes();
            long requests = requests();
            long start = System.nanoTime();
            sleepUnlessFailed(loops, plan.seconds());
            LoadResult result = new LoadResult(
                    requests() - requests,
                    System.nanoTime() - start,
                    meter.cpuNanos() - cpu,
                    meter.allocatedBytes() - bytes,
                    meter.sockets(),
                    idleHeap);
            over = true;
            for (Future<Void> loop : loops) {
                loop.get();
            }
            return result;
        } finally {
            over = true;
            workers.shutdown();
        }
    }

    /** Makes the idle connections; returns by how much they made the heap grow. */
    private long keepIdle(Contender contender) throws Exception {
        long before = 0;
        for (int i = 0; i < FIRST_IDLE + plan.idle(); i++) {
            if (i == FIRST_IDLE) {
                before = meter.heapBytes();
            }
            get(contender.getter(plan.otherHost(i)));
        }
        return meter.heapBytes() - before;
    }

    private Callable<Void> loop(Contender contender, int counter) {
        return () -> {
            Getter getter;
            try {
                getter = contender.getter(plan.url());
                get(getter);
            } finally {
                begun.countDown();
            }
            for (long count = 1; !over; count++) {
                get(getter);
                counters.setRelease(counter, count);
            }
            return null;
        };
    }

    private static void get(Getter getter) throws Exception {
        int bytes = getter.get();
        if (bytes != BODY_BYTES) {
            throw new ProtocolException("a body of " + bytes + " bytes instead of " + BODY_BYTES);
        }
    }

    private long requests() {
        long sum = 0;
        for (int i = 1; i <= plan.threads(); i++) {
            sum += counters.getAcquire(i * STRIDE);
        }
        return sum;
    }

    private static void sleepUnlessFailed(List<Future<Void>> loops, double seconds)
            throws InterruptedException, ExecutionException, IOException {
        TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
        for (Future<Void> loop : loops) {
            if (loop.isDone()) {
                loop.get();
                throw new IOException("a loop ended before its time");
            }
        }
    }
}
