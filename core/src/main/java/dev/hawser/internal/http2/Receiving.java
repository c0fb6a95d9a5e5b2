package dev.hawser.internal.http2;

import dev.hawser.Protocol;
import dev.hawser.internal.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/** What the peer's frames do to the streams and the connection (RFC 9113, sections 5 to 8). */
final class Receiving implements FrameHandler {
    /** Servers send one or two interim heads; more than these are there to cost memory. */
    static final int MAX_INTERIM_HEADS = 32;

    private static final FieldSink NOWHERE = (name, value, neverIndexed) -> {};

    private final ConnectionState connection;
    private final HpackDecoder decoder;
    private final FieldSection section;

    /** The stream of the DATA frame that is being read; null if its content goes nowhere. */
    private @Nullable Http2Stream dataStream;

    private int dataLength;

    /** How many streams the server's settings allow, which has no bound unless it names one. */
    private int namedCapacity = Integer.MAX_VALUE;

    Receiving(ConnectionState connection, Protocol protocol, WireStrings strings) {
        this.connection = connection;
        this.decoder = new HpackDecoder(
                HpackDecoder.DEFAULT_TABLE_SIZE, connection.local.limits().headBytes(), strings);
        this.section = new FieldSection(protocol, connection.local.limits());
    }

    // DATA

    @Override
    public void dataBegins(int streamId, int length) throws Http2Exception {
        dataStream = null;
        dataLength = length;
        int window = connection.receiveWindow.available();
        if (!connection.receiveWindow.receive(length, 0)) {
            throw new Http2Exception(
                    ErrorCode.FLOW_CONTROL_ERROR,
                    "a DATA frame of " + length + " bytes where the connection's window was " + window);
        }
        int granted = connection.receiveWindow.free(length, false);
        if (granted > 0) {
            connection.writer.windowUpdate(0, granted);
        }
        Http2Stream stream = connection.streams.get(streamId);
        if (stream == null) {
            requireReset(streamId, FrameType.DATA);
        } else if (!stream.state.mayReceive()) {
            fail(stream, ErrorCode.STREAM_CLOSED, "a DATA frame after the end of the response");
        } else if (!stream.headReceived) {
            fail(stream, ErrorCode.PROTOCOL_ERROR, "malformed response: a DATA frame before its head");
        } else if (!stream.receiveWindow.receive(length, connection.receiveSlack())) {
            fail(
                    stream,
                    ErrorCode.FLOW_CONTROL_ERROR,
                    "a DATA frame of " + length + " bytes where the window was " + stream.receiveWindow.available());
        } else {
            dataStream = stream;
        }
    }

    @Override
    public void data(int streamId, byte[] bytes, int offset, int count) {
        Http2Stream stream = dataStream;
        if (stream == null || !stream.state.mayReceive()) {
            return; // it may have been given up within a frame that came in pieces
        }
        long room = stream.contentExpected < 0 ? count : stream.contentExpected - stream.contentReceived;
        int taken = (int) Math.min(count, room);
        stream.contentReceived += taken;
        stream.received.put(bytes, offset, taken);
        if (taken < count) {
            fail(
                    stream,
                    ErrorCode.PROTOCOL_ERROR,
                    "malformed response: more content than the " + stream.contentExpected + " bytes it may have");
            return;
        }
        connection.tell(stream);
    }

    @Override
    public void dataEnds(int streamId, int overhead, boolean endStream) throws Http2Exception {
        if (dataLength == overhead && !endStream) {
            connection.guard.count(Flood.EMPTY_DATA, connection.now);
        }
        Http2Stream stream = dataStream;
        dataStream = null;
        if (stream == null || !stream.state.mayReceive()) {
            return;
        }
        if (endStream) {
            endOfResponse(stream);
        } else if (overhead > 0) {
            connection.free(stream, overhead);
        }
    }

    private void endOfResponse(Http2Stream stream) {
        if (stream.contentExpected >= 0 && stream.contentReceived != stream.contentExpected) {
            fail(
                    stream,
                    ErrorCode.PROTOCOL_ERROR,
                    "malformed response: it ended after " + stream.contentReceived + " bytes of content, where "
                            + stream.contentExpected + " were announced");
        } else {
            connection.endReceived(stream);
        }
    }

    // HEADERS

    @Override
    public void headers(int streamId, byte[] bytes, int from, int to, boolean endStream) throws Http2Exception {
        Http2Stream stream = connection.streams.get(streamId);
        section.begin();
        long listSize = decoder.decode(bytes, from, to, stream == null ? NOWHERE : section);
        if (stream == null) {
            requireReset(streamId, FrameType.HEADERS);
            connection.guard.count(Flood.LATE_HEADERS, connection.now);
            return;
        }
        try {
            takeFields(stream, listSize, endStream);
        } catch (StreamException e) {
            fail(stream, e.code(), e.what());
        }
    }

