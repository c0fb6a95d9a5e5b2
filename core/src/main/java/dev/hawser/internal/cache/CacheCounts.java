package dev.hawser.internal.cache;

import java.util.concurrent.atomic.AtomicInteger;

/** How often a cache was asked, and what came of it. Safe for use by many threads. */
public final class CacheCounts {
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger network = new AtomicInteger();
    private final AtomicInteger hits = new AtomicInteger();
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicInteger abandoned = new AtomicInteger();

    CacheCounts() {}

    /** A request came. */
    public void asked() {
        requests.incrementAndGet();
    }

    /** The network was asked. */
    public void usedNetwork() {
        network.incrementAndGet();
    }

    /** The answer is one that was stored. */
    public void hit() {
        hits.incrementAndGet();
    }

    void wrote(boolean whole) {
        (whole ? written : abandoned).incrementAndGet();
    }

    public int requests() {
        return requests.get();
    }

    public int network() {
        return network.get();
    }

    public int hits() {
        return hits.get();
    }

    public int written() {
        return written.get();
    }

    public int abandoned() {
        return abandoned.get();
    }
}
