package dev.hawser.internal.http2;

import dev.hawser.Headers;
import dev.hawser.Protocol;
import dev.hawser.Request;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one HTTP/2 connection, without what carries it: every decision, and nothing else (RFC 9113). Used by
 * one thread at a time, which is to say under one lock: the bytes that came are taken in by {@link #receive}, those
 * to be sent are gathered for {@link #swapOutput}, and who is to be woken is left in {@link #takeNews}.
 *
 * <ol>
 *   <li>A stream is in the table while it is not closed, and as many are there as {@link #active} says.
 *   <li>Each byte of a stream's receive window is the peer's to send, or received and unread, or read and not yet granted again.
 *       The connection's window is granted again on receipt, so a reader who does not read fills only his own.
 *   <li>No DATA is sent beyond the window of its stream or of the connection, which stay within 2^31-1.
 *   <li>Numbers of streams are odd and rise in the order in which their heads are sent; field blocks are encoded in that order.
 *   <li>A stream is whole, or failed for one reason, or not at its end.
 *   <li>Nothing here blocks, calls out, reads a clock or does I/O.
 * </ol>
 *
 * What can be seen of them from outside a step is audited by the tests, after each step.
 */
public final class Streams {
    /** What {@link #check} returns if nothing is due. */
    public static final long NOTHING_DUE = Long.MAX_VALUE;

    /** What {@link #read} returns at the end of the response. */
    public static final int END = -1;

    /** For each WINDOW_UPDATE that is sent, a server may send one for the stream and one for the connection; twice that is allowed. */
    private static final int UPDATES_EARNED = 4;

    final ConnectionState connection;
    private final FrameReader reader;
    private final RequestFields fields;
    private final long begunNanos;

    /**
     * A new connection; its preface is ready to be sent (RFC 9113, section 3.4).
     *
     * @param protocol what responses name as theirs
     * @param strings what servers repeat, shared with other connections
     */
    public Streams(LocalSettings local, Protocol protocol, WireStrings strings, long now) {
        connection = new ConnectionState(local, now);
        begunNanos = now;
        fields = new RequestFields(connection.encoder);
        int headBytes = local.limits().headBytes();
        reader = new FrameReader(new Receiving(connection, protocol, strings), FrameType.DEFAULT_MAX_SIZE, (int)
                Math.min(Integer.MAX_VALUE, headBytes + (long) FrameType.DEFAULT_MAX_SIZE));
        connection.writer.preface();
        connection.writer.settings(
                Setting.HEADER_TABLE_SIZE,
                local.headerTableSize(),
                Setting.ENABLE_PUSH,
                0,
                Setting.INITIAL_WINDOW_SIZE,
                local.streamStart(),
                Setting.MAX_HEADER_LIST_SIZE,
                headBytes);
        if (local.windows().connectionBytes() > LocalSettings.DEFAULT_WINDOW) {
            connection.writer.windowUpdate(0, local.windows().connectionBytes() - LocalSettings.DEFAULT_WINDOW);
        }
    }

    // What came, and what is to be done

    /**
     * Takes in the next bytes of the peer, {@code bytes[from, to)}.
     *
     * @throws Http2Exception if the connection cannot go on; GOAWAY is then ready to be sent, and all streams have failed
     */
    public void receive(byte[] bytes, int from, int to, long now) throws Http2Exception {
        connection.now = now;
        if (connection.closed) {
            return;
        }
        connection.heartbeat.heard(now);
        try {
            reader.read(bytes, from, to);
        } catch (Http2Exception e) {
            fail(e);
            throw e;
        }
    }

    /**
     * Looks whether something has not come in time, and sends the PING that is due.
     *
     * @return the nanoseconds until something may be due, or {@link #NOTHING_DUE}
     * @throws Http2Exception as {@link #receive} does
     * @throws SilentServerException if the server is gone; streams have not failed yet
     */
    public long check(long now) throws Http2Exception, SilentServerException {
        if (connection.closed) {
            return NOTHING_DUE;
        }
        SilentServerException gone = connection.heartbeat.beat(this, now);
        if (gone != null) {
            throw gone;
        }
        if (connection.settingsAcknowledged) {
            return untilBeat(now);
        }
        long left = connection.local.acknowledgedWithinNanos() - (now - begunNanos);
        if (left > 0) {
            return Math.min(left, untilBeat(now));
        }
        Http2Exception e = new Http2Exception(
                ErrorCode.SETTINGS_TIMEOUT,
                "our settings were not acknowledged within " + connection.local.acknowledgedWithinNanos() / 1_000_000
                        + " ms");
        fail(e);
        throw e;
    }

    /** The nanoseconds until a PING is due or its answer overdue, or {@link #NOTHING_DUE}. */
    long untilBeat(long now) {
        return connection.heartbeat.left(now);
    }

    /** A call was not answered in time; returns whether that begins a suspicion that the server is gone. */
    boolean suspect(long now) {
        return !connection.closed && connection.heartbeat.suspect(this, now);
    }

    /** Whether it is not known whether the server is there. */
    boolean isSuspected() {
        return connection.heartbeat.isSuspected();
    }

    private void fail(Http2Exception e) {
        String what = String.valueOf(e.getMessage());
        connection.writer.goAway(e.code(), what);
        connection.closeAll(e.code(), what);
    }

    /** Takes in that the connection ended, by the peer or a fault of what carries it. All streams fail. */
    public void closed(String what) {
        connection.closeAll(ErrorCode.NO_ERROR, what);
    }

    /** Whether the peer's last bytes ended a frame and a field block. */
    public boolean atBoundary() {
        return reader.atBoundary();
    }

    /** What is to be sent is taken, with {@link #swapOutput}, and handed to the transport. */
    public WireBuffer handOver(WireBuffer empty) {
        connection.handOver();
        return swapOutput(empty);
    }

    /** Nothing of what was handed over last has left. */
    public void nothingLeft() {
        connection.nothingLeft();
    }

    /** What is to be sent, which the caller sends before what the next swap brings; from now on {@code empty} is filled. */
    public WireBuffer swapOutput(WireBuffer empty) {
        return connection.writer.swap(empty);
    }

    /** How many requests were opened since what is to be sent was handed over last. */
    public int queued() {
        return connection.queued();
    }

    /** How many bytes are to be sent. */
    public int outputLength() {
        return connection.writer.out().length();
    }

    /** Adds the owners of all streams that changed since the last call, each stream's once. */
    public void takeNews(Collection<? super StreamOwner> into) {
        connection.takeNews(into);
    }

    /** What happened to the connection since the last call; mostly nothing. */
    public List<ConnectionEvent> takeEvents() {
        return connection.takeEvents();
    }

    // Streams

    /** How many streams the server allows to be open at once. */
    public int capacity() {
        return connection.capacity;
    }

    /** How many streams are open. */
    public int active() {
        return connection.streams.count();
    }

    /** Whether a thread waits for news of a stream, other than this one. */
    public boolean someoneWaitsBut(@Nullable Thread other) {
        return connection.streams.any(stream -> stream.owner.waitingBut(other) != null);
    }

    /** Whether the server's settings have come. */
    public boolean settingsReceived() {
        return connection.settingsReceived;
    }

    /** Whether no stream can be opened any more. */
    public boolean goingAway() {
        return connection.goingAway || connection.nextId < 0;
    }

    /** Why {@link #open} is not possible; null if it is. */
    public @Nullable StreamRefusal refusal(Request request) {
        if (connection.http11Required) {
            return StreamRefusal.HTTP_1_1_REQUIRED;
        }
        if (connection.closed) {
            return StreamRefusal.CLOSED;
        }
        if (connection.goingAway) {
            return StreamRefusal.GOING_AWAY;
        }
        if (connection.nextId < 0) {
            return StreamRefusal.OUT_OF_NUMBERS;
        }
        if (active() >= connection.capacity) {
            return StreamRefusal.AT_CAPACITY;
        }
        boolean limited = connection.maxHeaderListSize != Long.MAX_VALUE;
        return limited && fields.listSize(request) > connection.maxHeaderListSize ? StreamRefusal.HEAD_TOO_LARGE : null;
    }

    /**
     * Sends a request's head on a new stream.
     *
     * @param endStream whether nothing follows it
     * @throws IllegalStateException if there is a {@link #refusal}
     */
    public Http2Stream open(Request request, boolean endStream, StreamOwner owner) {
        if (connection.goingAway || connection.nextId < 0 || active() >= connection.capacity) {
            throw new IllegalStateException("no stream can be opened: " + refusal(request));
        }
        Http2Stream stream = new Http2Stream(
                connection.nextId,
                request.method(),
                owner,
                connection.initialSendWindow,
                new ReceiveWindow(
                        connection.local.streamStart(),
                        connection.local.windows().streamBytes()));
        connection.nextId += 2;
        connection.streams.add(stream);
        int start = connection.writer.beginHeaders(stream.id, endStream);
        fields.encode(request, connection.writer.out());
        connection.writer.endHeaders(start, stream.id, connection.maxFrameSize);
        if (endStream) {
            connection.endSent(stream);
        }
        return stream;
    }

    /**
     * Sends as much of a request's content as the windows have room for. If that is less than given, there is news of the stream
     * when there is more room. Nothing is sent on a stream that {@linkplain Http2Stream#maySend may not}.
     *
     * @param last whether nothing follows, so that the stream's end is sent when all is
     * @return how many bytes were taken
     */
    public int send(Http2Stream stream, byte[] bytes, int offset, int count, boolean last) {
        if (!stream.state.maySend()) {
            return 0;
        }
        int sent = 0;
        int room = room(stream, count);
        while (room > 0 || last && sent == count) {
            boolean ends = last && sent + room == count;
            connection.writer.data(stream.id, bytes, offset + sent, room, ends);
            connection.guard.earn(Flood.WINDOW_UPDATE, UPDATES_EARNED);
            stream.sendWindow.take(room);
            connection.sendWindow.take(room);
            sent += room;
            if (ends) {
                connection.endSent(stream);
                return sent;
            }
            room = room(stream, count - sent);
        }
        stream.wantsRoom = sent < count;
        return sent;
    }

    /** How much of {@code count} bytes can go into one frame. */
    private int room(Http2Stream stream, int count) {
        int window = Math.min(stream.sendWindow.available(), connection.sendWindow.available());
        return Math.max(0, Math.min(Math.min(count, window), FrameType.DEFAULT_MAX_SIZE));
    }

    /** Ends a request with fields behind its content; does nothing on a stream that may not send. */
    public void sendTrailers(Http2Stream stream, Headers trailers) {
        if (stream.state.maySend()) {
            int start = connection.writer.beginHeaders(stream.id, true);
            fields.encodeTrailers(trailers, connection.writer.out());
            connection.writer.endHeaders(start, stream.id, connection.maxFrameSize);
            connection.endSent(stream);
        }
    }

    /**
     * Takes content that came, and lets the peer send as much more.
     *
     * @return the number of bytes; 0 if none is there, and the stream has perhaps failed; {@link #END} if none follows
     */
    public int read(Http2Stream stream, byte[] into, int offset, int count) {
        int taken = take(stream, into, offset, count);
        if (taken > 0) {
            connection.free(stream, taken);
        }
        return taken;
    }

    /** Takes content of a stream that is {@linkplain Http2Stream#complete complete}, as {@link #read} does. */
    static int take(Http2Stream stream, byte[] into, int offset, int count) {
        int taken = stream.received.take(into, offset, count);
        return taken == 0 && stream.whole && count > 0 ? END : taken;
    }

    /** Gives a stream up, and what of its content is not read, unless it is {@linkplain Http2Stream#complete complete}. */
    public void reset(Http2Stream stream, ErrorCode code, long now) {
        connection.now = now;
        if (stream.complete) {
            return;
        }
        StreamFailure failure = new StreamFailure(
                code, StreamFailure.Kind.GIVEN_UP, "stream " + stream.id + " was reset here with " + code);
        if (stream.received.clear() > 0) {
            stream.whole = false; // whoever reads on must not take it for one that ended here
            stream.failure = failure;
        }
        if (stream.state != StreamState.CLOSED) {
            connection.reset(stream, failure);
        }
    }

    /** Gives up what is left of a request that was answered in full (RFC 9113, section 8.1); the answer stays to be read. */
    public void stopSending(Http2Stream stream, long now) {
        connection.now = now;
        if (stream.state.maySend()) {
            connection.reset(
                    stream,
                    new StreamFailure(
                            ErrorCode.NO_ERROR,
                            StreamFailure.Kind.GIVEN_UP,
                            "stream " + stream.id + " was answered before its request ended"));
        }
    }

    // The connection

    /**
     * Sends a PING, whose answer is an event.
     *
     * @return false if nothing was sent, as too many are not answered
     */
    public boolean ping(long opaque) {
        if (connection.closed || !connection.pings.add(opaque)) {
            return false;
        }
        connection.writer.ping(opaque, false);
        return true;
    }

    /** How many PINGs are not answered. */
    public int pingsUnanswered() {
        return connection.pings.count();
    }

    /** Tells the server that we open no more streams, and why. Those that are open go on. */
    public void goAway(ErrorCode code, String debug) {
        if (!connection.closed) {
            connection.goingAway = true;
            connection.writer.goAway(code, debug);
        }
    }
}
