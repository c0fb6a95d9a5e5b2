package dev.hawser.internal.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The bytes of frames as a server sends them, and of others. */
final class ServerFrames {
    static final int FIN = 0x80;
    static final int RSV1 = 0x40;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    ServerFrames text(String text) {
        return frame(FIN | 1, text.getBytes(StandardCharsets.UTF_8));
    }

    ServerFrames close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[2 + text.length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, text.length);
        return frame(FIN | 8, payload);
    }

    ServerFrames frame(int first, String payload) {
        return frame(first, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** A frame with the shortest form of its length. */
    ServerFrames frame(int first, byte[] payload) {
        if (payload.length < 126) {
            bytes(first, payload.length);
        } else if (payload.length < 1 << 16) {
            bytes(first, 126, payload.length >> 8, payload.length);
        } else {
            bytes(
                    first,
                    127,
                    0,
                    0,
                    0,
                    0,
                    payload.length >> 24,
                    payload.length >> 16,
                    payload.length >> 8,
                    payload.length);
        }
        out.writeBytes(payload);
        return this;
    }

    ServerFrames bytes(int... bytes) {
        for (int each : bytes) {
            out.write(each);
        }
        return this;
    }

    byte[] take() {
        return out.toByteArray();
    }
}
