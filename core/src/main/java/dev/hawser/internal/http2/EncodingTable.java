package dev.hawser.internal.http2;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The dynamic table as our encoder fills it, with the fields found by hash (RFC 7541, sections 2.3.2 and 4). Entries are
 * numbered as they come and leave in that order; a chain of equal hashes leads from newer to older ones, so it
 * ends where a number is no longer alive, and nothing is unlinked.
 */
final class EncodingTable {
    /** Our own bound, which a peer that allows more does not lift. */
    static final int MOST = HpackDecoder.DEFAULT_TABLE_SIZE;

    /** As many entries as fit: none is smaller than its overhead. */
    private static final int SLOTS = MOST / DecodingTable.ENTRY_OVERHEAD;

    private static final int HEADS = 2 * SLOTS;
    private static final int NONE = -1;

    private @Nullable String[] names = {};
    private @Nullable String[] values = {};
    private int[] sizes = {};
    private int[] olderField = {};
    private int[] olderName = {};
    private int[] fieldHeads = {};
    private int[] nameHeads = {};

    private int oldest;
    private int next;
    private int size;
    private int capacity = MOST;

    int capacity() {
        return capacity;
    }

    int size() {
        return size;
    }

    /** The index of the entry with this field, behind the static table's; 0 if there is none. */
    int indexOfField(FieldName name, String value, int hash) {
        if (next == oldest) {
            return 0;
        }
        for (int i = fieldHeads[hash(hash)]; lives(i); i = olderField[i & SLOTS - 1]) {
            int slot = i & SLOTS - 1;
            if (value.equals(values[slot]) && hasName(slot, name)) {
                return index(i);
            }
        }
        return 0;
    }

    /** The index of an entry with this name; 0 if there is none. */
    int indexOfName(FieldName name) {
        if (next == oldest) {
            return 0;
        }
        for (int i = nameHeads[hash(name.hash())]; lives(i); i = olderName[i & SLOTS - 1]) {
            if (hasName(i & SLOTS - 1, name)) {
                return index(i);
            }
        }
        return 0;
    }

    /** Adds an entry that is not larger than the table; older ones go for it. */
    void add(FieldName name, String value, int fieldHash, int entrySize) {
        if (names.length == 0) {
            names = new String[SLOTS];
            values = new String[SLOTS];
            sizes = new int[SLOTS];
            olderField = new int[SLOTS];
            olderName = new int[SLOTS];
            fieldHeads = new int[HEADS];
            nameHeads = new int[HEADS];
            Arrays.fill(fieldHeads, NONE);
            Arrays.fill(nameHeads, NONE);
        }
        evictDownTo(capacity - entrySize);
        int slot = next & SLOTS - 1;
        names[slot] = name.lowerCase();
        values[slot] = value;
        sizes[slot] = entrySize;
        olderField[slot] = fieldHeads[hash(fieldHash)];
        olderName[slot] = nameHeads[hash(name.hash())];
        fieldHeads[hash(fieldHash)] = next;
        nameHeads[hash(name.hash())] = next;
        size += entrySize;
        next = next + 1 & Integer.MAX_VALUE;
    }

    void resize(int newCapacity) {
        capacity = newCapacity;
        evictDownTo(newCapacity);
    }

    private void evictDownTo(int most) {
        while (size > most && next != oldest) {
            int slot = oldest & SLOTS - 1;
            size -= sizes[slot];
            names[slot] = null;
            values[slot] = null;
            oldest = oldest + 1 & Integer.MAX_VALUE;
        }
    }

    private boolean lives(int i) {
        return i != NONE && (i - oldest & Integer.MAX_VALUE) < (next - oldest & Integer.MAX_VALUE);
    }

    private int index(int i) {
        return StaticTable.LENGTH + (next - i & Integer.MAX_VALUE);
    }

    private boolean hasName(int slot, FieldName name) {
        return name.lowerCase().equals(names[slot]);
    }

    private static int hash(int hash) {
        return (hash ^ hash >>> 8 ^ hash >>> 16) & HEADS - 1;
    }
}
