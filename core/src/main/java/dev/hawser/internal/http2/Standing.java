package dev.hawser.internal.http2;

/** What is known of a connection without waiting for its lock; renewed under the lock, at the end of each step. */
final class Standing {
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
