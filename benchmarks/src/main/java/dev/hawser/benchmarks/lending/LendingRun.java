package dev.hawser.benchmarks.lending;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One pool under load in this JVM: warmed up, then measured. Who has borrowed lets the others run ({@link Thread#yield})
 * before he gives back: as nobody is faster than the processors, there would be no waiting otherwise.
 */
public final class LendingRun {
    /** Counters are this far apart, so that no two share a cache line. */
    private static final int STRIDE = 16;

    private final LendingPlan plan;
    private final AtomicLongArray counters;
    private volatile boolean measured;
    private volatile boolean over;

    private LendingRun(LendingPlan plan) {
        this.plan = plan;
        this.counters = new AtomicLongArray((plan.threads() + 1) * STRIDE);
    }

    /** The process: its arguments are those of a {@link LendingPlan}, its output the line of a {@link LendingResult}. */
    public static void main(String[] arguments) throws Exception {
        LendingPlan plan = LendingPlan.of(arguments);
        try (Lender<?> lender = plan.pool().open(plan.connections())) {
            System.out.println(new LendingRun(plan).run(lender).toLine());
        }
        System.exit(0); // some pools keep threads that hold the JVM
    }

    private LendingResult run(Lender<?> lender) throws Exception {
        ExecutorService workers = plan.virtual() ? virtualThreads() : Executors.newFixedThreadPool(plan.threads());
        try {
            List<Future<Long>> loops = new ArrayList<>();
            for (int i = 0; i < plan.threads(); i++) {
                loops.add(workers.submit(loop(lender, (i + 1) * STRIDE)));
            }
            sleep(plan.warmUpSeconds());
            long borrowings = borrowings();
            long start = System.nanoTime();
            measured = true;
            sleep(plan.seconds());
            long measuredBorrowings = borrowings() - borrowings;
            long nanos = System.nanoTime() - start;
            over = true;
            long longest = 0;
            for (Future<Long> loop : loops) {
                longest = Math.max(longest, loop.get());
            }
            return new LendingResult(measuredBorrowings, nanos, longest);
        } finally {
            over = true;
            workers.shutdown();
        }
    }

    /** Borrows and gives back until it is over; returns the longest wait that ended while it was measured, or after. */
    @SuppressWarnings("ThreadPriorityCheck") // the yield is a load, and nothing relies on what it does
    private <L> Callable<Long> loop(Lender<L> lender, int counter) {
        return () -> {
            long longest = 0;
            for (long count = 1; !over; count++) {
                long asked = System.nanoTime();
                L borrowed = lender.borrow();
                long waited = System.nanoTime() - asked;
                if (measured && waited > longest) {
                    longest = waited;
                }
                Thread.yield();
                lender.giveBack(borrowed);
                counters.setRelease(counter, count);
            }
            return longest;
        };
    }

    private long borrowings() {
        long sum = 0;
        for (int i = 1; i <= plan.threads(); i++) {
            sum += counters.getAcquire(i * STRIDE);
        }
        return sum;
    }

    private static void sleep(double seconds) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
    }

    /** JDK 21 and later only, while the benchmarks are compiled for 17. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }
}
