package dev.hawser.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

/** 50 callers at once, on a cold pool: a dial takes 150 ms, an exchange 2 ms. */
class SpikeTest {
    private static final int CALLERS = 50;
    private static final long DIAL = 150;
    private static final long EXCHANGE = 2;

    private record Event(long at, int order, Runnable what) {}

    private final PriorityQueue<Event> agenda =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingInt(Event::order));
    private final List<FakeWaiter> waiting = new ArrayList<>();
    private final List<Long> servedAt = new ArrayList<>();
    private long millis;
    private int events;
    private int opened;

    private void later(long delay, Runnable what) {
        agenda.add(new Event(millis + delay, events++, what));
    }

    private void run(Desk desk, boolean mayShare, int capacity) {
        for (int i = 0; i < CALLERS; i++) {
            waiting.add(desk.ask(new FakeWaiter("host", mayShare, false)));
        }
        int seen = 0;
        while (true) {
            for (; seen < desk.dialsBegun; seen++) {
                later(DIAL, () -> {
                    desk.open(capacity);
                    opened++;
                });
            }
            for (FakeWaiter served :
                    waiting.stream().filter(FakeWaiter::isServed).toList()) {
                waiting.remove(served);
                servedAt.add(millis);
                later(EXCHANGE, () -> desk.release(served.lease()));
            }
            Event next = agenda.poll();
            if (next == null) {
                break;
            }
            desk.passMillis(next.at() - millis);
            millis = next.at();
            next.what().run();
            desk.cleanupAll();
        }
        System.out.printf(
                "SpikeTest, capacity %d: %d callers, %d dials, %d connections opened, last served after %d ms%n",
                capacity, servedAt.size(), desk.dialsBegun, opened, servedAt.get(servedAt.size() - 1));
    }

    @Test
    void isServedByTheFirstConnectionsAndDialsNoMoreThanTheLimitTwice() {
        Desk desk = new Desk(new Settings());
        run(desk, false, 1);

        assertThat(servedAt).hasSize(CALLERS);
        assertThat(desk.dialsBegun).isEqualTo(16);
        assertThat(opened).isEqualTo(16);
        assertThat(servedAt.get(CALLERS - 1)).isEqualTo(DIAL + 6 * EXCHANGE);
    }

    @Test
    void makesOneConnectionToAPeerThatShares() {
        Desk desk = new Desk(new Settings());
        run(desk, true, 100);

        assertThat(servedAt).hasSize(CALLERS).containsOnly(DIAL);
        assertThat(desk.dialsBegun).isEqualTo(1);
        assertThat(opened).isEqualTo(1);
    }
}
