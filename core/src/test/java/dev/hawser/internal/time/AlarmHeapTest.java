package dev.hawser.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlarmHeapTest {
    private static final class Entry extends AlarmHeap.Entry {}

    private final AlarmHeap<Entry> heap = new AlarmHeap<>();

    @Test
    void firstIsAlwaysTheEarliestWhateverIsPutMovedAndRemoved() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Entry> in = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            // Near the overflow of the scale, where only subtraction orders.
            long due = Long.MAX_VALUE - 50 + random.nextInt(100);
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    Entry entry = new Entry();
                    heap.put(entry, due);
                    in.add(entry);
                }
                case 2 -> {
                    if (!in.isEmpty()) {
                        heap.put(in.get(random.nextInt(in.size())), due);
                    }
                }
                default -> {
                    for (int i = 0; i < 3 && !in.isEmpty(); i++) {
                        Entry removed = in.remove(random.nextInt(in.size()));
                        heap.remove(removed);
                        assertThat(removed.isSet()).isFalse();
                    }
                }
            }
            assertThat(heap.isEmpty()).as("seed %d step %d", seed, step).isEqualTo(in.isEmpty());
            if (!in.isEmpty()) {
                long earliest = in.stream()
                        .map(Entry::dueNanos)
                        .min(Comparator.comparingLong(at -> at - Long.MAX_VALUE))
                        .orElseThrow();
                assertThat(heap.first().dueNanos())
                        .as("seed %d step %d", seed, step)
                        .isEqualTo(earliest);
            }
        }
    }
}
