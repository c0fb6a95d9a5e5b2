package dev.hawser.sse;

import dev.hawser.Call;
import dev.hawser.Request;

/**
 * A factory of sources.
 *
 * @param headMillis the time for the head of each response; 0 for no limit
 */
record SourceFactory(Call.Factory calls, int headMillis, SourceSettings settings) implements EventSource.Factory {
    @Override
    public EventSource newEventSource(Request request, EventSourceListener listener) {
        ConnectingSource source = new ConnectingSource(calls, headMillis, settings, request, listener);
        source.start();
        return source;
    }
}
