package dev.hawser.testserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A client's bytes as frames, with field blocks put together: a HEADERS frame comes with all that continues it. */
final class Http2Input {
    /** What a client begins with (RFC 9113, section 3.4). */
    static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private static final int MAX_BLOCK = 1 << 20;

    private final WireInput in;
    private final Http2FrameLog log;
    private volatile int maxFrameSize = 16_384;

    Http2Input(WireInput in, Http2FrameLog log) {
        this.in = in;
        this.log = log;
    }

    /** Lets frames be of that length at least. */
    void allow(int frameSize) {
        maxFrameSize = Math.max(maxFrameSize, frameSize);
    }

    /** Reads the preface and the SETTINGS behind it, which are returned; null if the bytes end before. */
    @Nullable
    Http2Frame readPreface() throws IOException {
        for (int i = 0; i < PREFACE.length(); i++) {
            int next = in.read();
            if (next != PREFACE.charAt(i)) {
                if (next == -1 && i == 0) {
                    return null;
                }
                throw Http2Violation.ofConnection(
                        Http2ErrorCode.PROTOCOL_ERROR, "no preface: byte " + i + " of it is " + next);
            }
        }
        Http2Frame first = readFrame();
        if (first != null && (!first.is(Http2Frame.SETTINGS) || first.has(Http2Frame.ACK))) {
            throw Http2Violation.ofConnection(
                    Http2ErrorCode.PROTOCOL_ERROR, "a first frame that is not SETTINGS: " + first);
        }
        return first;
    }

    /** The next frame, with its padding; the payload of HEADERS is the whole block. Null if the bytes end. */
    @Nullable
    Http2Frame next() throws IOException {
        Http2Frame frame = readFrame();
        if (frame == null) {
            return null;
        }
        if (frame.is(Http2Frame.CONTINUATION)) {
            throw Http2Violation.ofConnection(Http2ErrorCode.PROTOCOL_ERROR, frame + ", which continues nothing");
        }
        return frame.is(Http2Frame.HEADERS) ? whole(frame) : frame;
    }

    /** Reads to the end, and forgets. */
    void drain() throws IOException {
        in.drain();
    }

    /** The content of a frame that may be padded (RFC 9113, section 6.1). */
    static byte[] content(Http2Frame frame) throws Http2Violation {
        byte[] payload = frame.payload();
        boolean padded = frame.has(Http2Frame.PADDED);
        int from = padded ? 1 : 0;
        int to = payload.length - (padded && payload.length > 0 ? payload[0] & 0xff : 0);
        if (frame.is(Http2Frame.HEADERS) && frame.has(Http2Frame.PRIORITIZED)) {
            from += 5;
        }
        if (to < from) {
            throw Http2Violation.ofConnection(Http2ErrorCode.PROTOCOL_ERROR, "more padding than content: " + frame);
        }
        return Arrays.copyOfRange(payload, from, to);
    }

    /** The HEADERS frame with its block, and without padding and priority. */
    private Http2Frame whole(Http2Frame first) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(content(first));
        Http2Frame last = first;
        while (!last.has(Http2Frame.END_HEADERS)) {
            last = readFrame();
            if (last == null) {
                throw new IOException("The connection ended within a field block");
            }
            if (!last.is(Http2Frame.CONTINUATION) || last.streamId() != first.streamId()) {
                throw Http2Violation.ofConnection(
                        Http2ErrorCode.PROTOCOL_ERROR, last + " within the field block of " + first.streamId());
            }
            block.writeBytes(last.payload());
            if (block.size() > MAX_BLOCK) {
                throw Http2Violation.ofConnection(
                        Http2ErrorCode.ENHANCE_YOUR_CALM, "a field block of more than " + MAX_BLOCK + " bytes");
            }
        }
        return new Http2Frame(
                Http2Frame.HEADERS, first.flags() & Http2Frame.END_STREAM, first.streamId(), block.toByteArray());
    }

    private @Nullable Http2Frame readFrame() throws IOException {
        if (!in.awaitByte()) {
            return null;
        }
        byte[] head = readFully(Http2Frame.HEADER_LENGTH);
        int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
        if (length > maxFrameSize) {
            throw Http2Violation.ofConnection(
                    Http2ErrorCode.FRAME_SIZE_ERROR,
                    "a frame of " + length + " bytes; at most " + maxFrameSize + " are allowed");
        }
        int streamId = (head[5] & 0x7f) << 24 | (head[6] & 0xff) << 16 | (head[7] & 0xff) << 8 | head[8] & 0xff;
        Http2Frame frame = new Http2Frame(head[3] & 0xff, head[4] & 0xff, streamId, readFully(length));
        log.add(frame);
        check(frame);
        return frame;
    }

    /** What a frame shows by itself to be wrong (RFC 9113, section 6). */
    private static void check(Http2Frame frame) throws Http2Violation {
        boolean ofStream = switch (frame.type()) {
            case Http2Frame.SETTINGS, Http2Frame.PING, Http2Frame.GOAWAY -> false;
            case Http2Frame.WINDOW_UPDATE -> frame.streamId() != 0;
            default -> frame.type() <= Http2Frame.CONTINUATION || frame.streamId() != 0;
        };
        if (ofStream == (frame.streamId() == 0) || frame.is(Http2Frame.PUSH_PROMISE)) {
            throw Http2Violation.ofConnection(Http2ErrorCode.PROTOCOL_ERROR, "what no client may send: " + frame);
        }
        boolean fits = switch (frame.type()) {
            case Http2Frame.SETTINGS -> frame.length() % 6 == 0 && !(frame.has(Http2Frame.ACK) && frame.length() > 0);
            case Http2Frame.PING -> frame.length() == 8;
            case Http2Frame.GOAWAY -> frame.length() >= 8;
            case Http2Frame.WINDOW_UPDATE, Http2Frame.RST_STREAM -> frame.length() == 4;
            case Http2Frame.PRIORITY -> frame.length() == 5;
            default -> true;
        };
        if (!fits) {
            throw Http2Violation.ofConnection(
                    Http2ErrorCode.FRAME_SIZE_ERROR, "a length that its type has not: " + frame);
        }
    }

    private byte[] readFully(int length) throws IOException {
        byte[] bytes = new byte[length];
        byte[] piece = new byte[Math.min(length, 16_384)];
        for (int at = 0; at < length; ) {
            int count = in.read(piece, Math.min(piece.length, length - at));
            if (count == -1) {
                throw new IOException("The connection ended within a frame");
            }
            System.arraycopy(piece, 0, bytes, at, count);
            at += count;
        }
        return bytes;
    }
}
