package dev.hawser.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Keys that share a total which is always full, each with callers who ask again as soon as they are served: a dial
 * takes 150 ms, an exchange 2 ms on average.
 */
class FullTotalTest {
    private static final int TOTAL = 4;
    private static final int CALLERS = 8;
    private static final long DIAL_MICROS = 150_000;
    private static final double EXCHANGE_MICROS = 2_000;
    private static final long RUN_MICROS = 20_000_000;

    /** Asks now and then, by one caller. */
    private static final String RARE = "rare";

    /** Does not give back. */
    private static final String STUCK = "stuck";

    private record Event(long at, int order, Runnable what) {}

    private final Random random = new Random(1);
    private final PriorityQueue<Event> agenda =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingInt(Event::order));
    private Desk desk = new Desk(new Settings().maxTotal(TOTAL));
    private final List<FakeWaiter> waiting = new ArrayList<>();
    private final Map<String, Integer> served = new HashMap<>();

    /** How often a connection came back elsewhere since one of this key was served, or given room. */
    private final Map<String, Integer> passed = new HashMap<>();

    private int mostPassed;
    private long micros;
    private int events;
    private int dialsSeen;
    private int releases;

    private void later(double delay, Runnable what) {
        agenda.add(new Event(micros + (long) delay, events++, what));
    }

    private void ask(String key) {
        waiting.add(desk.ask(key));
    }

    /** Has a key's callers ask, each again when he gives back. */
    private void begin(String key) {
        for (int i = 0; i < CALLERS; i++) {
            ask(key);
        }
    }

    private void serve(FakeWaiter waiter) {
        waiting.remove(waiter);
        String key = waiter.want.key();
        served.merge(key, 1, Integer::sum);
        passed.remove(key);
        if (key.equals(STUCK)) {
            return;
        }
        later(-EXCHANGE_MICROS * Math.log(1 - random.nextDouble()), () -> {
            if (!key.equals(RARE)) {
                releases++;
                ask(key);
            }
            desk.release(waiter.lease());
            passOver(key);
        });
    }

    /** A connection of this key came back: a head of another one that has no room yet has waited for one more. */
    private void passOver(String released) {
        waiting.stream()
                .filter(waiter -> !waiter.isServed())
                .map(waiter -> waiter.want.key())
                .distinct()
                .filter(key -> !key.equals(released) && !(hasRoom(key) && passed.get(key) == null))
                .forEach(key -> {
                    mostPassed = Math.max(mostPassed, passed.merge(key, 1, Integer::sum));
                    if (hasRoom(key)) {
                        passed.remove(key);
                    }
                });
    }

    private void runFor(long duration) {
        long end = micros + duration;
        while (micros < end) {
            step();
        }
    }

    private void step() {
        for (; dialsSeen < desk.dialsBegun; dialsSeen++) {
            later(DIAL_MICROS, () -> desk.open(1));
        }
        waiting.stream().filter(FakeWaiter::isServed).toList().forEach(this::serve);
        Event next = agenda.remove();
        desk.now += 1_000 * (next.at() - micros);
        micros = next.at();
        next.what().run();
        desk.cleanupAll();
    }

    private boolean isDialing(String key) {
        return desk.dials.stream().anyMatch(dial -> dial.entry().home.key.equals(key));
    }

    /** Whether a connection is being made for a key, or another key's is set aside for it. */
    private boolean hasRoom(String key) {
        Book<String, FakeConnection> book = desk.ledger.shelves.books.get(key);
        return isDialing(key) || book != null && book.demand != null && desk.ledger.dials.promises.has(book.demand);
    }

    /** So often a connection came back to another key before this one had room, or was served. */
    private int releasesUntilRoomFor(String key) {
        FakeWaiter waiter = desk.ask(key);
        waiting.add(waiter);
        int before = releases;
        while (!hasRoom(key) && !waiter.isServed()) {
            step();
        }
        int passed = releases - before;
        while (waiting.contains(waiter)) {
            step();
        }
        return passed;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, TOTAL, 5})
    void noHeadOfTwoBusyKeysWaitsForMoreThanTwoReleasesElsewhereAndTheyDoNotDialForEachOther(int total) {
        desk = new Desk(new Settings().maxTotal(total));
        begin("a");
        begin("b");
        runFor(RUN_MICROS);

        report("two busy keys on " + total);
        assertThat(mostPassed).isEqualTo(2);
        assertThat(desk.dialsBegun).isLessThanOrEqualTo(total + 2);
        int all = served.values().stream().mapToInt(Integer::intValue).sum();
        int share = total / 2;
        int least = 95 * all * share / (100 * total);
        assertThat(List.of("a", "b"))
                .allSatisfy(key -> assertThat(served.get(key)).isGreaterThan(least));
    }

    @Test
    void noHeadOfManyKeysWaitsForMoreReleasesElsewhereThanThereAreKeys() {
        List<String> keys = List.of("a", "b", "c", "d", "e", "f");
        keys.forEach(this::begin);
        runFor(RUN_MICROS);

        report("six busy keys");
        assertThat(mostPassed).isBetween(3, keys.size());
        assertThat(keys).allSatisfy(key -> assertThat(served.get(key)).isPositive());
    }

    @Test
    void keysThatEachHaveAConnectionKeepIt() {
        List<String> keys = List.of("a", "b", "c", "d");
        keys.forEach(this::begin);
        runFor(RUN_MICROS);

        report("four busy keys");
        assertThat(mostPassed).isBetween(2, keys.size());
        assertThat(desk.dialsBegun).isLessThanOrEqualTo(2 * TOTAL);
        assertThat(keys).allSatisfy(key -> assertThat(served.get(key)).isGreaterThan(releases / 6));
    }

    @Test
    void twoKeysThatWaitAtOnceGetRoomWithinTwoReleasesEach() {
        begin("a");
        runFor(RUN_MICROS / 10);
        int before = releases;
        ask(RARE);
        ask(STUCK);
        while (!hasRoom(RARE) || !hasRoom(STUCK)) {
            step();
        }

        assertThat(releases - before).isEqualTo(2);
    }

    @Test
    void aKeyWithoutConnectionGetsOneWithinTwoReleasesElsewhere() {
        begin("a");
        begin("b");
        runFor(RUN_MICROS / 10);
        int most = 0;
        for (int i = 0; i < 50; i++) {
            most = Math.max(most, releasesUntilRoomFor(RARE));
            runFor(RUN_MICROS / 100);
        }

        System.out.printf("FullTotalTest: at most %d releases elsewhere, 50 times%n", most);
        assertThat(most).isEqualTo(2);
    }

    @Test
    void aKeyWhoseConnectionsDoNotComeBackGetsRoomWithinTwoReleasesAndAConnectionWhenPatienceEnds() {
        ask(STUCK);
        ask(STUCK);
        begin("a");
        runFor(RUN_MICROS / 10);
        long asked = micros;
        int passed = releasesUntilRoomFor(STUCK);

        System.out.printf(
                "FullTotalTest: a stuck key: %d releases elsewhere, %d ms%n", passed, (micros - asked) / 1_000);
        assertThat(passed).isLessThanOrEqualTo(2);
        assertThat(micros - asked).isBetween(250_000L + DIAL_MICROS, 260_000L + DIAL_MICROS);
    }

    private void report(String what) {
        System.out.printf(
                "FullTotalTest: %s in 20 s: served %s, %d dials, at most %d releases elsewhere%n",
                what, served, desk.dialsBegun, mostPassed);
    }
}
