package dev.hawser.internal.http2;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is known of a connection without waiting for its lock; renewed under the lock, at the end of each step, but for those
 * who wait, who are counted by themselves.
 */
final class Standing {
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile int capacity;
    private volatile boolean suspected;
    private volatile boolean readerAwake;
    private volatile boolean open = true;

    Standing(int capacity) {
        this.capacity = capacity;
    }

    void renew(Streams streams, Traffic traffic) {
        if (capacity != streams.capacity()) {
            capacity = streams.capacity();
        }
        if (suspected != streams.isSuspected()) {
            suspected = streams.isSuspected();
        }
        if (readerAwake != traffic.isReaderAwake()) {
            readerAwake = traffic.isReaderAwake();
        }
        if (open != traffic.isOpen()) {
            open = traffic.isOpen();
        }
    }

    /** A thread begins, or ceases, to wait for news of its stream. */
    void waits(boolean now) {
        int unused = now ? waiting.incrementAndGet() : waiting.decrementAndGet();
    }

    /** How many threads wait for news, or were told some and have not gone on yet. */
    int waiting() {
        return waiting.get();
    }

    /** How many streams the server allows to be open. */
    int capacity() {
        return capacity;
    }

    /** Whether it is not known whether the server is there. */
    boolean isSuspected() {
        return suspected;
    }

    /** Whether the reader is there; it does not rest before every stream is over that is open now. */
    boolean isReaderAwake() {
        return readerAwake;
    }

    /** Whether a stream can be opened. */
    boolean isOpen() {
        return open;
    }
}
