package dev.hawser.internal.cache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The books of a store on disk: which entries there are, in the order of their last use, and who is at whose files. The files of a
 * name are changed only by the holder of its turn; what is in the books while nobody has the turn is on disk. Does no I/O.
 */
final class DiskIndex {
    private final long maxSize;
    private final ReentrantLock lock = new ReentrantLock();

    /** What was used last is last. */
    @GuardedBy("lock")
    private final LinkedHashMap<String, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

    @GuardedBy("lock")
    private final Map<String, Turn> turns = new HashMap<>();

    @GuardedBy("lock")
    private long size;

    DiskIndex(long maxSize) {
        this.maxSize = maxSize;
    }

    /**
     * One entry on disk; equal to none but itself.
     *
     * @param bodyFile the number of its body's file, 0 if it has none
     * @param touched when its file was last given the time of its use, in milliseconds since 1970
     */
    record Slot(String name, long bodyFile, long bodyBytes, long entryBytes, AtomicLong touched) {
        long size() {
            return bodyBytes + entryBytes;
        }
    }

    /** The right to change the files of a name. */
    static final class Turn {
        private final String name;

        /** Whether the entry is to go when the turn ends; it is not to be found any more. Guarded by the index' lock. */
        private boolean doomed;

        private Turn(String name) {
            this.name = name;
        }
    }

    /** An entry that is out of the books; who has this deletes the files, and then releases the turn. */
    record Leaving(Turn turn, @Nullable Slot slot) {
        String name() {
            return turn.name;
        }
    }

    /** The entry of that name, which is hereby used; null if there is none. */
    @Nullable
    Slot use(String name) {
        lock.lock();
        try {
            Turn turn = turns.get(name);
            return turn != null && turn.doomed ? null : slots.get(name);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the turn of a name; null if another has it. */
    @Nullable
    Turn begin(String name) {
        lock.lock();
        try {
            return turns.containsKey(name) ? null : take(name);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the turn of the slot's name, if it is still the slot of that name. */
    @Nullable
    Turn beginAt(Slot slot) {
        lock.lock();
        try {
            return slots.get(slot.name) != slot || turns.containsKey(slot.name) ? null : take(slot.name);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private Turn take(String name) {
        Turn turn = new Turn(name);
        turns.put(name, turn);
        return turn;
    }

    /** Puts an entry into the books that is on disk; returns the one it replaces. */
    @Nullable
    Slot put(Slot slot) {
        lock.lock();
        try {
            Slot old = slots.put(slot.name, slot);
            size += slot.size() - (old == null ? 0 : old.size());
            return old;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a turn; if the entry is to go, returns it, and the turn goes on until it is released. */
    @Nullable
    Leaving end(Turn turn) {
        lock.lock();
        try {
            if (turn.doomed) {
                return new Leaving(turn, takeOut(turn.name));
            }
            turns.remove(turn.name);
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the turn of one that has left. */
    void release(Leaving left) {
        lock.lock();
        try {
            turns.remove(left.turn.name);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes an entry out.
     *
     * @param leaving gets it, unless another has the turn, who then sees to it
     * @return whether it was there
     */
    boolean remove(String name, List<Leaving> leaving) {
        lock.lock();
        try {
            Turn turn = turns.get(name);
            boolean there = slots.containsKey(name) && !(turn != null && turn.doomed);
            if (turn != null) {
                turn.doomed = true;
            } else if (there) {
                leaving.add(new Leaving(take(name), takeOut(name)));
            }
            return there;
        } finally {
            lock.unlock();
        }
    }

    /** Takes an entry out that was found to be damaged, if it is still there and nobody is at it. */
    void removeDamaged(Slot slot, List<Leaving> leaving) {
        lock.lock();
        try {
            if (slots.get(slot.name) == slot && !turns.containsKey(slot.name)) {
                leaving.add(new Leaving(take(slot.name), takeOut(slot.name)));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes all entries out. */
    void removeAll(List<Leaving> leaving) {
        lock.lock();
        try {
            turns.values().forEach(turn -> turn.doomed = true);
            for (String name : List.copyOf(slots.keySet())) {
                if (!turns.containsKey(name)) {
                    leaving.add(new Leaving(take(name), takeOut(name)));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes those out that were not used for longest, until the rest is within the bound. */
    List<Leaving> removeOverflow() {
        List<Leaving> leaving = new ArrayList<>();
        lock.lock();
        try {
            Iterator<Slot> oldest = slots.values().iterator();
            while (size > maxSize && oldest.hasNext()) {
                Slot slot = oldest.next();
                if (!turns.containsKey(slot.name)) {
                    oldest.remove();
                    size -= slot.size();
                    leaving.add(new Leaving(take(slot.name), slot));
                }
            }
        } finally {
            lock.unlock();
        }
        return leaving;
    }

    List<String> names() {
        lock.lock();
        try {
            return List.copyOf(slots.keySet());
        } finally {
            lock.unlock();
        }
    }

    long size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private @Nullable Slot takeOut(String name) {
        Slot slot = slots.remove(name);
        size -= slot == null ? 0 : slot.size();
        return slot;
    }
}
