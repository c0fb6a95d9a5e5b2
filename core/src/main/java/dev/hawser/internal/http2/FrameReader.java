package dev.hawser.internal.http2;

import static dev.hawser.internal.http2.FrameType.ACK;
import static dev.hawser.internal.http2.FrameType.END_HEADERS;
import static dev.hawser.internal.http2.FrameType.END_STREAM;
import static dev.hawser.internal.http2.FrameType.HEADER_LENGTH;
import static dev.hawser.internal.http2.FrameType.PADDED;
import static dev.hawser.internal.http2.FrameType.PRIORITIZED;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A server's bytes to frames (RFC 9113, sections 4 and 6). The bytes may come in any pieces: what is told to the handler is
 * the same, but for DATA, which is handed on as it comes. It holds at most one payload of the largest size and one
 * field block. After an exception it is not to be used any more.
 */
final class FrameReader {
    /** A block of the largest list has far fewer; more of them are there to cost work. */
    static final int MAX_CONTINUATIONS = 128;

    /** The longest debug data that is kept of a GOAWAY. */
    static final int MAX_DEBUG = 256;

    /** The largest array that is kept for the next payload that comes in pieces. */
    private static final int MOST_KEPT = 1024;

    private static final byte[] NONE = {};

    private final FrameHandler handler;
    private final int maxFrameSize;
    private final int maxBlockSize;

    private final byte[] header = new byte[HEADER_LENGTH];
    private int headerCount;

    /** Whether the peer's first frame, its preface (RFC 9113, section 3.4), has come. */
    private boolean prefaceSeen;

    /** The frame whose payload is being read: null if its type is unknown. */
    private @Nullable FrameType type;

    private int flags;
    private int streamId;
    private int length;

    /** How much of the payload has not come yet. */
    private int remaining;

    /** Whether the payload is to be dropped. */
    private boolean skipped;

    /** The padding of a DATA frame; -1 before it is known. */
    private int padding;

    /** The payload of another frame that comes in pieces. */
    private byte[] partial = NONE;

    /** The field block that is being put together: of which stream, 0 for none. */
    private int blockStream;

    private boolean blockEndsStream;
    private byte[] block = NONE;
    private int blockLength;
    private int continuations;

    /**
     * A reader of a new connection.
     *
     * @param maxFrameSize the largest payload that we let the peer send
     * @param maxBlockSize the largest field block
     */
    FrameReader(FrameHandler handler, int maxFrameSize, int maxBlockSize) {
        this.handler = handler;
        this.maxFrameSize = maxFrameSize;
        this.maxBlockSize = maxBlockSize;
    }

    /** True if nothing is missing of what has begun. */
    boolean atBoundary() {
        return headerCount == 0 && blockStream == 0;
    }

    /** Takes in the next bytes, {@code bytes[from, to)}. */
    void read(byte[] bytes, int from, int to) throws Http2Exception {
        int next = from;
        while (next < to) {
            if (headerCount < HEADER_LENGTH) {
                int count = Math.min(HEADER_LENGTH - headerCount, to - next);
                System.arraycopy(bytes, next, header, headerCount, count);
                headerCount += count;
                next += count;
                if (headerCount < HEADER_LENGTH) {
                    return;
                }
                begin();
            }
            int count = Math.min(remaining, to - next);
            remaining -= count;
            if (skipped) {
                endIfWhole();
            } else if (type == FrameType.DATA) {
                takeData(bytes, next, next + count);
            } else {
                takePayload(bytes, next, count);
            }
            next += count;
        }
    }

    private void endIfWhole() {
        if (remaining == 0) {
            headerCount = 0;
        }
    }

    private void begin() throws Http2Exception {
        int number = header[3] & 0xff;
        length = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | header[2] & 0xff;
        type = FrameType.of(number);
        flags = header[4];
        streamId = intAt(header, 5) & Integer.MAX_VALUE;
        remaining = length;
        skipped = false;
        if (!prefaceSeen) {
            checkPreface();
            prefaceSeen = true;
        }
        if (length > maxFrameSize) {
            throw sizeError("; at most " + maxFrameSize + " are allowed");
        }
        if (blockStream != 0 && (type != FrameType.CONTINUATION || streamId != blockStream)) {
            throw protocolError("a " + name() + " frame on stream " + streamId + " within the field block of stream "
                    + blockStream);
        }
        if (type == null) {
            skipped = true;
            handler.unknown();
        } else {
            check(type);
        }
    }

