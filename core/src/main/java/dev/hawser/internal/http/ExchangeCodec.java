package dev.hawser.internal.http;

import dev.hawser.Headers;
import dev.hawser.Request;
import dev.hawser.ResponseLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * One request and its response on a connection, as bytes: the seam between a call and a protocol. Used by one
 * thread at a time, in the order of the methods below; {@link #abort} by any.
 */
public interface ExchangeCodec {
    /** Prepares for the next exchange. */
    void begin(ResponseLimits limits);

    /**
     * Gathers the request's head; it leaves with what follows, or with {@link #flushRequest}.
     *
     * @throws NoRoomException if there is room for no exchange more, as the server allows fewer than when the connection was leased
     */
    void writeRequestHead(Request request) throws IOException;

    /**
     * A stream that carries the request's body; closing it ends the body.
     *
     * @param contentLength the length in bytes, or -1 if it is not known
     * @param trailers asked when the body is closed
     */
    OutputStream requestBody(long contentLength, RequestTrailers trailers, BodyWatcher watcher) throws IOException;

    /** Sends what is gathered. */
    void flushRequest() throws IOException;

    /**
     * Waits for the response to begin.
     *
     * @return false if nothing came within the time
     */
    boolean awaitResponse(long nanos) throws IOException;

    /** Reads one head, that of an interim response (1xx) too. */
    ResponseHead readResponseHead(Request request) throws IOException;

    /** The length of the response's body in bytes, or -1 if it is not known beforehand. */
    long responseLength();

    /** The response's body; closing it drains a short rest, so that the connection can be used again. */
    InputStream responseBody(BodyWatcher watcher);

    /**
     * The bytes of the connection, once the response says that they belong to another protocol from here on (101).
     *
     * @throws java.net.ProtocolException if the connection carries others' exchanges too
     */
    BytePipe upgrade() throws IOException;

    /** The fields after the response's body; empty before its end, or if there are none. */
    Headers trailers();

    /** True if a byte of the request may have left. */
    boolean requestStarted();

    /** True if a byte of the response has come. */
    boolean responseStarted();

    /** True if, as far as the messages say, another exchange may follow on the connection. */
    boolean persistent();

    /** True if the peer has sent bytes beyond the response. */
    boolean strayBytes();

    /** The {@code timeout} of the response's {@code Keep-Alive} in seconds, or -1. */
    long keepAliveSeconds();

    /** The {@code max} of the response's {@code Keep-Alive}, or -1. */
    long keepAliveMax();

    /** Gives lent buffers back, as the exchange is over. */
    void park();

    /** Ends the exchange at once by closing what carries it; never blocks. */
    void abort();
}
