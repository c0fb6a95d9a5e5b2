package dev.hawser.sse;

import dev.hawser.Call;
import dev.hawser.Request;
import java.util.function.BooleanSupplier;

/**
 * A factory of sources.
 *
 * @param isClosed whether no connection can be made any more
 * @param headMillis the time for the head of each response; 0 for no limit
 */
record SourceFactory(Call.Factory calls, BooleanSupplier isClosed, int headMillis, SourceSettings settings)
        implements EventSource.Factory {
    @Override
    public EventSource newEventSource(Request request, EventSourceListener listener) {
        ConnectingSource source = new ConnectingSource(calls, isClosed, headMillis, settings, request, listener);
        source.start();
        return source;
    }
}
