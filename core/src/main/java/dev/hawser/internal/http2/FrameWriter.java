package dev.hawser.internal.http2;

import java.nio.charset.StandardCharsets;

/** A client's frames to bytes (RFC 9113, section 6), in the order of the calls. */
final class FrameWriter {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private WireBuffer out;

    FrameWriter(WireBuffer out) {
        this.out = out;
    }

    /** What was written since the last swap; from now on {@code empty} is written to. */
    WireBuffer swap(WireBuffer empty) {
        WireBuffer full = out;
        out = empty;
        return full;
    }

    /** Where frames are written to, until the next swap. */
    WireBuffer out() {
        return out;
    }

    /** What a client begins with, before its SETTINGS (RFC 9113, section 3.4). */
    void preface() {
        out.put(PREFACE, 0, PREFACE.length);
    }

    /** Settings, each an identifier and a value behind it. */
    void settings(int... identifiersAndValues) {
        header(3 * identifiersAndValues.length, FrameType.SETTINGS, 0, 0);
        for (int i = 0; i < identifiersAndValues.length; i += 2) {
            out.putShort(identifiersAndValues[i]);
            out.putInt(identifiersAndValues[i + 1]);
        }
    }

    void settingsAck() {
        header(0, FrameType.SETTINGS, FrameType.ACK, 0);
    }

    /** Begins a HEADERS frame, whose field block the caller puts into {@link #out}; returns where it begins. */
    int beginHeaders(int streamId, boolean endStream) {
        int start = out.length();
        header(0, FrameType.HEADERS, FrameType.END_HEADERS | (endStream ? FrameType.END_STREAM : 0), streamId);
        return start;
    }

    /** Ends the HEADERS frame that begins at {@code start}; what is above {@code maxFrameSize} goes into CONTINUATION frames. */
    void endHeaders(int start, int streamId, int maxFrameSize) {
        int rest = out.length() - start - FrameType.HEADER_LENGTH;
        int frame = start;
        int flags = out.array()[start + 4];
        while (rest > maxFrameSize) {
            out.setMedium(frame, maxFrameSize);
            out.set(frame + 4, flags & ~FrameType.END_HEADERS);
            rest -= maxFrameSize;
            frame += FrameType.HEADER_LENGTH + maxFrameSize;
            out.open(frame, FrameType.HEADER_LENGTH);
            flags = FrameType.END_HEADERS;
            out.set(frame + 3, FrameType.CONTINUATION.number);
            out.set(frame + 4, flags);
            out.setMedium(frame + 5, streamId >>> 8);
            out.set(frame + 8, streamId);
        }
        out.setMedium(frame, rest);
    }

    void data(int streamId, byte[] bytes, int offset, int count, boolean endStream) {
        header(count, FrameType.DATA, endStream ? FrameType.END_STREAM : 0, streamId);
        out.put(bytes, offset, count);
    }

    void rstStream(int streamId, ErrorCode code) {
        header(4, FrameType.RST_STREAM, 0, streamId);
        out.putInt(code.number());
    }

    void ping(long opaque, boolean ack) {
        header(8, FrameType.PING, ack ? FrameType.ACK : 0, 0);
        out.putInt((int) (opaque >>> 32));
        out.putInt((int) opaque);
    }

    /** The end of the connection; as no stream of the server's own was accepted, the last one is 0. */
    void goAway(ErrorCode code, String debug) {
        byte[] text = debug.getBytes(StandardCharsets.UTF_8);
        header(8 + text.length, FrameType.GOAWAY, 0, 0);
        out.putInt(0);
        out.putInt(code.number());
        out.put(text, 0, text.length);
    }

    /** A larger window, of the connection if {@code streamId} is 0. */
    void windowUpdate(int streamId, int increment) {
        header(4, FrameType.WINDOW_UPDATE, 0, streamId);
        out.putInt(increment);
    }

    private void header(int length, FrameType type, int flags, int streamId) {
        out.putMedium(length);
        out.put(type.number);
        out.put(flags);
        out.putInt(streamId);
    }
}
