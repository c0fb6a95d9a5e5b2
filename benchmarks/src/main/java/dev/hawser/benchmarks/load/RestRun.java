package dev.hawser.benchmarks.load;

import dev.hawser.benchmarks.clients.Client;
import dev.hawser.benchmarks.clients.Contender;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** A client in this JVM that has made connections to other hosts, and of which nothing is asked any more. */
public final class RestRun {
    /** As Linux shows it. */
    private static final String BACKGROUND_THREAD = "hawser sweeper";

    /**
     * How long all connections are idle before it is measured: they are watched by then, and the alarms of their last
     * timeouts, of 10 s, have rung to no purpose.
     */
    private static final int SETTLE_SECONDS = 13;

    private RestRun() {}

    /** The process: its arguments are those of a {@link LoadPlan}, its output a {@link RestResult}. */
    public static void main(String[] arguments) throws Exception {
        System.out.println(run(LoadPlan.of(arguments)).toLine());
        System.exit(0);
    }

    private static RestResult run(LoadPlan plan) throws Exception {
        Meter meter = new Meter();
        try (Contender contender = Client.HAWSER.open(LoadRun.FIRST_IDLE + plan.idle(), false)) {
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            long before = 0;
            for (int i = 0; i < LoadRun.FIRST_IDLE + plan.idle(); i++) {
                if (i == LoadRun.FIRST_IDLE) {
                    before = meter.heapBytes();
                }
                contender.getter(plan.otherHost(i)).get();
            }
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            long heap = meter.heapBytes() - before;
            long cpu = meter.cpuNanos();
            Tasks.Work background = Tasks.of(BACKGROUND_THREAD);
            long start = System.nanoTime();
            TimeUnit.NANOSECONDS.sleep((long) (plan.seconds() * 1e9));
            return new RestResult(
                    System.nanoTime() - start,
                    meter.cpuNanos() - cpu,
                    Tasks.of(BACKGROUND_THREAD).since(background),
                    ManagementFactory.getThreadMXBean().getThreadCount() - threads,
                    meter.sockets(),
                    heap);
        }
    }
}
