package dev.hawser.sse;

import dev.hawser.Request;

/** A stream of events from a server. Safe for use by many threads. */
public interface EventSource {
    /** The request that it was made for. */
    Request request();

    /**
     * Ends it at once: its listener gets {@link EventSourceListener#onFailure} with an {@link java.io.IOException} that says "Canceled". Has no effect
     * on one that has ended.
     */
    void cancel();

    /** A maker of event sources: {@link EventSources}. */
    interface Factory {
        /** Makes an event source, and begins to connect it. */
        EventSource newEventSource(Request request, EventSourceListener listener);
    }
}
