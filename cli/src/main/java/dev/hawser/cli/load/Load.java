package dev.hawser.cli.load;

import dev.hawser.Call;
import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.cli.request.Urls;
import dev.hawser.cli.terminal.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** Many requests by as many threads as there are to be connections. To be run once. */
final class Load {
    private static final int MOST_TALLIES = 64;
    private static final int STACK_BYTES = 256 * 1024;
    private static final int BUFFER = 16 * 1024;
    private static final long LOOK_MILLIS = 50;
    private static final int FAILURES_UNTIL_GIVEN_UP = 100;

    private final HawserClient client;
    private final Request request;
    private final LoadPlan plan;
    private final PoolCounts pool;
    private final LongSupplier nanoTime;
    private final List<Tally> tallies = new ArrayList<>();
    private final CompletableFuture<Schedule> started = new CompletableFuture<>();
    private final CountDownLatch working;
    private final LongAdder begun = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile boolean interrupted;
    private volatile boolean givenUp;

    /**
     * What a load has come to so far.
     *
     * @param begun how many requests were begun
     */
    record Glance(long elapsedNanos, long begun, long answered, long failed) {}

    /**
     * A load that is yet to be run.
     *
     * @param pool what listens to the pool of the client
     */
    Load(HawserClient client, Request request, LoadPlan plan, PoolCounts pool, LongSupplier nanoTime) {
        this.client = client;
        this.request = request;
        this.plan = plan;
        this.pool = pool;
        this.nanoTime = nanoTime;
        this.working = new CountDownLatch(plan.connections());
        for (int i = 0; i < Math.min(plan.connections(), MOST_TALLIES); i++) {
            tallies.add(new Tally());
        }
    }

    /**
     * Runs it.
     *
     * @param watcher who is told, again and again, what it has come to
     * @throws CommandFailure if there cannot be as many threads
     */
    LoadRecord run(Consumer<Glance> watcher) throws CommandFailure, InterruptedException {
        startThreads();
        Schedule schedule = new Schedule(plan, nanoTime);
        started.complete(schedule);
        while (!working.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            Glance now = new Glance(schedule.elapsedNanos(), begun.sum(), answered.sum(), failed.sum());
            givenUp |= now.answered() == 0 && now.failed() >= Math.max(FAILURES_UNTIL_GIVEN_UP, plan.connections());
            if (isEnded()) {
                schedule.stop();
                client.dispatcher().cancelAll();
            }
            watcher.accept(now);
        }
        return record(schedule);
    }

    /** Ends it soon: requests under way are cancelled, and not counted. */
    void interrupt() {
        interrupted = true;
    }

    private boolean isEnded() {
        return interrupted || givenUp;
    }

    private void startThreads() throws CommandFailure {
        for (int i = 0; i < plan.connections(); i++) {
            Tally tally = tallies.get(i % tallies.size());
            Thread thread = new Thread(null, () -> work(tally), "load " + i, STACK_BYTES);
            thread.setDaemon(true);
            try {
                thread.start();
            } catch (OutOfMemoryError e) {
                started.cancel(false);
                throw new CommandFailure(
                        "load: the system allows " + i + " threads, not the " + plan.connections() + " of -c", e);
            }
        }
    }

    private void work(Tally tally) {
        try {
            Schedule schedule = started.join();
            byte[] buffer = new byte[BUFFER];
            for (long due = schedule.awaitNext(); due != Schedule.OVER; due = schedule.awaitNext()) {
                exchange(tally, due, buffer);
            }
        } finally {
            working.countDown();
        }
    }

    private void exchange(Tally tally, long dueNanos, byte[] buffer) {
        Call call = client.newCall(request);
        begun.increment();
        try (Response response = call.execute()) {
            long bytes = drain(response.body().byteStream(), buffer);
            tally.answered(response.code(), bytes, nanoTime.getAsLong() - dueNanos);
            answered.increment();
        } catch (IOException e) {
            if (!call.isCanceled() || !isEnded()) {
                tally.failed(Causes.of(e));
                failed.increment();
            }
        }
    }

    private static long drain(InputStream body, byte[] buffer) throws IOException {
        long bytes = 0;
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            bytes += count;
        }
        return bytes;
    }

    private LoadRecord record(Schedule schedule) {
        long elapsedNanos = schedule.elapsedNanos();
        long due = schedule.due();
        Tally.Sum sum = new Tally.Sum();
        tallies.forEach(tally -> tally.addTo(sum));
        LoadRecord.Ending ending = interrupted
                ? LoadRecord.Ending.INTERRUPTED
                : givenUp ? LoadRecord.Ending.GIVEN_UP : LoadRecord.Ending.COMPLETE;
        return new LoadRecord(
                plan,
                request.method() + " " + Urls.shown(request.url()),
                elapsedNanos,
                ending,
                latency(sum.latencies),
                sum.statuses,
                sum.errors,
                sum.bytes,
                Math.max(due - begun.sum(), 0),
                begun.sum() - answered.sum() - failed.sum(),
                pool.snapshot());
    }

    private static LoadRecord.Latency latency(Histogram latencies) {
        return latencies.getTotalCount() == 0
                ? new LoadRecord.Latency(0, 0, 0, 0, 0, 0, 0)
                : new LoadRecord.Latency(
                        latencies.getMean(),
                        latencies.getMinValue(),
                        latencies.getValueAtPercentile(50),
                        latencies.getValueAtPercentile(90),
                        latencies.getValueAtPercentile(99),
                        latencies.getValueAtPercentile(99.9),
                        latencies.getMaxValue());
    }
}
