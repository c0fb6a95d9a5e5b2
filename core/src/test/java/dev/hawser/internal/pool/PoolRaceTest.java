package dev.hawser.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Retirement;
import dev.hawser.internal.time.Alarm;
import java.io.IOException;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Eight threads that lease, return, cancel and are interrupted at random: in the end the books balance. */
class PoolRaceTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 20_000;
    private static final int MAX_TOTAL = 5;

    @RegisterExtension
    final AuditedPools pools = new AuditedPools();

    private final FakeTime time = new FakeTime();
    private final ConcurrentLinkedQueue<FakeConnection> made = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inUseTwice = new AtomicInteger();
    private final AtomicInteger leases = new AtomicInteger();
    private final Told told = new Told();

    /** Holds the events of each connection against the only order in which they may come. */
    private static final class Told implements PoolEvents<String, FakeConnection> {
        private final Map<FakeConnection, String> last = new ConcurrentHashMap<>();
        private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
        private final AtomicInteger opened = new AtomicInteger();
        private final AtomicInteger retired = new AtomicInteger();

        private void follows(FakeConnection connection, String event, String... before) {
            String previous = last.put(connection, event);
            if (!List.of(before).contains(String.valueOf(previous))) {
                faults.add(connection + ": " + event + " after " + previous);
            }
        }

        @Override
        public void opened(String key, FakeConnection connection) {
            follows(connection, "opened", "null");
            opened.incrementAndGet();
        }

        @Override
        public void leased(String key, FakeConnection connection, long idleNanos, int uses, long waitedNanos) {
            follows(connection, "leased", "opened", "returned");
        }

        @Override
        public void returned(String key, FakeConnection connection, int uses) {
            follows(connection, "returned", "leased");
        }

        @Override
        public void retired(String key, FakeConnection connection, Retirement reason, int uses, long ageNanos) {
            follows(connection, "retired", "opened", "returned");
            retired.incrementAndGet();
        }
    }

    @Test
    void theBooksBalance() throws Exception {
        long seed = Long.getLong("hawser.seed", new Random().nextLong());
        System.out.println("PoolRaceTest: -Dhawser.seed=" + seed);
        ExecutorService dials = Executors.newFixedThreadPool(2);
        ExecutorService callers = Executors.newFixedThreadPool(THREADS);
        try {
            Settings settings = new Settings().maxTotal(MAX_TOTAL).maxIdle(3).maxUses(500);
            Pool<String, FakeConnection> pool = pools.audited(new Pool<>(
                    settings.make(),
                    time,
                    time,
                    (name, keeps, work) -> dials.execute(work),
                    new Random(seed),
                    (key, connection, held, trace) -> {},
                    told));
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(seed + i);
                ends.add(callers.submit(() -> {
                    start.await();
                    for (int round = 0; round < ROUNDS; round++) {
                        round(pool, random);
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> end : ends) {
                end.get();
            }
            dials.shutdown();
            assertThat(dials.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            assertBalance(pool);
        } finally {
            callers.shutdownNow();
            dials.shutdownNow();
        }
    }

    private void assertBalance(Pool<String, FakeConnection> pool) {
        pool.audit();
        PoolCounts counts = pool.counts();
        long open = made.stream().filter(connection -> !connection.isClosed()).count();
        assertThat(counts).isEqualTo(new PoolCounts(0, (int) open, 0, 0, 0));
        pool.evictAll();
        assertThat(made).allMatch(FakeConnection::isClosed);
        assertThat(inUseTwice).hasValue(0);
        assertThat(told.faults).isEmpty();
        assertThat(told.opened).hasValue(made.size());
        assertThat(told.retired).hasValue(made.size());
        assertThat(leases.get()).isGreaterThan(THREADS * ROUNDS / 2);
        System.out.println("PoolRaceTest: " + leases + " leases of " + made.size() + " connections");
    }

    private void round(Pool<String, FakeConnection> pool, Random random) {
        String key = random.nextInt(4) == 0 ? "b" : "a";
        Object holder = new Object();
        Lease<String, FakeConnection> lease = random.nextInt(3) == 0 ? null : pool.leaseIdle(key, holder);
        try {
            if (lease == null) {
                lease = waited(pool, key, holder, random);
            }
            if (lease != null) {
                use(pool, lease, random.nextInt(50));
            }
        } finally {
            Reference.reachabilityFence(holder);
        }
    }

    private void use(Pool<String, FakeConnection> pool, Lease<String, FakeConnection> lease, int end) {
        leases.incrementAndGet();
        FakeConnection connection = lease.connection();
        if (connection.users.incrementAndGet() > 1) {
            inUseTwice.incrementAndGet();
        }
        Thread.onSpinWait();
        connection.users.decrementAndGet();
        if (end == 0) {
            pool.release(lease, Retirement.IO_ERROR);
        } else if (end == 1) {
            connection.fault = Retirement.PEER_CLOSED;
            pool.release(lease);
        } else {
            pool.release(lease);
        }
        if (pool.release(lease, Retirement.CANCELED)) {
            inUseTwice.incrementAndGet();
        }
    }

    private @Nullable Lease<String, FakeConnection> waited(
            Pool<String, FakeConnection> pool, String key, Object holder, Random random) {
        boolean fails = random.nextInt(10) == 0;
        AtomicReference<@Nullable Thread> caller = new AtomicReference<>();
        int interruption = random.nextInt(10);
        Want<String, FakeConnection> want = new Want<>(key, holder, false, random.nextInt(10) == 0, dial -> {
            Thread waiting = caller.get();
            if (interruption == 0 && waiting != null) {
                waiting.interrupt();
            }
            if (fails) {
                throw new IOException("refused");
            }
            FakeConnection connection = new FakeConnection("connection");
            made.add(connection);
            return new Dialed.Opened<>(connection);
        });
        caller.set(Thread.currentThread());
        Wait<String, FakeConnection> wait = pool.lease(want);
        if (random.nextInt(5) == 0) {
            wait.cancel();
        }
        if (random.nextInt(20) == 0) {
            Thread.currentThread().interrupt();
        }
        try {
            return wait.await(random.nextInt(20) == 0 ? time.nanoTime() : Alarm.NEVER);
        } catch (IOException expected) {
            return null;
        } finally {
            caller.set(null);
            Thread.interrupted();
        }
    }
}
