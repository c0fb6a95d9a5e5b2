package dev.hawser.internal.call;

import dev.hawser.Callback;

/** Who knows which calls are under way, and runs the asynchronous ones within limits. */
public interface CallRegistry {
    /** A call begins on its caller's thread. */
    void started(HttpCall call);

    /** A call that began on its caller's thread has its response, or failed. */
    void finished(HttpCall call);

    /** A call is to be run as soon as the limits allow it. */
    void enqueue(HttpCall call, Callback callback);

    /** A call was cancelled: if it is still queued, it is to fail at once. */
    void canceled(HttpCall call);
}
