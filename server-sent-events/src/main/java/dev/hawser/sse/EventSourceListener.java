package dev.hawser.sse;

import dev.hawser.Response;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One who is told what an {@link EventSource} receives. Its methods are called one at a time, in order, on a thread of the event source's own, which
 * reads nothing meanwhile. After {@link #onClosed} or {@link #onFailure} nothing more is called. If one of them throws, the event source
 * has failed with that.
 */
public abstract class EventSourceListener {
    /** A listener that does nothing. */
    protected EventSourceListener() {}

    /** The server has accepted, and will send events; each time, if the event source reconnects. */
    public void onOpen(EventSource eventSource, Response response) {}

    /**
     * An event.
     *
     * @param id the last that the server has named, for this event or an earlier one; null if it has named none
     * @param type what the server has called it; null if nothing, which browsers take for {@code message}
     * @param data its lines, with a line feed between each two
     */
    public void onEvent(EventSource eventSource, @Nullable String id, @Nullable String type, String data) {}

    /**
     * The connection has ended, or could not be made, and another one is made after a while. Only where {@link EventSources.Builder#reconnects} is set.
     *
     * @param delay how long from now
     * @param cause what failed; null if the server has ended the stream in order
     */
    public void onReconnect(EventSource eventSource, Duration delay, @Nullable Throwable cause) {}

    /** The server has ended the stream, and it is not connected again; or it has said by 204 that there is nothing more. */
    public void onClosed(EventSource eventSource) {}

    /**
     * The event source has failed, or was cancelled.
     *
     * @param response the server's answer, if there was one; if that is what is wrong, its body is still to be read while this runs
     */
    public void onFailure(EventSource eventSource, @Nullable Throwable t, @Nullable Response response) {}
}
