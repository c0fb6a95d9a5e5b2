package dev.hawser.internal.http2;

import dev.hawser.internal.http.GoneAwayException;
import dev.hawser.internal.http.Http11RequiredException;
import dev.hawser.internal.http.NoRoomException;
import java.io.IOException;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/** Why no stream can be opened. */
public enum StreamRefusal {
    /** The connection has ended. */
    CLOSED,
    /** One side said GOAWAY. */
    GOING_AWAY,
    /** The server said GOAWAY because it wants HTTP/1.1 (RFC 9113, section 7). */
    HTTP_1_1_REQUIRED,
    /** As many streams are open as the server allows. */
    AT_CAPACITY,
    /** Each number was used once (RFC 9113, section 5.1.1). */
    OUT_OF_NUMBERS,
    /** The request's fields are larger than the server's SETTINGS_MAX_HEADER_LIST_SIZE. */
    HEAD_TOO_LARGE;

    /**
     * The exception for the caller.
     *
     * @param cause why the connection has ended, if it has
     */
    IOException exception(Object peer, Streams streams, @Nullable IOException cause) {
        String connection = "the HTTP/2 connection to " + peer;
        return switch (this) {
            case HEAD_TOO_LARGE -> new ProtocolException(connection + " takes no head as large as the request's");
            case CLOSED -> {
                String why = cause == null ? "" : ": " + cause.getMessage();
                IOException exception = Http2Stream.ofKind(cause, connection + " has ended" + why);
                exception.initCause(cause);
                yield exception;
            }
            case AT_CAPACITY ->
                new NoRoomException(connection + " takes no new stream, with " + streams.active() + " of "
                        + streams.capacity() + " open");
            case HTTP_1_1_REQUIRED -> new Http11RequiredException(connection + " takes no new stream: " + this);
            case GOING_AWAY, OUT_OF_NUMBERS -> new GoneAwayException(connection + " takes no new stream: " + this);
        };
    }
}
