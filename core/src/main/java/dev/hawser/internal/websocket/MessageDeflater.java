package dev.hawser.internal.websocket;

import java.util.Arrays;
import java.util.zip.Deflater;

/** Compresses messages to a server (RFC 7692, section 7.2.1). It has memory of its own until it is closed. */
final class MessageDeflater implements AutoCloseable {
    /** The JDK's only window. */
    static final int MOST_WINDOW_BITS = 15;

    /** The empty block at the end of what is flushed, which is left out. */
    private static final int LEFT_OUT = 4;

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final int windowBits;
    private final boolean forgets;

    /**
     * A deflater.
     *
     * @param windowBits the window that the server has, as a power of 2
     * @param forgets whether each message begins anew: {@code client_no_context_takeover}
     */
    MessageDeflater(int windowBits, boolean forgets) {
        this.windowBits = windowBits;
        this.forgets = forgets;
    }

    /**
     * The payload of a message. For a window below the JDK's own, each part that fits into it is compressed without regard to those before, so
     * that nothing refers back farther than the server remembers.
     */
    byte[] deflate(byte[] message) {
        if (message.length == 0) {
            return new byte[1]; // the head of an empty block (section 7.2.3.6)
        }
        int part = windowBits < MOST_WINDOW_BITS ? 1 << windowBits : message.length;
        byte[] out = new byte[64 + message.length / 4];
        int length = 0;
        for (int from = 0; from < message.length; from += part) {
            deflater.setInput(message, from, Math.min(part, message.length - from));
            int count;
            do {
                if (length == out.length) {
                    out = Arrays.copyOf(out, out.length + out.length / 2);
                }
                count = deflater.deflate(out, length, out.length - length, Deflater.SYNC_FLUSH);
                length += count;
            } while (count > 0 && length == out.length);
            if (forgets || windowBits < MOST_WINDOW_BITS) {
                deflater.reset();
            }
        }
        return Arrays.copyOf(out, length - LEFT_OUT);
    }

    @Override
    public void close() {
        deflater.end();
    }
}
