package dev.hawser.testserver;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A frame of a WebSocket, well-formed or not (RFC 6455, section 5.2). A frame sent is not masked, and one received is shown unmasked.
 */
public final class WebSocketFrame {
    /** The opcode of a frame that goes on with a message. */
    public static final int CONTINUATION = 0;

    /** The opcode of a text. */
    public static final int TEXT = 1;

    /** The opcode of bytes. */
    public static final int BINARY = 2;

    /** The opcode of a Close frame. */
    public static final int CLOSE = 8;

    /** The opcode of a ping. */
    public static final int PING = 9;

    /** The opcode of a pong. */
    public static final int PONG = 10;

    private final int first;
    private final byte[] payload;

    private WebSocketFrame(int first, byte[] payload) {
        this.first = first;
        this.payload = payload;
    }

    /**
     * A frame.
     *
     * @param isFinal whether it is the last of its message
     * @param reservedBits 4 for RSV1, 2 for RSV2 and 1 for RSV3, or a sum of these
     * @param opcode from 0 to 15
     */
    public static WebSocketFrame of(boolean isFinal, int reservedBits, int opcode, byte[] payload) {
        return new WebSocketFrame((isFinal ? 0x80 : 0) | reservedBits << 4 | opcode, payload.clone());
    }

    /** A text in one frame. */
    public static WebSocketFrame text(String text) {
        return of(true, 0, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes in one frame. */
    public static WebSocketFrame binary(byte[] bytes) {
        return of(true, 0, BINARY, bytes);
    }

    /** A ping. */
    public static WebSocketFrame ping(String payload) {
        return of(true, 0, PING, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** A pong. */
    public static WebSocketFrame pong(byte[] payload) {
        return of(true, 0, PONG, payload);
    }

    /** A Close frame. */
    public static WebSocketFrame close(int code, String reason) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.write(code >> 8);
        payload.write(code);
        payload.writeBytes(reason.getBytes(StandardCharsets.UTF_8));
        return of(true, 0, CLOSE, payload.toByteArray());
    }

    /** Whether it is the last of its message. */
    public boolean isFinal() {
        return (first & 0x80) != 0;
    }

    /** 4 for RSV1, which marks a compressed message, 2 for RSV2 and 1 for RSV3, or a sum of these. */
    public int reservedBits() {
        return first >> 4 & 7;
    }

    /** What it carries, as by the constants. */
    public int opcode() {
        return first & 0x0f;
    }

    /** A copy of what it carries. */
    public byte[] payload() {
        return payload.clone();
    }

    /** What it carries, as a text; of a Close frame its reason. */
    public String text() {
        int from = opcode() == CLOSE ? Math.min(2, payload.length) : 0;
        return new String(payload, from, payload.length - from, StandardCharsets.UTF_8);
    }

    /** The code of a Close frame; 1005 if it has none. */
    public int closeCode() {
        return payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
    }

    /** The bytes as they travel from a server. */
    byte[] wire() {
        ByteArrayOutputStream wire = new ByteArrayOutputStream(payload.length + 10);
        wire.write(first);
        int lengthBytes = payload.length < 126 ? 0 : payload.length < 1 << 16 ? 2 : 8;
        wire.write(lengthBytes == 0 ? payload.length : lengthBytes == 2 ? 126 : 127);
        for (int i = lengthBytes - 1; i >= 0; i--) {
            wire.write((int) ((long) payload.length >>> 8 * i));
        }
        wire.writeBytes(payload);
        return wire.toByteArray();
    }

    /** Opcode and payload, the latter as a text where that is short. */
    @Override
    public String toString() {
        String kind = switch (opcode()) {
            case CONTINUATION -> "CONTINUATION";
            case TEXT -> "TEXT";
            case BINARY -> "BINARY";
            case CLOSE -> "CLOSE " + closeCode();
            case PING -> "PING";
            case PONG -> "PONG";
            default -> "opcode " + opcode();
        };
        boolean shown = opcode() != BINARY && reservedBits() == 0 && payload.length <= 64;
        return kind + (isFinal() ? "" : " not final") + (shown ? " " + text() : " of " + payload.length + " bytes");
    }

    /** Whether both are the same bytes. */
    @Override
    public boolean equals(Object other) {
        return other instanceof WebSocketFrame that && first == that.first && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return 31 * first + Arrays.hashCode(payload);
    }
}
