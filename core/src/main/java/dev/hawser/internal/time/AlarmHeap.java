package dev.hawser.internal.time;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A binary heap, earliest entry first, in which each entry knows its place. Not safe for many threads. */
final class AlarmHeap<E extends AlarmHeap.Entry> {
    private static final int SMALLEST = 16;

    private @Nullable Entry[] entries = new Entry[SMALLEST];
    private int size;

    /** What the heap orders: a time, and the place in the heap, -1 outside it. */
    abstract static class Entry {
        private volatile long dueNanos = Alarm.NEVER;
        private int place = -1;

        /** Its time, {@link Alarm#NEVER} outside the heap; may be read by any thread. */
        final long dueNanos() {
            return dueNanos;
        }

        final boolean isSet() {
            return place >= 0;
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The earliest entry; the heap must not be empty. */
    @SuppressWarnings("unchecked")
    E first() {
        return (E) at(0);
    }

    /** Puts the entry in, or moves it to an earlier or later time. */
    void put(E entry, long dueNanos) {
        Entry moved = entry;
        moved.dueNanos = dueNanos;
        if (moved.place < 0) {
            if (size == entries.length) {
                entries = Arrays.copyOf(entries, size * 2);
            }
            moved.place = size++;
        }
        settle(moved);
    }

    /** Takes the entry out; the entry must be in. */
    void remove(E entry) {
        Entry removed = entry;
        Entry last = at(--size);
        entries[size] = null;
        if (removed.place != size) {
            last.place = removed.place;
            settle(last);
        }
        removed.place = -1;
        removed.dueNanos = Alarm.NEVER;
        if (size * 4 < entries.length && entries.length > SMALLEST) {
            entries = Arrays.copyOf(entries, entries.length / 2);
        }
    }

    /** Moves the entry up or down from its place, which is free, until the order holds. */
    private void settle(Entry entry) {
        int place = entry.place;
        while (place > 0 && before(entry, at((place - 1) / 2))) {
            set(place, at((place - 1) / 2));
            place = (place - 1) / 2;
        }
        for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
            // The entry's own slot may still hold it, or nothing: it is never its own child.
            if (child + 1 < size && before(at(child + 1), at(child))) {
                child++;
            }
            if (!before(at(child), entry)) {
                break;
            }
            set(place, at(child));
            place = child;
        }
        set(place, entry);
    }

    private void set(int place, Entry entry) {
        entries[place] = entry;
        entry.place = place;
    }

    private Entry at(int place) {
        Entry entry = entries[place];
        if (entry == null) {
            throw new IllegalStateException("no alarm at " + place + " of " + size);
        }
        return entry;
    }

    private static boolean before(Entry one, Entry other) {
        return one.dueNanos - other.dueNanos < 0;
    }
}
