package dev.hawser.sse;

import java.time.Duration;

/** How the event sources of a factory behave. */
record SourceSettings(boolean reconnects, Duration reconnectDelay, Duration maxReconnectDelay, int maxEventBytes) {
    static final SourceSettings DEFAULT =
            new SourceSettings(false, Duration.ofSeconds(3), Duration.ofMinutes(1), 1 << 20);
}
