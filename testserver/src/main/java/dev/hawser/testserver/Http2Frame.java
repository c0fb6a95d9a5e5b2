package dev.hawser.testserver;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A frame of HTTP/2 (RFC 9113, sections 4.1 and 6), right or wrong: nothing is checked, so that whatever a client must
 * cope with can be made. Immutable.
 */
public final class Http2Frame {
    /** Types. */
    public static final int DATA = 0;

    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PUSH_PROMISE = 5;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    /** Flags. */
    public static final int END_STREAM = 0x1;

    public static final int ACK = 0x1;
    public static final int END_HEADERS = 0x4;
    public static final int PADDED = 0x8;
    public static final int PRIORITIZED = 0x20;

    /** Identifiers of settings (RFC 9113, section 6.5.2). */
    public static final int HEADER_TABLE_SIZE = 1;

    public static final int ENABLE_PUSH = 2;
    public static final int MAX_CONCURRENT_STREAMS = 3;
    public static final int INITIAL_WINDOW_SIZE = 4;
    public static final int MAX_FRAME_SIZE = 5;
    public static final int MAX_HEADER_LIST_SIZE = 6;

    /** The length of what precedes each payload. */
    static final int HEADER_LENGTH = 9;

    private static final String[] NAMES = {
        "DATA",
        "HEADERS",
        "PRIORITY",
        "RST_STREAM",
        "SETTINGS",
        "PUSH_PROMISE",
        "PING",
        "GOAWAY",
        "WINDOW_UPDATE",
        "CONTINUATION"
    };

    private final int type;
    private final int flags;
    private final int streamId;
    private final byte[] payload;

    /** Any frame, of which nothing is checked. */
    public Http2Frame(int type, int flags, int streamId, byte... payload) {
        this.type = type;
        this.flags = flags;
        this.streamId = streamId;
        this.payload = payload.clone();
    }

    /** Content (section 6.1). */
    public static Http2Frame data(int streamId, boolean endStream, byte... content) {
        return new Http2Frame(DATA, endStream ? END_STREAM : 0, streamId, content);
    }

    /**
     * Fields (section 6.2), each a name and a value behind it, such as {@code ":status", "200"}. They are literals that
     * touch no table (RFC 7541, section 6.2.2), so the frame can be sent at any time.
     */
    public static Http2Frame headers(int streamId, boolean endStream, String... namesAndValues) {
        return new Http2Frame(HEADERS, END_HEADERS | (endStream ? END_STREAM : 0), streamId, literals(namesAndValues));
    }

    /** The end of a stream (section 6.4). */
    public static Http2Frame rstStream(int streamId, Http2ErrorCode code) {
        return new Http2Frame(RST_STREAM, 0, streamId, ints(code.code()));
    }

    /** Settings, each an identifier and a value behind it (section 6.5). */
    public static Http2Frame settings(int... identifiersAndValues) {
        ByteBuffer payload = ByteBuffer.allocate(3 * identifiersAndValues.length);
        for (int i = 0; i < identifiersAndValues.length; i += 2) {
            payload.putShort((short) identifiersAndValues[i]).putInt(identifiersAndValues[i + 1]);
        }
        return new Http2Frame(SETTINGS, 0, 0, payload.array());
    }

    /** The acknowledgement of settings (section 6.5.3). */
    public static Http2Frame settingsAck() {
        return new Http2Frame(SETTINGS, ACK, 0);
    }

    /** A promise to push (section 6.6), with the fields of the request that it answers. */
    public static Http2Frame pushPromise(int streamId, int promisedId, String... namesAndValues) {
        return new Http2Frame(PUSH_PROMISE, END_HEADERS, streamId, joined(ints(promisedId), literals(namesAndValues)));
    }

    /** A ping or the answer to one (section 6.7). */
    public static Http2Frame ping(long opaque, boolean ack) {
        return new Http2Frame(PING, ack ? ACK : 0, 0, ints((int) (opaque >>> 32), (int) opaque));
    }

    /** No more streams are taken; those up to {@code lastStreamId} are, or may have been, seen to (section 6.8). */
    public static Http2Frame goAway(int lastStreamId, Http2ErrorCode code, String debug) {
        return new Http2Frame(
                GOAWAY, 0, 0, joined(ints(lastStreamId, code.code()), debug.getBytes(StandardCharsets.UTF_8)));
    }

    /** A larger window (section 6.9), of the connection if {@code streamId} is 0. */
    public static Http2Frame windowUpdate(int streamId, int increment) {
        return new Http2Frame(WINDOW_UPDATE, 0, streamId, ints(increment));
    }

    /** More fields (section 6.10), after a frame {@link #withFlags without} {@link #END_HEADERS}. */
    public static Http2Frame continuation(int streamId, boolean endHeaders, String... namesAndValues) {
        return new Http2Frame(CONTINUATION, endHeaders ? END_HEADERS : 0, streamId, literals(namesAndValues));
    }

    /** The frame with these flags in place of its own. */
    public Http2Frame withFlags(int newFlags) {
        return new Http2Frame(type, newFlags, streamId, payload);
    }

    /** The frame, of type DATA or HEADERS, with so many bytes of padding, from 0 to 255, behind its content (section 6.1). */
    public Http2Frame padded(int padding) {
        byte[] content = joined(new byte[] {(byte) padding}, payload);
        return new Http2Frame(type, flags | PADDED, streamId, Arrays.copyOf(content, content.length + padding));
    }

    /** The type, as in {@link #DATA}. */
    public int type() {
        return type;
    }

    /** The flags. */
    public int flags() {
        return flags;
    }

    /** The stream, or 0 for the connection. */
    public int streamId() {
        return streamId;
    }

    /** A copy of the payload. */
    public byte[] payload() {
        return payload.clone();
    }

    /** The length of the payload. */
    public int length() {
        return payload.length;
    }

    /** The 32 bits at that place of the payload: an error code is at 0 in RST_STREAM and at 4 in GOAWAY. */
    public int intAt(int offset) {
        return ByteBuffer.wrap(payload).getInt(offset);
    }

    /** Whether it has one of these flags. */
    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Whether it is of that type, whatever its flags and its stream. */
    public boolean is(int wanted) {
        return type == wanted;
    }

    /** The frame as it travels. */
    public byte[] bytes() {
        return ByteBuffer.allocate(HEADER_LENGTH + payload.length)
                .putShort((short) (payload.length >>> 8))
                .put((byte) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(streamId)
                .put(payload)
                .array();
    }

    /** As in {@code HEADERS of 23 bytes on stream 1, flags 0x5}. */
    @Override
    public String toString() {
        String name = type >= 0 && type < NAMES.length ? NAMES[type] : "type-" + type;
        return name + " of " + payload.length + " bytes on stream " + streamId + ", flags 0x"
                + Integer.toHexString(flags);
    }

    /** A field block of literals without indexing and without Huffman coding. */
    private static byte[] literals(String... namesAndValues) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i++) {
            if (i % 2 == 0) {
                block.write(0);
            }
            byte[] text = namesAndValues[i].getBytes(StandardCharsets.UTF_8);
            int rest = text.length - 0x7f;
            block.write(Math.min(text.length, 0x7f));
            while (rest >= 0) {
                block.write(rest < 0x80 ? rest : rest & 0x7f | 0x80);
                rest = rest < 0x80 ? -1 : rest >>> 7;
            }
            block.writeBytes(text);
        }
        return block.toByteArray();
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
