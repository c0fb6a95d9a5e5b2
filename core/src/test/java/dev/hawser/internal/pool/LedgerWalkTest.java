package dev.hawser.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Retirement;
import dev.hawser.ReuseOrder;
import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every operation of the ledger, in random order, with connections of every capacity; audited after each step. */
class LedgerWalkTest {
    private static final int WALKS = 60;
    private static final int STEPS = Integer.getInteger("hawser.walk.steps", 17_000);

    @Test
    void theBooksAddUpWhateverHappens() {
        long seed = Long.getLong("hawser.seed", new Random().nextLong());
        System.out.println("LedgerWalkTest: -Dhawser.seed=" + seed);
        try {
            walk(new Random(seed));
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("with -Dhawser.seed=" + seed, e);
        }
    }

    private static void walk(Random seeds) {
        int opened = 0;
        int served = 0;
        int promises = 0;
        for (int walk = 0; walk < WALKS; walk++) {
            Walk each = new Walk(new Random(seeds.nextLong()));
            for (int step = 0; step < STEPS; step++) {
                each.step();
            }
            each.end();
            opened += each.opened;
            served += each.served;
            promises += each.promises;
        }
        System.out.println("LedgerWalkTest: " + WALKS * STEPS + " steps, " + opened + " connections opened, " + served
                + " leases, " + promises + " steps with room promised");
        assertThat(promises).isGreaterThan(WALKS * STEPS / 1_000);
        assertThat(opened).isGreaterThan(WALKS * STEPS / 100);
        assertThat(served).isGreaterThan(WALKS * STEPS / 20);
    }

    private static final class Walk {
        private static final List<String> KEYS = List.of("a", "b", "c", "d");
        private static final List<String> FURTHER = List.of("ip:1", "ip:2");

        private final Random random;
        private final boolean sharing;
        /** Whether many wait, and only the total keeps them from a connection. */
        private final boolean crowded;

        private final Ledger<String, FakeConnection> ledger;
        private final List<Todo.NewDial<String, FakeConnection>> dials = new ArrayList<>();
        private final List<FakeWaiter> waiters = new ArrayList<>();
        private final List<Lease<String, FakeConnection>> leases = new ArrayList<>();
        private final List<FakeConnection> open = new ArrayList<>();
        private final Map<String, Long> lastServed = new HashMap<>();
        /** Those whose first connection was dead: they may be served after one who came later. */
        private final Set<FakeWaiter> comers = new HashSet<>();

        /** Those that must not be leased again. */
        private final Set<FakeConnection> evicted = new HashSet<>();

        private final Set<Entry<String, FakeConnection>> evictedDials = new HashSet<>();
        private long now;
        private int connections;
        private boolean limitsWereLowered;
        int opened;
        int served;
        int promises;

        Walk(Random random) {
            this.random = random;
            this.now = random.nextLong();
            this.sharing = random.nextInt(3) > 0;
            this.crowded = random.nextInt(4) == 0;
            this.ledger = new Ledger<>(settings(), new ReferenceQueue<>(), false);
        }

