package dev.hawser.benchmarks.load;

import dev.hawser.benchmarks.clients.Contender;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One client in this JVM that downloads the same over and over, alone and beside streams that are read slowly. */
public final class DownloadRun {
    private static final int PIECE = 64 << 10;

    /**
     * A slow stream is read by so much, so often: some 100 KB a second. Shorter pauses make threads that wake up the load, not streams.
     */
    private static final int SLOW_PIECE = 10 << 10;

    private static final int SLOW_PAUSE_MILLIS = 100;

    private final DownloadPlan plan;
    private final Contender contender;
    private volatile boolean over;

    private DownloadRun(DownloadPlan plan, Contender contender) {
        this.plan = plan;
        this.contender = contender;
    }

    /** The process: its arguments are those of a {@link DownloadPlan}, its output the line of a {@link DownloadResult}. */
    public static void main(String[] arguments) throws Exception {
        DownloadPlan plan = DownloadPlan.of(arguments);
        try (Contender contender = plan.client().open(1, true)) {
            System.out.println(new DownloadRun(plan, contender).run().toLine());
        }
        System.exit(0); // some clients keep threads that hold the JVM
    }

    private DownloadResult run() throws Exception {
        Meter meter = new Meter();
        for (int i = 0; i < plan.warmUps(); i++) {
            double unused = download();
        }
        List<Double> alone = new ArrayList<>();
        List<Double> beside = new ArrayList<>();
        long cpuNanos = 0;
        for (int i = 0; i < plan.rounds(); i++) {
            long cpu = meter.cpuNanos();
            alone.add(download());
            cpuNanos += meter.cpuNanos() - cpu;
            if (plan.slow() > 0) {
                beside.add(downloadBesideSlowOnes());
            }
        }
        double cpuNanosPerByte = (double) cpuNanos / plan.rounds() / plan.bytes();
        return new DownloadResult(alone, beside, cpuNanosPerByte, meter.peakHeapBytes(), meter.directBytes());
    }

    private double downloadBesideSlowOnes() throws Exception {
        CountDownLatch begun = new CountDownLatch(plan.slow());
        ExecutorService threads = Executors.newFixedThreadPool(plan.slow());
        over = false;
        try {
            List<Future<Void>> readers = new ArrayList<>();
            for (int i = 0; i < plan.slow(); i++) {
                readers.add(threads.submit(() -> readSlowly(begun)));
            }
            if (!begun.await(1, TimeUnit.MINUTES)) {
                throw new IOException(begun.getCount() + " of " + plan.slow() + " slow streams did not begin");
            }
            double pace = download();
            over = true;
            for (Future<Void> reader : readers) {
                reader.get();
            }
            return pace;
        } finally {
            over = true;
            threads.shutdown();
        }
    }

    private Void readSlowly(CountDownLatch begun) throws Exception {
        byte[] piece = new byte[SLOW_PIECE];
        try (InputStream body = contender.open(plan.url())) {
            int count = body.read(piece);
            begun.countDown();
            while (count >= 0 && !over) {
                TimeUnit.MILLISECONDS.sleep(SLOW_PAUSE_MILLIS);
                count = body.read(piece);
            }
        }
        return null;
    }

    /** Downloads it once; returns the pace in bytes a second. */
    private double download() throws Exception {
        byte[] piece = new byte[PIECE];
        long start = System.nanoTime();
        long bytes = 0;
        try (InputStream body = contender.open(plan.url())) {
            for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
                bytes += count;
            }
        }
        if (bytes != plan.bytes()) {
            throw new IOException(bytes + " bytes came, " + plan.bytes() + " were expected");
        }
        return bytes * 1e9 / (System.nanoTime() - start);
    }
}
