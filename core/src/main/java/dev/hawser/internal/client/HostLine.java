package dev.hawser.internal.client;

import dev.hawser.internal.call.HttpCall;
import java.util.LinkedHashMap;
import java.util.Map;

/** The calls to one host: those that wait, in order, and how many run. */
final class HostLine {
    final String host;
    final Map<HttpCall, QueuedCall> waiting = new LinkedHashMap<>();
    int running;

    /** Whether the line stands among those that may run a call now. */
    boolean listed;

    HostLine(String host) {
        this.host = host;
    }
}