        private PoolSettings settings() {
            Settings settings = new Settings();
            settings.order = Objects.requireNonNull(any(List.of(ReuseOrder.values())));
            settings.maxIdle = oneOf(0, 1, 3, PoolSettings.NO_LIMIT);
            settings.maxIdlePerKey = oneOf(0, 1, 2, PoolSettings.NO_LIMIT, PoolSettings.NO_LIMIT);
            settings.maxTotal = oneOf(1, 2, 5, PoolSettings.NO_LIMIT);
            settings.maxPerKey = oneOf(1, 2, 4, PoolSettings.NO_LIMIT);
            settings.maxWaiters = oneOf(0, 3, 20, PoolSettings.NO_LIMIT);
            settings.maxDials = oneOf(1, 2, 8);
            settings.maxUses = oneOf(1, 5, 50, PoolSettings.NO_LIMIT);
            settings.maxStreams = oneOf(1, 2, 50, PoolSettings.NO_LIMIT);
            settings.maxShared = oneOf(1, 2, PoolSettings.NO_LIMIT, PoolSettings.NO_LIMIT);
            settings.maxLifetime = TimeUnit.SECONDS.toNanos(oneOf(5, 30, 1_000));
            settings.jitter = 0.1;
            settings.keepAlive = TimeUnit.SECONDS.toNanos(oneOf(1, 10, 300));
            settings.minIdlePerKey = oneOf(0, 0, 1, 2);
            settings.leakThreshold =
                    random.nextBoolean() ? PoolSettings.FOREVER : TimeUnit.MILLISECONDS.toNanos(oneOf(1, 500, 10_000));
            settings.withoutHint = TimeUnit.SECONDS.toNanos(oneOf(1, 5, 300));
            if (crowded) {
                settings.maxTotal = oneOf(2, 4, 5);
                settings.maxPerKey = PoolSettings.NO_LIMIT;
                settings.maxWaiters = PoolSettings.NO_LIMIT;
                settings.maxUses = PoolSettings.NO_LIMIT;
            }
            return settings.make();
        }

        private int oneOf(int... choices) {
            return choices[random.nextInt(choices.length)];
        }

        private <T> @Nullable T any(List<T> list) {
            return list.isEmpty() ? null : list.get(random.nextInt(list.size()));
        }

        private String key() {
            return KEYS.get(random.nextInt(random.nextBoolean() ? 2 : KEYS.size()));
        }

        void step() {
            now += oneOf(0, 1_000, 1_000_000, 100_000_000, 400_000_000);
            int choice = random.nextInt(100);
            if (choice < 22 || crowded && waiters.size() < 10) {
                leaseOrWait();
            } else if (choice < 50) {
                release();
            } else if (choice < 74) {
                endDial();
            } else if (choice < 79) {
                giveUp();
            } else if (choice < 83) {
                peerChangesItsMind();
            } else if (choice < 85) {
                drain();
            } else if (choice < 86) {
                withdraw();
            } else if (choice < 88) {
                keepAliveOrAgain();
            } else if (choice < 89) {
                evict();
            } else if (choice < 91) {
                suspendOrResume();
            } else if (choice < 92) {
                ledger.warm(key(), FakeWaiter.UNUSED, now);
            } else if (choice < 93 && random.nextInt(5) == 0) {
                ledger.resize(settings(), now);
                limitsWereLowered = true;
            } else {
                long left = ledger.cleanupAtAlarm(now);
                while (left == 0) {
                    left = ledger.cleanupAtAlarm(now);
                }
            }
            perform();
        }

        private void leaseOrWait() {
            String key = key();
            FakeWaiter waiter = new FakeWaiter(key, sharing, random.nextInt(8) == 0);
            if (!waiter.want.fresh()) {
                Lease<String, FakeConnection> lease = ledger.leaseIdle(key, new Object(), now);
                if (lease != null) {
                    took(lease);
                    return;
                }
            }
            FakeConnection other = any(open);
            if (sharing && other != null && random.nextInt(10) == 0) {
                ledger.adopt(other, key, now);
            }
            if (ledger.ask(waiter, now) == null) {
                waiters.add(waiter);
            }
        }

        private void took(Lease<String, FakeConnection> lease) {
            served++;
            assertThat(lease.connection().isClosed())
                    .as("leased after it was closed")
                    .isFalse();
            assertThat(evicted).as("leased after its eviction").doesNotContain(lease.connection());
            assertThat(ledger.suspended).as("leased while suspended").isFalse();
            lease.take();
            leases.add(lease);
        }

        private void release() {
            Lease<String, FakeConnection> lease = any(leases);
            if (lease == null) {
                return;
            }
            leases.remove(lease);
            Retirement reason = random.nextInt(6) == 0 ? Retirement.IO_ERROR : null;
            assertThat(lease.endTaken(reason)).isTrue();
            ledger.release(lease, reason, true, now);
        }

