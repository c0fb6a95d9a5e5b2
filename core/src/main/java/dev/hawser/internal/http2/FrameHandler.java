package dev.hawser.internal.http2;

/**
 * One who takes the frames of the peer, in order. What the reader could check by the frame alone is checked: lengths,
 * padding, whether the frame belongs to a stream or to the connection. An exception ends the connection.
 */
interface FrameHandler {
    /**
     * A DATA frame begins.
     *
     * @param length that of its payload with padding, which counts for flow control
     */
    void dataBegins(int streamId, int length) throws Http2Exception;

    /** The next bytes of the DATA frame that has begun. */
    void data(int streamId, byte[] bytes, int offset, int count) throws Http2Exception;

    /**
     * The DATA frame that has begun is over.
     *
     * @param overhead how much of its length was padding
     */
    void dataEnds(int streamId, int overhead, boolean endStream) throws Http2Exception;

    /** A whole field block, {@code bytes[from, to)}, of HEADERS and what continued it. */
    void headers(int streamId, byte[] bytes, int from, int to, boolean endStream) throws Http2Exception;

    /** A PRIORITY frame, which says nothing any more (RFC 9113, section 5.3.2). */
    void priority() throws Http2Exception;

    void rstStream(int streamId, ErrorCode code) throws Http2Exception;

    /** One value of a SETTINGS frame, unsigned. */
    void setting(int identifier, int value) throws Http2Exception;

    /** All values of a SETTINGS frame were told. */
    void settingsEnd() throws Http2Exception;

    void settingsAck() throws Http2Exception;

    void ping(long opaque, boolean ack) throws Http2Exception;

    /**
     * The peer takes no new stream.
     *
     * @param debug what it says of it, as far as that is ASCII, and not all if it is long
     */
    void goAway(int lastStreamId, ErrorCode code, String debug) throws Http2Exception;

    /** A window grows, that of the connection if {@code streamId} is 0. */
    void windowUpdate(int streamId, int increment) throws Http2Exception;

    /** A frame of a type that the standard does not know. */
    void unknown() throws Http2Exception;

    /** A frame that concerns one stream only, and breaks that one. */
    void broken(int streamId, ErrorCode code, String what) throws Http2Exception;
}
