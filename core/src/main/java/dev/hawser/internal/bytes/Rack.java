package dev.hawser.internal.bytes;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of slots, each empty or holding one thing that anyone may take. Threads start looking at
 * different slots, so they seldom meet; taking and putting cost one atomic exchange, no lock, no allocation.
 */
public final class Rack<T> {
    /** How many slots one thread looks at before it gives up. */
    private static final int REACH = 8;

    private final AtomicReferenceArray<@Nullable T> slots;
    private final int mask;

    /** An empty rack; {@code slots} is a power of two. */
    public Rack(int slots) {
        if (Integer.bitCount(slots) != 1) {
            throw new IllegalArgumentException("not a power of two: " + slots);
        }
        this.slots = new AtomicReferenceArray<>(slots);
        this.mask = slots - 1;
    }

    /** Something from the rack, null if there is nothing within reach. */
    public @Nullable T take() {
        int start = start();
        for (int i = 0; i < REACH; i++) {
            int slot = (start + i) & mask;
            if (slots.getPlain(slot) != null) {
                T taken = slots.getAndSet(slot, null);
                if (taken != null) {
                    return taken;
                }
            }
        }
        return null;
    }

    /** Puts a thing on the rack, or drops it if there is no room within reach. */
    public void put(T thing) {
        int start = start();
        for (int i = 0; i < REACH; i++) {
            int slot = (start + i) & mask;
            if (slots.getPlain(slot) == null && slots.compareAndSet(slot, null, thing)) {
                return;
            }
        }
    }

    /** Neighbouring thread ids start two slots apart: a connection lends two buffers of a kind. */
    private static int start() {
        return (int) Thread.currentThread().getId() * 2;
    }
}
