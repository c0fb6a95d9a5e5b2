package dev.hawser.benchmarks;

import dev.hawser.benchmarks.lending.Lender;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What lending costs when there are more borrowers than connections. */
@Command(
        name = "waiters",
        description =
                "Borrowing and returning by more threads than there are connections, without anything behind them:"
                        + " 2, 8 and 64 threads on half as many, and on JDK 21 and later 10,000 virtual threads on 50.",
        mixinStandardHelpOptions = true)
final class WaitersCommand implements Callable<Integer> {
    private static final int VIRTUAL_CALLERS = 10_000;
    private static final int VIRTUAL_CONNECTIONS = 50;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long one pool is measured, after as long a warm-up (default: ${DEFAULT-VALUE})",
            defaultValue = "3")
    private double seconds;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each pool has its turn (default: ${DEFAULT-VALUE})",
            defaultValue = "3")
    private int rounds;

    @Override
    public Integer call() throws Exception {
        System.out.println(Machine.description());
        Table table = new Table("pool", "2 threads", "8", "64", "10,000 virtual on 50");
        for (Lender.Kind kind : Lender.Kind.values()) {
            List<String> row = new ArrayList<>();
            row.add(kind.title());
            for (int threads : new int[] {2, 8, 64}) {
                row.add(median(kind, threads, threads / 2, false));
            }
            row.add(Runtime.version().feature() < 21 ? "–" : median(kind, VIRTUAL_CALLERS, VIRTUAL_CONNECTIONS, true));
            table.row(row);
        }
        System.out.printf(
                Locale.ROOT,
                "%nborrowed and returned a second; rounds: %d of %.1f s each after a warm-up of as long; medians%n%n",
                rounds,
                seconds);
        System.out.println(table);
        return 0;
    }

    private String median(Lender.Kind kind, int threads, int connections, boolean virtual) throws Exception {
        double[] rates = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            try (Lender lender = kind.open(connections)) {
                rates[round] = rate(lender, threads, virtual);
            }
            System.err.printf(
                    Locale.ROOT,
                    "%-24s %,6d threads, %d connections: %,12.0f/s%n",
                    kind.title(),
                    threads,
                    connections,
                    rates[round]);
        }
        Arrays.sort(rates);
        return String.format(Locale.ROOT, "%,.0f", rates[rounds / 2]);
    }

    /** Borrowings a second, over all threads. */
    private double rate(Lender lender, int threads, boolean virtual) throws Exception {
        AtomicLong counted = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch started = new CountDownLatch(threads);
        ExecutorService executor = virtual ? virtualThreads() : Executors.newFixedThreadPool(threads);
        List<Future<?>> loops = new ArrayList<>();
        try {
            for (int i = 0; i < threads; i++) {
                loops.add(executor.submit(() -> {
                    started.countDown();
                    long own = 0;
                    while (!over.get()) {
                        lender.borrowAndReturn();
                        if ((++own & 63) == 0) {
                            counted.addAndGet(64);
                        }
                    }
                    return null;
                }));
            }
            started.await();
            TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
            long before = counted.get();
            long start = System.nanoTime();
            TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
            long after = counted.get();
            double elapsed = (System.nanoTime() - start) / 1e9;
            over.set(true);
            for (Future<?> loop : loops) {
                loop.get();
            }
            return (after - before) / elapsed;
        } finally {
            over.set(true);
            executor.shutdown();
        }
    }

    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }
}
