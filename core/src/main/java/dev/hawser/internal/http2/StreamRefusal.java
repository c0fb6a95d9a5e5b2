package dev.hawser.internal.http2;

/** Why no stream can be opened. */
public enum StreamRefusal {
    /** The connection has ended. */
    CLOSED,
    /** One side said GOAWAY. */
    GOING_AWAY,
    /** As many streams are open as the server allows. */
    AT_CAPACITY,
    /** Each number was used once (RFC 9113, section 5.1.1). */
    OUT_OF_NUMBERS,
    /** The request's fields are larger than the server's SETTINGS_MAX_HEADER_LIST_SIZE. */
    HEAD_TOO_LARGE
}
