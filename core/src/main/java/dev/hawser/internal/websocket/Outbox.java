package dev.hawser.internal.websocket;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent, in order: pongs and pings first, then messages as they were offered, then Close. A pong that waits is replaced by the
 * next one, as the last answers for all (RFC 6455, section 5.5.3), so a server cannot make it grow.
 */
final class Outbox {
    private final long maxBytes;
    private final Deque<Outgoing> messages = new ArrayDeque<>();
    private @Nullable Outgoing pong;
    private @Nullable Outgoing ping;
    private @Nullable Outgoing close;
    private boolean closing;
    private long queuedBytes;

    /** The messages that were offered and taken in, and those that have left. */
    private long accepted;

    private long left;

    /** @param maxBytes how many bytes of messages may wait */
    Outbox(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Whether nothing more is taken in. */
    boolean isClosing() {
        return closing;
    }

    /** The bytes of messages that have not left. */
    long queuedBytes() {
        return queuedBytes;
    }

    /** Whether a message of so many bytes has room. */
    boolean hasRoom(long bytes) {
        return bytes <= maxBytes - queuedBytes;
    }

    /**
     * Takes in a message that has room.
     *
     * @return its number, from 1
     */
    long offer(Outgoing message) {
        if (closing || !hasRoom(message.payload().length)) {
            throw new IllegalStateException("no message may be offered");
        }
        messages.add(message);
        queuedBytes += message.payload().length;
        return ++accepted;
    }

    /** Takes in the last thing of all. */
    void close(byte[] payload) {
        if (closing) {
            throw new IllegalStateException("closing already");
        }
        closing = true;
        close = new Outgoing(Opcode.CLOSE, payload);
    }

    /** Drops all, so that Close is next, and replaces one that waits; has no effect if one has gone. */
    void closeAtOnce(byte[] payload) {
        if (closeHasGone()) {
            return;
        }
        clear();
        closing = true;
        close = new Outgoing(Opcode.CLOSE, payload);
    }

    void ping() {
        if (!closeHasGone()) {
            ping = new Outgoing(Opcode.PING, new byte[0]);
        }
    }

    void pong(byte[] payload) {
        if (!closeHasGone()) {
            pong = new Outgoing(Opcode.PONG, payload);
        }
    }

    /** Nothing may follow a Close frame (RFC 6455, section 5.5.1). */
    private boolean closeHasGone() {
        return closing && close == null;
    }

    /** The next thing to be sent; null if there is none. A message counts until it has {@link #left}. */
    @Nullable
    Outgoing next() {
        Outgoing next = pong;
        pong = null;
        if (next == null) {
            next = ping;
            ping = null;
        }
        if (next == null) {
            next = messages.poll();
        }
        if (next == null) {
            next = close;
            close = null;
        }
        return next;
    }

    /** A thing that was next has left. */
    void left(Outgoing gone) {
        if (!gone.opcode().isControl()) {
            queuedBytes -= gone.payload().length;
            left++;
        }
    }

    /** Whether the message of that number has left. */
    boolean hasLeft(long number) {
        return left >= number;
    }

    /** Drops all that was not sent, and takes in nothing more. */
    void end() {
        clear();
        closing = true;
    }

    private void clear() {
        messages.clear();
        pong = null;
        ping = null;
        close = null;
        queuedBytes = 0;
    }
}
