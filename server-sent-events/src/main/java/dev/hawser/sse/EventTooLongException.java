package dev.hawser.sse;

import java.io.IOException;

/** A server has sent an event that is longer than {@link EventSources.Builder#maxEventBytes} allows. */
public final class EventTooLongException extends IOException {
    private static final long serialVersionUID = 1;

    EventTooLongException(int maxEventBytes) {
        super("an event of more than " + maxEventBytes + " bytes (maxEventBytes)");
    }
}
