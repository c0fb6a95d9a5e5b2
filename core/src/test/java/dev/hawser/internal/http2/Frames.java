package dev.hawser.internal.http2;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A server's frames as bytes, whether they are as they should be or not. */
final class Frames {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final HpackEncoder encoder = new HpackEncoder();

    /** Any frame. */
    Frames frame(int type, int flags, int streamId, byte[] payload) {
        return header(payload.length, type, flags, streamId).raw(payload);
    }

    Frames frame(FrameType type, int flags, int streamId, String payloadHex) {
        return frame(type.number, flags, streamId, Hex.bytes(payloadHex));
    }

    /** What precedes a payload. */
    Frames header(int length, int type, int flags, int streamId) {
        return raw(Hex.bytes(String.format("%06x%02x%02x%08x", length, type, flags, streamId)));
    }

    Frames raw(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    /** Settings, each an identifier and a value behind it. */
    Frames settings(int... identifiersAndValues) {
        StringBuilder payload = new StringBuilder();
        for (int i = 0; i < identifiersAndValues.length; i += 2) {
            payload.append(String.format("%04x%08x", identifiersAndValues[i], identifiersAndValues[i + 1]));
        }
        return frame(FrameType.SETTINGS, 0, 0, payload.toString());
    }

    Frames settingsAck() {
        return frame(FrameType.SETTINGS, FrameType.ACK, 0, "");
    }

    /** A head or trailers, in one frame. */
    Frames headers(int streamId, boolean endStream, String... namesAndValues) {
        int flags = FrameType.END_HEADERS | (endStream ? FrameType.END_STREAM : 0);
        return frame(FrameType.HEADERS.number, flags, streamId, block(namesAndValues));
    }

    /** A field block, as the encoder of this server makes it. */
    byte[] block(String... namesAndValues) {
        WireBuffer out = new WireBuffer(64);
        encoder.begin(out);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            encoder.encode(namesAndValues[i], namesAndValues[i + 1], out);
        }
        return Arrays.copyOf(out.array(), out.length());
    }

    Frames data(int streamId, boolean endStream, String text) {
        return data(streamId, endStream, text.getBytes(StandardCharsets.UTF_8));
    }

    Frames data(int streamId, boolean endStream, byte[] content) {
        return frame(FrameType.DATA.number, endStream ? FrameType.END_STREAM : 0, streamId, content);
    }

    Frames rstStream(int streamId, ErrorCode code) {
        return frame(FrameType.RST_STREAM, 0, streamId, String.format("%08x", code.number()));
    }

    Frames ping(long opaque, boolean ack) {
        return frame(FrameType.PING, ack ? FrameType.ACK : 0, 0, String.format("%016x", opaque));
    }

    Frames goAway(int lastStreamId, ErrorCode code, String debug) {
        byte[] text = debug.getBytes(StandardCharsets.UTF_8);
        return header(8 + text.length, FrameType.GOAWAY.number, 0, 0)
                .raw(Hex.bytes(String.format("%08x%08x", lastStreamId, code.number())))
                .raw(text);
    }

    Frames windowUpdate(int streamId, int increment) {
        return frame(FrameType.WINDOW_UPDATE, 0, streamId, String.format("%08x", increment));
    }

    /** All so far; the next ones begin anew. */
    byte[] take() {
        byte[] all = bytes.toByteArray();
        bytes.reset();
        return all;
    }
}
