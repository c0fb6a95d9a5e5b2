package dev.hawser.internal.client;

import dev.hawser.Callback;
import dev.hawser.internal.call.HttpCall;

/** An enqueued call, who is told its outcome, and the host's line that it stands in. Equal only to itself. */
final class QueuedCall {
    final HttpCall call;
    final Callback callback;
    final HostLine line;

    QueuedCall(HttpCall call, Callback callback, HostLine line) {
        this.call = call;
        this.callback = callback;
        this.line = line;
    }
}
