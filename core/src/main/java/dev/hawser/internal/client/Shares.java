package dev.hawser.internal.client;

import java.util.concurrent.atomic.AtomicInteger;

/** A count of the clients that share a thing: the last one that leaves ends it. */
final class Shares {
    private final AtomicInteger count = new AtomicInteger();

    void join() {
        count.incrementAndGet();
    }

    /**
     * Leaves.
     *
     * @return whether it was the last
     * @throws IllegalStateException if nobody shares
     */
    boolean leave() {
        int left = count.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("left more often than joined");
        }
        return left == 0;
    }
}