    private void takeFields(Http2Stream stream, long listSize, boolean endStream) throws StreamException {
        if (!stream.state.mayReceive()) {
            throw new StreamException(ErrorCode.STREAM_CLOSED, "a HEADERS frame after the end of the response");
        }
        if (stream.headReceived) {
            if (!endStream) {
                throw malformed("a second head, or trailers that do not end it");
            }
            stream.trailers = section.trailers(listSize);
            endOfResponse(stream);
            return;
        }
        ResponseHead head = section.head(listSize);
        stream.headCount++;
        if (head.isInterim()) {
            takeInterim(stream, head, endStream);
            return;
        }
        stream.headReceived = true;
        stream.head = head;
        stream.contentLength = section.contentLength();
        boolean without = stream.method.equals("HEAD") || head.code() == 204 || head.code() == 304;
        stream.contentExpected = without ? 0 : stream.contentLength;
        if (endStream) {
            endOfResponse(stream);
        } else {
            connection.tell(stream);
        }
    }

    private void takeInterim(Http2Stream stream, ResponseHead head, boolean endStream) throws StreamException {
        if (endStream) {
            throw malformed("it ended with status " + head.code());
        }
        if (stream.headCount > MAX_INTERIM_HEADS) {
            throw new StreamException(
                    ErrorCode.ENHANCE_YOUR_CALM, "more than " + MAX_INTERIM_HEADS + " interim responses");
        }
        stream.addInterim(head);
        connection.tell(stream);
    }

    private static StreamException malformed(String what) {
        return new StreamException(ErrorCode.PROTOCOL_ERROR, "malformed response: " + what);
    }

    // Other frames of streams

    @Override
    public void rstStream(int streamId, ErrorCode code) throws Http2Exception {
        Http2Stream stream = connection.streams.get(streamId);
        if (stream == null) {
            requireNotIdle(streamId, FrameType.RST_STREAM);
            connection.guard.count(Flood.RST_STREAM, connection.now);
            return;
        }
        boolean unprocessed = code == ErrorCode.REFUSED_STREAM && stream.headCount == 0;
        stream.crowded |= connection.streams.count() >= connection.capacity;
        connection.close(
                stream,
                new StreamFailure(
                        code,
                        unprocessed ? StreamFailure.Kind.UNPROCESSED : StreamFailure.Kind.GIVEN_UP,
                        "the server reset stream " + streamId + " with " + code
                                + (stream.headReceived
                                        ? ", after " + stream.contentReceived + " bytes of the response's content"
                                        : ", before it responded")));
    }

    @Override
    public void windowUpdate(int streamId, int increment) throws Http2Exception {
        connection.guard.count(Flood.WINDOW_UPDATE, connection.now);
        if (streamId == 0) {
            boolean wasShut = connection.sendWindow.available() <= 0;
            if (!connection.sendWindow.grow(increment)) {
                throw new Http2Exception(
                        ErrorCode.FLOW_CONTROL_ERROR,
                        "a WINDOW_UPDATE of " + increment + " where the connection's window was "
                                + connection.sendWindow.available() + "; it cannot pass 2^31-1");
            }
            if (wasShut) {
                connection.tellWaiting();
            }
            return;
        }
        Http2Stream stream = connection.streams.get(streamId);
        if (stream == null) {
            requireNotIdle(streamId, FrameType.WINDOW_UPDATE);
        } else if (!stream.sendWindow.grow(increment)) {
            fail(
                    stream,
                    ErrorCode.FLOW_CONTROL_ERROR,
                    "a WINDOW_UPDATE of " + increment + " where the window was " + stream.sendWindow.available()
                            + "; it cannot pass 2^31-1");
        } else if (stream.wantsRoom && stream.sendWindow.available() > 0 && connection.sendWindow.available() > 0) {
            stream.wantsRoom = false;
            connection.tell(stream);
        }
    }

    @Override
    public void priority() throws Http2Exception {
        connection.guard.count(Flood.PRIORITY, connection.now);
    }

    @Override
    public void broken(int streamId, ErrorCode code, String what) throws Http2Exception {
        Http2Stream stream = connection.streams.get(streamId);
        if (stream != null) {
            fail(stream, code, what);
        } else if (code != ErrorCode.FRAME_SIZE_ERROR) {
            requireNotIdle(streamId, FrameType.WINDOW_UPDATE);
        }
        connection.guard.count(Flood.IGNORED, connection.now);
    }

    @Override
    public void unknown() throws Http2Exception {
        connection.guard.count(Flood.IGNORED, connection.now);
    }

    // Frames of the connection

    @Override
    public void setting(int identifier, int value) throws Http2Exception {
        switch (identifier) {
            case Setting.HEADER_TABLE_SIZE -> connection.encoder.limitTable(value);
            case Setting.ENABLE_PUSH -> {
                if (value != 0) {
                    throw settingError(ErrorCode.PROTOCOL_ERROR, "ENABLE_PUSH", value);
                }
            }
            case Setting.MAX_CONCURRENT_STREAMS -> namedCapacity = value < 0 ? Integer.MAX_VALUE : value;
            case Setting.INITIAL_WINDOW_SIZE -> changeInitialWindow(value);
            case Setting.MAX_FRAME_SIZE -> {
                if (value < FrameType.DEFAULT_MAX_SIZE || value >= 1 << 24) {
                    throw settingError(ErrorCode.PROTOCOL_ERROR, "MAX_FRAME_SIZE", value);
                }
                connection.maxFrameSize = value;
            }
            case Setting.MAX_HEADER_LIST_SIZE -> connection.maxHeaderListSize = value & 0xffff_ffffL;
            default -> {} // what is unknown is ignored (RFC 9113, section 6.5.2)
        }
    }

