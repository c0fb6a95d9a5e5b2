package dev.hawser.internal.http2;

/** The check of {@link Streams} against their invariants. */
final class StreamsAudit {
    private StreamsAudit() {}

    /** Throws an {@link IllegalStateException} that names what does not hold. */
    static void check(Streams streams) {
        ConnectionState connection = streams.connection;
        ReceiveWindow window = connection.receiveWindow;
        require(
                window.available() + window.ungranted() == window.size(),
                "the connection's receive window",
                window.available());
        require(window.ungranted() < (window.size() + 1) / 2, "the connection's grant is overdue", window.ungranted());
        Http2Stream[] all = connection.streams.all();
        require(all.length == streams.active(), "streams in the table", all.length);
        for (Http2Stream stream : all) {
            check(stream, connection, streams.atBoundary());
        }
        require(!connection.closed || all.length == 0, "streams of a closed connection", all.length);
    }

    private static void check(Http2Stream stream, ConnectionState connection, boolean exact) {
        require(stream.state != StreamState.CLOSED, "a closed stream is in the table", stream.id);
        require(connection.streams.get(stream.id) == stream, "a stream is not found", stream.id);
        require(
                (stream.id & 1) == 1 && (connection.nextId < 0 || stream.id < connection.nextId),
                "a number",
                stream.id);
        require(stream.id <= connection.lastAccepted, "a stream that the server will not see to", stream.id);
        require(stream.failure == null, "a failed stream is in the table", stream.id);
        require(stream.whole == !stream.state.mayReceive(), "the end of the response", stream.id);
        ReceiveWindow window = stream.receiveWindow;
        if (!stream.whole) {
            int known = window.available() + window.ungranted() + stream.received.count();
            require(
                    exact ? known == window.size() : known <= window.size(), // the rest of a frame is on its way
                    "the receive window of a stream",
                    stream.id);
        }
        require(
                !stream.wantsRoom || stream.sendWindow.available() <= 0 || connection.sendWindow.available() <= 0,
                "a stream with room waits for it",
                stream.id);
    }

    private static void require(boolean holds, String what, int number) {
        if (!holds) {
            throw new IllegalStateException(what + ": " + number);
        }
    }
}
