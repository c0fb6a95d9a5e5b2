package dev.hawser.internal.http2;

import dev.hawser.Headers;
import dev.hawser.internal.http.GoneAwayException;
import dev.hawser.internal.http.Http11RequiredException;
import dev.hawser.internal.http.NoRoomException;
import dev.hawser.internal.http.ResponseHead;
import dev.hawser.internal.http.ServerFaultException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** One request and its response. What changes here is changed by {@link Streams} and by those it consists of. */
public final class Http2Stream {
    /** The content's length is not known beforehand. */
    static final long UNKNOWN = -1;

    final int id;
    final StreamOwner owner;

    /** The request's method, which decides whether the response has content. */
    final String method;

    final SendWindow sendWindow;
    final ReceiveWindow receiveWindow;
    final ReceiveBuffer received = new ReceiveBuffer();

    StreamState state = StreamState.OPEN;

    /** Heads that nobody has taken yet: the interim ones, and the final one. */
    @Nullable
    Queue<ResponseHead> interimHeads;

    @Nullable
    ResponseHead head;

    /** How many heads came, the interim ones too. */
    int headCount;

    /** Whether the final head has come. */
    boolean headReceived;

    /** Content-Length, or {@link #UNKNOWN}. */
    long contentLength = UNKNOWN;

    /** How many bytes of content must come, or {@link #UNKNOWN}: none to HEAD, whatever Content-Length says. */
    long contentExpected = UNKNOWN;

    /** How many bytes of content came. */
    long contentReceived;

    @Nullable
    Headers trailers;

    /** Whether the response came to its end. */
    boolean whole;

    @Nullable
    StreamFailure failure;

    /**
     * Whether both sides ended in order. Then nothing of it changes any more but by its owner, who needs no lock to take what is
     * there.
     */
    volatile boolean complete;

    /** Whether the connection ended before a byte of the request had left. */
    boolean unsent;

    /** Whether somebody waits for room to send. */
    boolean wantsRoom;

    /**
     * Whether it may be refused as too many are open: there were more when the server told how many it allows, or there are as many
     * as that when it is refused.
     */
    boolean crowded;

    /** Whether the owner is still to be told that something changed. */
    boolean hasNews;

    Http2Stream(int id, String method, StreamOwner owner, int sendWindow, ReceiveWindow receiveWindow) {
        this.id = id;
        this.method = method;
        this.owner = owner;
        this.sendWindow = new SendWindow(sendWindow);
        this.receiveWindow = receiveWindow;
    }

    /** The number of the stream, which is odd. */
    public int id() {
        return id;
    }

    /** Why the stream ended before its end; null if it did not. Heads and data that came before can still be taken. */
    public @Nullable StreamFailure failure() {
        return failure;
    }

    /**
     * The exception of one who waits for the stream; null if it did not fail.
     *
     * @param cause why the connection has ended, if it has
     */
    @Nullable
    IOException exception(Object peer, @Nullable IOException cause) {
        StreamFailure why = failure;
        if (why == null) {
            return null;
        }
        String what = why.what() + " (" + peer + ")";
        IOException exception = switch (why.kind()) {
            case UNPROCESSED -> unprocessed(why.code(), what);
            case BROKEN -> new ProtocolException(what);
            case GIVEN_UP ->
                why.code() == ErrorCode.HTTP_1_1_REQUIRED && !headReceived
                        ? new Http11RequiredException(what)
                        : ofKind(cause, what);
        };
        exception.initCause(cause);
        return exception;
    }

    private IOException unprocessed(ErrorCode code, String what) {
        if (code == ErrorCode.HTTP_1_1_REQUIRED) {
            return new Http11RequiredException(what);
        }
        if (code != ErrorCode.REFUSED_STREAM) {
            return new GoneAwayException(what);
        }
        return crowded ? new NoRoomException(what) : new IOException(what);
    }

    /** An exception of the kind by which callers tell what ended the connection. */
    static IOException ofKind(@Nullable IOException cause, String what) {
        if (cause instanceof SocketTimeoutException) {
            return new SocketTimeoutException(what);
        }
        if (cause instanceof Http2Exception) {
            return new ServerFaultException(what);
        }
        return cause instanceof SSLHandshakeException ? new SSLHandshakeException(what) : new IOException(what);
    }

    /** The next head, interim ones first; null if none has come. Each is handed out once. */
    public @Nullable ResponseHead takeHead() {
        if (interimHeads != null) {
            ResponseHead interim = interimHeads.poll();
            if (interim != null) {
                return interim;
            }
        }
        ResponseHead next = head;
        head = null;
        return next;
    }

    /** Whether a head has come, an interim one too. */
    public boolean responseStarted() {
        return headCount > 0;
    }

    /** The length of the response's content as its head told, or -1. */
    public long contentLength() {
        return contentLength;
    }

    /** How many bytes can be read. */
    public int available() {
        return received.count();
    }

    /** Whether the response came to its end, though perhaps not all of it is read. */
    public boolean isWhole() {
        return whole;
    }

    /** The fields behind the content; null before the end of the response, or if there are none. */
    public @Nullable Headers trailers() {
        return trailers;
    }

    /** Whether more of the request may be sent: it is not ended, and the stream is not closed. */
    public boolean maySend() {
        return state.maySend();
    }

    /** Whether nothing follows in either direction, so that the stream does not count any more. */
    public boolean isClosed() {
        return state == StreamState.CLOSED;
    }

    void addInterim(ResponseHead interim) {
        if (interimHeads == null) {
            interimHeads = new ArrayDeque<>(2);
        }
        interimHeads.add(interim);
    }
}