    /** The first frame is SETTINGS (RFC 9113, section 3.4); what else some servers begin with is named. */
    private void checkPreface() throws Http2Exception {
        if (type == FrameType.SETTINGS && (flags & ACK) == 0) {
            return;
        }
        if (header[0] == 'H' && header[1] == 'T' && header[2] == 'T' && header[3] == 'P' && header[4] == '/') {
            throw protocolError("the server answered in "
                    + new String(header, 0, HEADER_LENGTH - 1, StandardCharsets.ISO_8859_1) + ", not in HTTP/2");
        }
        if (header[0] == 0x15 && header[1] == 3) {
            throw protocolError("the server answered with a TLS alert, not in HTTP/2 in the clear");
        }
        StringBuilder bytes = new StringBuilder();
        for (byte b : header) {
            bytes.append(String.format(" %02x", b));
        }
        throw protocolError("the server's first frame is not SETTINGS; it began with the bytes" + bytes);
    }

    /** Checks what a frame's header tells. */
    private void check(FrameType known) throws Http2Exception {
        switch (known) {
            case DATA -> {
                requireStream();
                padding = (flags & PADDED) == 0 ? 0 : -1;
                if (padding < 0 && length == 0) {
                    throw sizeError(", too short for its padding");
                }
                handler.dataBegins(streamId, length);
            }
            case HEADERS -> requireStream();
            case PRIORITY -> {
                requireStream();
                if (length != 5) {
                    skipped = true;
                    handler.broken(streamId, ErrorCode.FRAME_SIZE_ERROR, "a PRIORITY frame of " + length + " bytes");
                }
            }
            case RST_STREAM -> {
                requireStream();
                requireLength(4);
            }
            case SETTINGS -> {
                requireConnection();
                if ((flags & ACK) != 0) {
                    requireLength(0);
                } else if (length % 6 != 0) {
                    throw sizeError(", no multiple of 6");
                }
            }
            case PUSH_PROMISE ->
                throw protocolError("the server pushed on stream " + streamId + ", which it was told not to do");
            case PING -> {
                requireConnection();
                requireLength(8);
            }
            case GOAWAY -> {
                requireConnection();
                if (length < 8) {
                    throw sizeError("");
                }
            }
            case WINDOW_UPDATE -> requireLength(4);
            case CONTINUATION -> {
                if (blockStream == 0) {
                    throw protocolError("a CONTINUATION frame on stream " + streamId + " that continues nothing");
                }
                if (++continuations > MAX_CONTINUATIONS) {
                    throw new Http2Exception(
                            ErrorCode.ENHANCE_YOUR_CALM,
                            "a field block of more than " + MAX_CONTINUATIONS + " CONTINUATION frames on stream "
                                    + streamId);
                }
            }
        }
    }

    private void takeData(byte[] bytes, int from, int to) throws Http2Exception {
        int next = from;
        if (padding < 0 && next < to) {
            padding = bytes[next++] & 0xff;
            if (padding >= length) {
                throw protocolError(
                        "a DATA frame of " + length + " bytes with " + padding + " of padding on stream " + streamId);
            }
        }
        int end = to - Math.max(0, padding - remaining); // what comes behind is padding
        if (next < end) {
            handler.data(streamId, bytes, next, end - next);
        }
        if (remaining == 0) {
            headerCount = 0;
            int overhead = (flags & PADDED) == 0 ? 0 : padding + 1;
            handler.dataEnds(streamId, overhead, (flags & END_STREAM) != 0);
        }
    }

    private void takePayload(byte[] bytes, int from, int count) throws Http2Exception {
        if (count == length) {
            headerCount = 0;
            handle(bytes, from, from + length);
            return;
        }
        int before = length - remaining - count;
        if (partial.length < before + count) {
            partial = Arrays.copyOf(partial, Math.min(maxFrameSize, Math.max(before + count, 2 * partial.length)));
        }
        System.arraycopy(bytes, from, partial, before, count);
        if (remaining == 0) {
            headerCount = 0;
            byte[] whole = partial;
            partial = whole.length <= MOST_KEPT ? whole : NONE;
            handle(whole, 0, length);
        }
    }