        private void endDial() {
            Todo.NewDial<String, FakeConnection> dial = any(dials);
            if (dial == null) {
                return;
            }
            dials.remove(dial);
            int outcome = random.nextInt(10);
            FakeConnection other = any(open);
            if (outcome < 2) {
                ledger.failed(dial.entry(), new IOException("refused"), now);
            } else if (outcome < 4 && sharing && other != null) {
                ledger.joined(dial.entry(), other, now);
            } else {
                FakeConnection made = new FakeConnection("connection " + ++connections);
                open.add(made);
                opened++;
                if (evictedDials.remove(dial.entry())) {
                    evicted.add(made);
                }
                int capacity = sharing ? oneOf(1, 1, 3, 100, 100, 0) : 1;
                List<String> further = sharing ? FURTHER.subList(0, random.nextInt(3)) : List.of();
                ledger.opened(dial.entry(), new Dialed.Opened<>(made, capacity, further), random.nextDouble(), now);
            }
        }

        private void giveUp() {
            FakeWaiter waiter = any(waiters);
            if (waiter != null) {
                assertThat(ledger.giveUp(waiter, now)).isTrue();
                waiters.remove(waiter);
            }
        }

        private void peerChangesItsMind() {
            FakeConnection connection = any(open);
            if (connection != null && sharing && random.nextInt(3) == 0) {
                ledger.suspicionChanged(connection, random.nextBoolean(), now);
            } else if (connection != null && sharing) {
                ledger.capacityChanged(connection, oneOf(0, 1, 3, 3, 100, 100), now);
            }
        }

        private void drain() {
            FakeConnection connection = any(open);
            if (connection != null) {
                ledger.drain(connection, random.nextBoolean() ? Retirement.GOAWAY : Retirement.PEER_CLOSED, now);
            }
        }

        private void withdraw() {
            FakeConnection connection = any(open);
            if (connection != null) {
                ledger.withdraw(connection, key(), now);
            }
            assertThat(ledger.candidates(FURTHER)).allMatch(found -> !found.isClosed());
        }

        private void evict() {
            switch (random.nextInt(3)) {
                case 0 -> ledger.evictAll(Retirement.EVICTED, now);
                case 1 -> {
                    ledger.softEvict(null, now);
                    evicted.addAll(open);
                    dials.forEach(dial -> evictedDials.add(dial.entry()));
                }
                default -> {
                    String key = key();
                    ledger.softEvict(key, now);
                    ledger.shelves.entries.forEach((connection, entry) -> {
                        if (entry.home.key.equals(key)) {
                            evicted.add(connection);
                        }
                    });
                    dials.stream()
                            .map(Todo.NewDial::entry)
                            .filter(dial -> dial.home.key.equals(key))
                            .forEach(evictedDials::add);
                }
            }
        }

        private void suspendOrResume() {
            if (ledger.suspended) {
                ledger.resume(now);
            } else {
                ledger.suspend();
            }
        }

        private void keepAliveOrAgain() {
            Lease<String, FakeConnection> lease = any(leases);
            if (lease != null && random.nextBoolean()) {
                ledger.keepAlive(lease, TimeUnit.SECONDS.toNanos(oneOf(-1, 0, 2, 7, 500)), oneOf(-1, 0, 1, 10), now);
            } else if (lease != null) {
                ledger.again(lease);
            }
        }

