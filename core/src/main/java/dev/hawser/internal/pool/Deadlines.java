package dev.hawser.internal.pool;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Items in order of the time at which they are due: a binary heap in which each item knows its place, so
 * that it can be moved or removed in O(log n).
 */
final class Deadlines<T extends Deadlines.Item> {
    /** What has a deadline. In one heap at most. */
    abstract static class Item {
        private static final int ABSENT = -1;

        private long dueNanos;
        private int place = ABSENT;

        /** When it is due; of meaning only while it is in a heap. */
        final long dueNanos() {
            return dueNanos;
        }

        final boolean hasDeadline() {
            return place != ABSENT;
        }
    }

    private final ArrayList<T> heap = new ArrayList<>();

    /** The item that is due first. */
    @Nullable
    T first() {
        return heap.isEmpty() ? null : heap.get(0);
    }

    int size() {
        return heap.size();
    }

    /** Sets an item's deadline, whether it had one or not. */
    void set(T item, long dueNanos) {
        Item fields = item;
        if (!item.hasDeadline()) {
            fields.place = heap.size();
            fields.dueNanos = dueNanos;
            heap.add(item);
            up(item);
        } else {
            boolean sooner = dueNanos - fields.dueNanos < 0;
            fields.dueNanos = dueNanos;
            if (sooner) {
                up(item);
            } else {
                down(item);
            }
        }
    }

    /** Sets an item's deadline, unless it has an earlier one. */
    void bringForward(T item, long dueNanos) {
        if (!item.hasDeadline() || dueNanos - item.dueNanos() < 0) {
            set(item, dueNanos);
        }
    }

    /** Takes an item's deadline away, if it has one. */
    void remove(T item) {
        if (!item.hasDeadline()) {
            return;
        }
        Item fields = item;
        int hole = fields.place;
        fields.place = Item.ABSENT;
        T last = heap.remove(heap.size() - 1);
        if (hole < heap.size()) {
            put(last, hole);
            up(last);
            down(last);
        }
    }

    private void up(T item) {
        Item fields = item;
        while (fields.place > 0) {
            int place = fields.place;
            T parent = heap.get((place - 1) >>> 1);
            if (!isSooner(item, parent)) {
                return;
            }
            put(item, (place - 1) >>> 1);
            put(parent, place);
        }
    }

    private void down(T item) {
        Item fields = item;
        while (true) {
            int place = fields.place;
            int child = 2 * place + 1;
            if (child >= heap.size()) {
                return;
            }
            if (child + 1 < heap.size() && isSooner(heap.get(child + 1), heap.get(child))) {
                child++;
            }
            T sooner = heap.get(child);
            if (!isSooner(sooner, item)) {
                return;
            }
            put(item, child);
            put(sooner, place);
        }
    }

    private void put(T item, int place) {
        Item fields = item;
        fields.place = place;
        heap.set(place, item);
    }

    private boolean isSooner(T a, T b) {
        return a.dueNanos() - b.dueNanos() < 0;
    }
}
