package dev.hawser.internal.websocket;

import java.net.ProtocolException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Undoes the compression of a server's messages (RFC 7692, section 7.2.2). It has memory of its own until it is closed. */
final class MessageInflater implements AutoCloseable {
    /** What the sender has left out at the end of each message. */
    private static final byte[] LEFT_OUT = {0, 0, (byte) 0xff, (byte) 0xff};

    private static final int PIECE = 1 << 13;

    private final Inflater inflater = new Inflater(true);
    private final boolean forgets;
    private final byte[] piece = new byte[PIECE];

    /** Whether the next byte is the first of a stream. */
    private boolean atStart = true;

    /** One who takes bytes. */
    @FunctionalInterface
    interface Sink {
        /** Takes {@code bytes[from, to)}, not empty, which are reused after that. */
        void take(byte[] bytes, int from, int to) throws ProtocolException;
    }

    /** @param forgets whether each message begins anew: {@code server_no_context_takeover} */
    MessageInflater(boolean forgets) {
        this.forgets = forgets;
    }

    /**
     * Takes in a part of a message. A sender may end its stream within or with a message (section 7.2.3.4), and then begins another one
     * behind it.
     */
    void inflate(byte[] bytes, int from, int to, Sink sink) throws ProtocolException {
        inflater.setInput(bytes, from, to - from);
        atStart &= from == to;
        try {
            while (true) {
                int count = inflater.inflate(piece);
                if (count > 0) {
                    sink.take(piece, 0, count);
                } else if (inflater.finished()) {
                    int rest = inflater.getRemaining();
                    inflater.reset();
                    inflater.setInput(bytes, to - rest, rest);
                    atStart = rest == 0;
                } else {
                    return;
                }
            }
        } catch (DataFormatException e) {
            throw FrameException.badData("a compressed message that cannot be read: " + e.getMessage());
        }
    }

    /** Ends a message. */
    void end(Sink sink) throws ProtocolException {
        if (!atStart) {
            inflate(LEFT_OUT, 0, LEFT_OUT.length, sink);
        }
        if (forgets) {
            inflater.reset();
            atStart = true;
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
