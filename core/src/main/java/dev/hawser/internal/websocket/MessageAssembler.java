package dev.hawser.internal.websocket;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Frames to messages: puts them together, undoes compression, and checks text as it comes (RFC 6455, section 8.1). It holds no more
 * than the longest message and one piece beyond.
 */
final class MessageAssembler implements FrameHandler {
    /** A buffer up to this size is kept for the next message, and made at once for one that is announced. */
    private static final int KEPT = 1 << 14;

    private final MessageHandler handler;
    private final int maxBytes;
    private final @Nullable MessageInflater inflater;
    private final Utf8Checker checker = new Utf8Checker();

    private boolean isText;
    private boolean compressed;
    private byte[] buffer = {};
    private int length;

    /**
     * An assembler.
     *
     * @param maxBytes the longest message
     * @param inflater what undoes compression, null if it was not agreed on
     */
    MessageAssembler(MessageHandler handler, int maxBytes, @Nullable MessageInflater inflater) {
        this.handler = handler;
        this.maxBytes = maxBytes;
        this.inflater = inflater;
    }

    @Override
    public void messageBegins(boolean isText, boolean compressed) {
        this.isText = isText;
        this.compressed = compressed;
        length = 0;
        checker.reset();
    }

    @Override
    public void messageFrame(long frameLength) throws ProtocolException {
        if (compressed) {
            return;
        }
        if (frameLength > maxBytes - length) {
            throw tooBig("a message of at least " + (length + frameLength) + " bytes");
        }
        makeRoom((int) Math.min(frameLength, KEPT));
    }

    @Override
    public void messagePayload(byte[] bytes, int from, int to) throws ProtocolException {
        if (compressed && inflater != null) {
            inflater.inflate(bytes, from, to, this::append);
        } else {
            append(bytes, from, to);
        }
    }

    @Override
    public void messageEnds() throws ProtocolException {
        if (compressed && inflater != null) {
            inflater.end(this::append);
        }
        if (isText) {
            if (!checker.isComplete()) {
                throw FrameException.badData("a text that ends within a character of UTF-8");
            }
            String text = new String(buffer, 0, length, StandardCharsets.UTF_8);
            endMessage();
            handler.text(text);
        } else {
            byte[] bytes = Arrays.copyOf(buffer, length);
            endMessage();
            handler.binary(bytes);
        }
    }

    private void endMessage() {
        length = 0;
        if (buffer.length > KEPT) {
            buffer = new byte[0];
        }
    }

    private void append(byte[] bytes, int from, int to) throws ProtocolException {
        int count = to - from;
        if (count > maxBytes - length) {
            throw tooBig("a message of more than " + maxBytes + " bytes");
        }
        if (isText && !checker.accept(bytes, from, to)) {
            throw FrameException.badData("a text that is not UTF-8");
        }
        makeRoom(count);
        System.arraycopy(bytes, from, buffer, length, count);
        length += count;
    }

    private FrameException tooBig(String what) {
        return new FrameException(CloseCode.TOO_BIG, what + "; maxMessageBytes is " + maxBytes);
    }

    private void makeRoom(int count) {
        if (count > buffer.length - length) {
            long doubled = Math.max(2L * buffer.length, (long) length + count);
            buffer = Arrays.copyOf(buffer, (int) Math.max(Math.min(doubled, maxBytes), length + count));
        }
    }

    @Override
    public void ping(byte[] payload) {
        handler.ping(payload);
    }

    @Override
    public void pong(byte[] payload) {
        handler.pong(payload);
    }

    @Override
    public void close(int code, String reason) {
        handler.close(code, reason);
    }
}