    /** Moves the windows of all streams by the difference (RFC 9113, section 6.9.2). */
    private void changeInitialWindow(int value) throws Http2Exception {
        if (value < 0) {
            throw settingError(ErrorCode.FLOW_CONTROL_ERROR, "INITIAL_WINDOW_SIZE", value);
        }
        int difference = value - connection.initialSendWindow;
        connection.initialSendWindow = value;
        for (Http2Stream stream : connection.streams.all()) {
            if (!stream.sendWindow.grow(difference)) {
                throw new Http2Exception(
                        ErrorCode.FLOW_CONTROL_ERROR,
                        "INITIAL_WINDOW_SIZE " + value + " where the window of stream " + stream.id + " was "
                                + stream.sendWindow.available() + "; it cannot pass 2^31-1");
            }
        }
        connection.tellWaiting();
    }

    private static Http2Exception settingError(ErrorCode code, String name, int value) {
        return new Http2Exception(code, "the setting " + name + " with the value " + Integer.toUnsignedString(value));
    }

    @Override
    public void settingsEnd() throws Http2Exception {
        connection.guard.count(Flood.SETTINGS, connection.now);
        connection.writer.settingsAck();
        if (!connection.settingsReceived || connection.capacity != namedCapacity) {
            connection.settingsReceived = true;
            connection.capacity = namedCapacity;
            if (connection.streams.count() > namedCapacity) {
                connection.streams.forEach(stream -> stream.crowded = true);
            }
            connection.happened(new ConnectionEvent.CapacityChanged(namedCapacity));
        }
    }

    @Override
    public void settingsAck() throws Http2Exception {
        if (connection.settingsAcknowledged) {
            connection.guard.count(Flood.SETTINGS, connection.now);
            return;
        }
        connection.settingsAcknowledged = true;
        decoder.limitTable(connection.local.headerTableSize());
        connection.happened(new ConnectionEvent.SettingsAcknowledged());
    }

    @Override
    public void ping(long opaque, boolean ack) throws Http2Exception {
        if (ack && connection.pings.answered(opaque)) {
            connection.happened(new ConnectionEvent.PingAnswered(opaque));
            if (connection.heartbeat.answered(opaque)) {
                connection.happened(new ConnectionEvent.SuspicionCleared());
            }
            return;
        }
        connection.guard.count(Flood.PING, connection.now);
        if (!ack) {
            connection.writer.ping(opaque, true);
        }
    }

    @Override
    public void goAway(int lastStreamId, ErrorCode code, String debug) throws Http2Exception {
        connection.guard.count(Flood.GOAWAY, connection.now);
        connection.http11Required |= code == ErrorCode.HTTP_1_1_REQUIRED;
        if (connection.goingAway && lastStreamId >= connection.lastAccepted) {
            return;
        }
        connection.goingAway = true;
        connection.lastAccepted = lastStreamId;
        for (Http2Stream stream : connection.streams.all()) {
            if (stream.id > lastStreamId) {
                connection.resets.add(stream.id, connection.now);
                connection.close(
                        stream,
                        new StreamFailure(
                                code,
                                StreamFailure.Kind.UNPROCESSED,
                                "the server went away with " + code + (debug.isEmpty() ? "" : " (" + debug + ")")
                                        + ", and saw to no stream after " + lastStreamId + "; this is " + stream.id));
            }
        }
        connection.happened(new ConnectionEvent.GoingAway(lastStreamId, code, debug));
    }

    // Streams that are not open

    /** Ends a stream that is not closed, because of what the peer did. */
    private void fail(Http2Stream stream, ErrorCode code, String what) {
        connection.reset(stream, new StreamFailure(code, StreamFailure.Kind.BROKEN, what + ", on stream " + stream.id));
    }

    /** A closed stream gets such frames only as long as the peer may not know that we reset it. */
    private void requireReset(int streamId, FrameType type) throws Http2Exception {
        requireNotIdle(streamId, type);
        if (!connection.resets.tolerate(streamId, connection.now)) {
            throw new Http2Exception(
                    ErrorCode.STREAM_CLOSED, "a " + type + " frame on stream " + streamId + ", which is closed");
        }
    }

    private void requireNotIdle(int streamId, FrameType type) throws Http2Exception {
        if ((streamId & 1) == 0 || connection.nextId > 0 && streamId >= connection.nextId) {
            throw new Http2Exception(
                    ErrorCode.PROTOCOL_ERROR,
                    "a " + type + " frame on stream " + streamId + ", which nobody has opened");
        }
    }
}
