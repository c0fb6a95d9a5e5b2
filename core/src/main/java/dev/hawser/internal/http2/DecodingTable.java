package dev.hawser.internal.http2;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The dynamic table as the peer's encoder fills it (RFC 7541, sections 2.3.2 and 4): a ring, newest entry first.
 * Invariant: {@code size ≤ capacity}, both in octets as section 4.1 counts them.
 */
final class DecodingTable {
    /** What an entry costs beside its name and value (RFC 7541, section 4.1). */
    static final int ENTRY_OVERHEAD = 32;

    private @Nullable String[] names = new String[16];
    private @Nullable String[] values = new String[16];
    private int[] sizes = new int[16];

    /** Where the next entry goes; the newest is just before. */
    private int next;

    private int count;
    private int size;
    private int capacity;

    DecodingTable(int capacity) {
        this.capacity = capacity;
    }

    int count() {
        return count;
    }

    int size() {
        return size;
    }

    int capacity() {
        return capacity;
    }

    /** The name of the entry that so many have followed. */
    String name(int age) {
        String name = names[slot(age)];
        return name == null ? "" : name;
    }

    /** The value of the entry that so many have followed. */
    String value(int age) {
        String value = values[slot(age)];
        return value == null ? "" : value;
    }

    /** The size of the entry that so many have followed. */
    int size(int age) {
        return sizes[slot(age)];
    }

    private int slot(int age) {
        return next - 1 - age & names.length - 1;
    }

    /** Adds an entry, for which older ones go; one that is larger than the table empties it (RFC 7541, section 4.4). */
    void add(String name, String value, int entrySize) {
        evictDownTo(capacity - entrySize);
        if (entrySize > capacity) {
            return;
        }
        if (count == names.length) {
            grow();
        }
        names[next] = name;
        values[next] = value;
        sizes[next] = entrySize;
        next = next + 1 & names.length - 1;
        count++;
        size += entrySize;
    }

    void resize(int newCapacity) {
        capacity = newCapacity;
        evictDownTo(newCapacity);
    }

    private void evictDownTo(int most) {
        while (count > 0 && size > most) {
            int oldest = slot(count - 1);
            size -= sizes[oldest];
            names[oldest] = null;
            values[oldest] = null;
            count--;
        }
    }

    private void grow() {
        int length = names.length;
        names = Arrays.copyOf(names, 2 * length);
        values = Arrays.copyOf(values, 2 * length);
        sizes = Arrays.copyOf(sizes, 2 * length);
        // The ring is full: what lies from next on is older than what lies before it, and moves behind it in turn.
        System.arraycopy(names, 0, names, length, next);
        System.arraycopy(values, 0, values, length, next);
        System.arraycopy(sizes, 0, sizes, length, next);
        Arrays.fill(names, 0, next, null);
        Arrays.fill(values, 0, next, null);
        next = next + length & 2 * length - 1;
    }
}
