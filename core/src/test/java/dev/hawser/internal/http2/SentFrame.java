package dev.hawser.internal.http2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** A frame that we sent, read by the letter of RFC 9113, section 4.1. */
final class SentFrame {
    private final FrameType type;
    private final int flags;
    private final int streamId;
    private final byte[] payload;

    private SentFrame(FrameType type, int flags, int streamId, byte[] payload) {
        this.type = type;
        this.flags = flags;
        this.streamId = streamId;
        this.payload = payload;
    }

    FrameType type() {
        return type;
    }

    int streamId() {
        return streamId;
    }

    byte[] payload() {
        return payload;
    }

    /** The frames in {@code bytes[from, to)}. */
    static List<SentFrame> of(byte[] bytes, int from, int to) {
        List<SentFrame> frames = new ArrayList<>();
        int i = from;
        while (i < to) {
            int length = (bytes[i] & 0xff) << 16 | (bytes[i + 1] & 0xff) << 8 | bytes[i + 2] & 0xff;
            int id = number(bytes, i + 5);
            byte[] payload = Arrays.copyOfRange(bytes, i + 9, i + 9 + length);
            frames.add(new SentFrame(Objects.requireNonNull(FrameType.of(bytes[i + 3])), bytes[i + 4], id, payload));
            i += 9 + length;
        }
        if (i != to) {
            throw new IllegalStateException("the last frame is cut short");
        }
        return frames;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    private static int number(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
    }

    /** Its type, stream and what else matters, as in {@code DATA 1 END "hello"}. */
    @Override
    public String toString() {
        String what = switch (type) {
            case DATA ->
                (has(FrameType.END_STREAM) ? "END " : "") + '"' + new String(payload, StandardCharsets.UTF_8) + '"';
            case HEADERS -> (has(FrameType.END_STREAM) ? "END" : "") + (has(FrameType.END_HEADERS) ? "" : " more");
            case RST_STREAM -> ErrorCode.of(number(payload, 0)).name();
            case SETTINGS -> has(FrameType.ACK) ? "ack" : HexFormat.of().formatHex(payload);
            case PING -> (has(FrameType.ACK) ? "ack " : "") + HexFormat.of().formatHex(payload);
            case GOAWAY -> number(payload, 0) + " " + ErrorCode.of(number(payload, 4));
            case WINDOW_UPDATE -> "+" + number(payload, 0);
            default -> payload.length + " bytes";
        };
        return (type + " " + streamId + " " + what).trim();
    }
}
