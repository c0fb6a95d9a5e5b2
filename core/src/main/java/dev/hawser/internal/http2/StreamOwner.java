package dev.hawser.internal.http2;

/** One who opened a stream and may be waiting for something to happen to it. */
public interface StreamOwner {
    /** There is news of the stream: a head, data, its end, a failure, or room to send. */
    void streamChanged();
}