    /** Handles a frame that is not DATA, whose payload is {@code bytes[from, to)}. */
    private void handle(byte[] bytes, int from, int to) throws Http2Exception {
        if (type == null) {
            return;
        }
        switch (type) {
            case HEADERS -> takeHeaders(bytes, from, to);
            case CONTINUATION -> takeContinuation(bytes, from, to);
            case PRIORITY -> handler.priority();
            case RST_STREAM -> handler.rstStream(streamId, ErrorCode.of(intAt(bytes, from)));
            case SETTINGS -> takeSettings(bytes, from, to);
            case PING ->
                handler.ping(
                        (long) intAt(bytes, from) << 32 | intAt(bytes, from + 4) & 0xffff_ffffL, (flags & ACK) != 0);
            case GOAWAY ->
                handler.goAway(
                        intAt(bytes, from) & Integer.MAX_VALUE,
                        ErrorCode.of(intAt(bytes, from + 4)),
                        debug(bytes, from + 8, to));
            case WINDOW_UPDATE -> takeWindowUpdate(intAt(bytes, from) & Integer.MAX_VALUE);
            case DATA, PUSH_PROMISE -> throw new IllegalStateException("a " + type + " frame was not seen to before");
        }
    }

    private void takeHeaders(byte[] bytes, int from, int to) throws Http2Exception {
        int start = from + ((flags & PADDED) == 0 ? 0 : 1) + ((flags & PRIORITIZED) == 0 ? 0 : 5);
        if (start > to) {
            throw sizeError(", too short for its flags");
        }
        int end = (flags & PADDED) == 0 ? to : to - (bytes[from] & 0xff);
        if (end < start) {
            throw protocolError(
                    "a HEADERS frame of " + length + " bytes with " + (to - end) + " of padding on stream " + streamId);
        }
        boolean endStream = (flags & END_STREAM) != 0;
        if ((flags & END_HEADERS) != 0) {
            handler.headers(streamId, bytes, start, end, endStream);
            return;
        }
        blockStream = streamId;
        blockEndsStream = endStream;
        blockLength = 0;
        continuations = 0;
        addToBlock(bytes, start, end);
    }

    private void takeContinuation(byte[] bytes, int from, int to) throws Http2Exception {
        addToBlock(bytes, from, to);
        if ((flags & END_HEADERS) != 0) {
            byte[] whole = block;
            block = NONE;
            blockStream = 0;
            handler.headers(streamId, whole, 0, blockLength, blockEndsStream);
        }
    }

    private void addToBlock(byte[] bytes, int from, int to) throws Http2Exception {
        int more = to - from;
        if (more > maxBlockSize - blockLength) {
            throw new Http2Exception(
                    ErrorCode.ENHANCE_YOUR_CALM,
                    "a field block of at least " + (blockLength + (long) more) + " bytes on stream " + streamId
                            + "; at most " + maxBlockSize + " are taken");
        }
        if (block.length < blockLength + more) {
            block = Arrays.copyOf(block, Math.max(blockLength + more, Math.min(maxBlockSize, 2 * block.length)));
        }
        System.arraycopy(bytes, from, block, blockLength, more);
        blockLength += more;
    }

    private void takeSettings(byte[] bytes, int from, int to) throws Http2Exception {
        if ((flags & ACK) != 0) {
            handler.settingsAck();
            return;
        }
        for (int i = from; i < to; i += 6) {
            handler.setting((bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff, intAt(bytes, i + 2));
        }
        handler.settingsEnd();
    }

    private void takeWindowUpdate(int increment) throws Http2Exception {
        if (increment > 0) {
            handler.windowUpdate(streamId, increment);
        } else if (streamId == 0) {
            throw protocolError("a WINDOW_UPDATE of 0 for the connection");
        } else {
            handler.broken(streamId, ErrorCode.PROTOCOL_ERROR, "a WINDOW_UPDATE of 0");
        }
    }

    private static String debug(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < Math.min(to, from + MAX_DEBUG); i++) {
            text.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '?');
        }
        return text.toString();
    }

    private void requireStream() throws Http2Exception {
        if (streamId == 0) {
            throw protocolError("a " + name() + " frame that names no stream");
        }
    }

    private void requireConnection() throws Http2Exception {
        if (streamId != 0) {
            throw protocolError("a " + name() + " frame on stream " + streamId + ", where it concerns the connection");
        }
    }

    private void requireLength(int required) throws Http2Exception {
        if (length != required) {
            throw sizeError(" instead of " + required);
        }
    }

    private String name() {
        return type == null ? "type-" + (header[3] & 0xff) : type.name();
    }

    private Http2Exception sizeError(String how) {
        return new Http2Exception(
                ErrorCode.FRAME_SIZE_ERROR,
                "a " + name() + " frame of " + length + " bytes on stream " + streamId + how);
    }

    private static Http2Exception protocolError(String what) {
        return new Http2Exception(ErrorCode.PROTOCOL_ERROR, what);
    }

    private static int intAt(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
    }
}
