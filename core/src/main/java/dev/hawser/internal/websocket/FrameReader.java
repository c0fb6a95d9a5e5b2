package dev.hawser.internal.websocket;

import static dev.hawser.internal.websocket.FrameException.protocolError;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/**
 * A server's bytes to frames (RFC 6455, section 5). The bytes may come in any pieces: what is told to the handler is the same, but for the
 * payload of messages, which is handed on as it comes. It holds at most one control frame. After an exception it is not to
 * be used any more; after a Close frame it takes no notice of what comes.
 */
final class FrameReader {
    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int RSV2_AND_3 = 0x30;
    private static final int MASKED = 0x80;
    private static final int LENGTH_OF_2_BYTES = 126;
    private static final int LENGTH_OF_8_BYTES = 127;

    private final FrameHandler handler;
    private final boolean compresses;
    private final Utf8Checker reasonChecker = new Utf8Checker();

    /** What is read next. */
    private Part part = Part.FIRST_BYTE;

    private enum Part {
        FIRST_BYTE,
        SECOND_BYTE,
        LENGTH,
        PAYLOAD,
        NOTHING_MORE
    }

    private boolean isLast;
    private boolean isMarked;
    private Opcode opcode = Opcode.CONTINUATION;
    private boolean withinMessage;

    /** How many bytes of the length are missing, and how many it has. */
    private int lengthMissing;

    private int lengthBytes;
    private long length;

    /** How much of the payload has not come yet. */
    private long remaining;

    private final byte[] control = new byte[Opcode.MOST_CONTROL_BYTES];

    /** @param compresses whether messages may be compressed (RFC 7692, section 6) */
    FrameReader(FrameHandler handler, boolean compresses) {
        this.handler = handler;
        this.compresses = compresses;
    }

    /** Whether a Close frame has come. */
    boolean isClosed() {
        return part == Part.NOTHING_MORE;
    }

    /** Takes in the next bytes, {@code bytes[from, to)}. */
    void read(byte[] bytes, int from, int to) throws ProtocolException {
        int at = from;
        while (at < to && part != Part.NOTHING_MORE) {
            switch (part) {
                case FIRST_BYTE -> takeFirst(bytes[at++] & 0xff);
                case SECOND_BYTE -> takeSecond(bytes[at++] & 0xff);
                case LENGTH -> takeLength(bytes[at++] & 0xff);
                default -> {
                    int count = (int) Math.min(remaining, to - at);
                    takePayload(bytes, at, count);
                    at += count;
                }
            }
        }
    }

    private void takeFirst(int b) throws ProtocolException {
        Opcode named = Opcode.of(b & 0x0f);
        if (named == null) {
            throw protocolError("a frame of the reserved opcode " + (b & 0x0f));
        }
        opcode = named;
        isLast = (b & FIN) != 0;
        isMarked = (b & RSV1) != 0;
        if ((b & RSV2_AND_3) != 0) {
            throw protocolError("reserved bits are set in a " + opcode + " frame: " + ((b & RSV1) == 0 ? "" : "1 ")
                    + ((b & 0x20) == 0 ? "" : "2 ") + ((b & 0x10) == 0 ? "" : "3"));
        }
        if (isMarked && !compresses) {
            throw protocolError(
                    "reserved bit 1 is set in a " + opcode + " frame, and permessage-deflate was not agreed on");
        }
        if (isMarked && opcode != Opcode.TEXT && opcode != Opcode.BINARY) {
            throw protocolError("reserved bit 1 is set in a " + opcode + " frame, where it has no meaning");
        }
        if (opcode.isControl()) {
            if (!isLast) {
                throw protocolError("a " + opcode + " frame that is not final: control frames are not in pieces");
            }
        } else if ((opcode == Opcode.CONTINUATION) != withinMessage) {
            throw protocolError(
                    withinMessage
                            ? "a " + opcode + " frame within a message"
                            : "a CONTINUATION frame, and no message has begun");
        }
        part = Part.SECOND_BYTE;
    }

    private void takeSecond(int b) throws ProtocolException {
        if ((b & MASKED) != 0) {
            throw protocolError("a " + opcode + " frame that is masked: servers do not mask");
        }
        length = b;
        if (opcode.isControl() && b > Opcode.MOST_CONTROL_BYTES) {
            throw protocolError("a " + opcode + " frame of more than " + Opcode.MOST_CONTROL_BYTES + " bytes");
        }
        if (b < LENGTH_OF_2_BYTES) {
            beginPayload();
            return;
        }
        lengthBytes = b == LENGTH_OF_8_BYTES ? 8 : 2;
        lengthMissing = lengthBytes;
        length = 0;
        part = Part.LENGTH;
    }

    private void takeLength(int b) throws ProtocolException {
        length = length << 8 | b;
        if (--lengthMissing > 0) {
            return;
        }
        if (length < 0) {
            throw protocolError("a " + opcode + " frame of 2^63 bytes or more");
        }
        if (length < (lengthBytes == 2 ? LENGTH_OF_2_BYTES : 1 << 16)) {
            throw protocolError(
                    "a " + opcode + " frame whose length of " + length + " is written in " + lengthBytes + " bytes");
        }
        beginPayload();
    }

    private void beginPayload() throws ProtocolException {
        remaining = length;
        part = Part.PAYLOAD;
        if (!opcode.isControl()) {
            if (opcode != Opcode.CONTINUATION) {
                withinMessage = true;
                handler.messageBegins(opcode == Opcode.TEXT, isMarked);
            }
            handler.messageFrame(length);
        }
        if (remaining == 0) {
            endFrame();
        }
    }

    private void takePayload(byte[] bytes, int from, int count) throws ProtocolException {
        if (opcode.isControl()) {
            System.arraycopy(bytes, from, control, (int) (length - remaining), count);
        } else {
            handler.messagePayload(bytes, from, from + count);
        }
        remaining -= count;
        if (remaining == 0) {
            endFrame();
        }
    }

    private void endFrame() throws ProtocolException {
        part = Part.FIRST_BYTE;
        switch (opcode) {
            case PING -> handler.ping(controlPayload());
            case PONG -> handler.pong(controlPayload());
            case CLOSE -> endClose();
            default -> {
                if (isLast) {
                    withinMessage = false;
                    handler.messageEnds();
                }
            }
        }
    }

    private byte[] controlPayload() {
        byte[] payload = new byte[(int) length];
        System.arraycopy(control, 0, payload, 0, payload.length);
        return payload;
    }

    /** RFC 6455, section 5.5.1. */
    private void endClose() throws ProtocolException {
        int count = (int) length;
        if (count == 1) {
            throw protocolError("a CLOSE frame of 1 byte, which is half a code");
        }
        int code = count == 0 ? CloseCode.NONE : (control[0] & 0xff) << 8 | control[1] & 0xff;
        if (count > 0 && !CloseCode.mayBeSent(code)) {
            throw protocolError("a CLOSE frame of the code " + code + ", which nobody may send");
        }
        if (count > 2 && !(reasonChecker.accept(control, 2, count) && reasonChecker.isComplete())) {
            throw FrameException.badData("a CLOSE frame whose reason is not UTF-8");
        }
        String reason = count > 2 ? new String(control, 2, count - 2, StandardCharsets.UTF_8) : "";
        part = Part.NOTHING_MORE;
        handler.close(code, reason);
    }
}