        /** Does what the ledger decided, and holds it against what may be decided. */
        private void perform() {
            Audit.check(ledger);
            Todo<String, FakeConnection> todo = ledger.takeTodo();
            while (todo != null) {
                List<FakeWaiter> dead = new ArrayList<>();
                for (Todo.Delivery<String, FakeConnection> delivery : todo.deliveries) {
                    FakeWaiter waiter = (FakeWaiter) delivery.to();
                    assertThat(waiters.remove(waiter))
                            .as("delivered to one who did not wait")
                            .isTrue();
                    delivery.perform();
                    if (waiter.isServed()) {
                        deliver(waiter, dead);
                    }
                }
                for (Todo.Close<FakeConnection> close : todo.closes) {
                    close.connection().close(close.reason());
                    assertThat(open.remove(close.connection())).isTrue();
                    evicted.remove(close.connection());
                }
                dials.addAll(todo.dials);
                for (FakeWaiter waiter : dead) {
                    comeAgain(waiter);
                }
                todo = ledger.takeTodo();
            }
            promises += ledger.dials.promises.first() == null ? 0 : 1;
            PoolCounts counts = ledger.counts();
            assertThat(counts.dialing()).isEqualTo(dials.size());
            assertThat(counts.connections()).isEqualTo(open.size());
            assertThat(counts.waiting()).isEqualTo(waiters.size());
            if (!limitsWereLowered) {
                assertThat(counts.total()).isLessThanOrEqualTo(ledger.settings.maxTotal());
                assertThat(ledger.shelves.books.values()).allMatch(book -> book.total() <= ledger.settings.maxPerKey());
            }
        }

        private void deliver(FakeWaiter waiter, List<FakeWaiter> dead) {
            Lease<String, FakeConnection> lease = waiter.lease();
            if (waiter.want.fresh()) {
                if (!sharing) {
                    assertThat(lease.ageNanos()).as("age of a fresh connection").isZero();
                }
            } else if (!comers.contains(waiter)) {
                assertThat(waiter.arrival)
                        .as("arrival of the one served at " + waiter.want.key())
                        .isGreaterThan(lastServed.getOrDefault(waiter.want.key(), 0L));
                lastServed.put(waiter.want.key(), waiter.arrival);
            }
            int fate = random.nextInt(20);
            if (fate == 0) {
                dead.add(waiter);
            } else if (fate == 1) {
                assertThat(ledger.giveUp(waiter, now)).isFalse();
                assertThat(lease.endReserved(null)).isTrue();
                ledger.release(lease, null, false, now);
            } else {
                took(lease);
            }
        }

        /** A connection turned out dead on delivery: who got it waits again, in his old place. */
        private void comeAgain(FakeWaiter waiter) {
            Lease<String, FakeConnection> lease = waiter.lease();
            waiter.forget();
            assertThat(lease.endReserved(Retirement.PEER_CLOSED)).isTrue();
            ledger.release(lease, Retirement.PEER_CLOSED, false, now);
            comers.add(waiter);
            assertThat(ledger.askAgain(waiter, now)).isNull();
            waiters.add(waiter);
            Audit.check(ledger);
        }

        void end() {
            ledger.resume(now);
            perform();
            while (!dials.isEmpty()) {
                ledger.failed(dials.remove(0).entry(), new IOException("refused"), now);
                perform();
                while (!waiters.isEmpty()) {
                    ledger.giveUp(waiters.remove(0), now);
                    perform();
                }
            }
            while (!waiters.isEmpty()) {
                ledger.giveUp(waiters.remove(0), now);
                perform();
            }
            while (!leases.isEmpty()) {
                release();
                perform();
            }
            ledger.close(new IOException("closed"), now);
            perform();
            while (!dials.isEmpty()) {
                ledger.failed(dials.remove(0).entry(), new IOException("aborted"), now);
                perform();
            }
            assertThat(open).isEmpty();
            assertThat(ledger.shelves.books).isEmpty();
            assertThat(ledger.shelves.entries).isEmpty();
            assertThat(ledger.shelves.further).isEmpty();
            assertThat(ledger.deadlines.size()).isZero();
            assertThat(ledger.dials.patience.size()).isZero();
            assertThat(ledger.dials.promises.first()).isNull();
            assertThat(ledger.dials.promises.allAside()).isEmpty();
            assertThat(ledger.reserves.deadlines.size()).isZero();
            assertThat(ledger.reserves.dialing).isZero();
        }
    }
}
