package dev.hawser.internal.transport;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The wait until a channel that does not block is ready for one kind of operation, which an interrupt ends without harm to the
 * channel. One thread waits at a time; any thread may wake it or end all waits. The selector is opened for the first wait, and again
 * for the first after {@link #park()}.
 */
final class Readiness {
    private final SocketChannel channel;
    private final int operation;
    private volatile @Nullable Selector selector;
    private volatile boolean woken;
    private volatile boolean closed;

    /** @param operation as {@link SelectionKey} has it */
    Readiness(SocketChannel channel, int operation) {
        this.channel = channel;
        this.operation = operation;
    }

    /**
     * Waits for at most so long.
     *
     * @return whether to try the operation: false if the time is up, the thread is interrupted, or it was woken
     */
    boolean await(long nanos) throws IOException {
        if (nanos <= 0 || woken) {
            woken = false;
            return false;
        }
        Selector open = selector;
        if (open == null) {
            open = open();
            if (woken) {
                woken = false;
                return false;
            }
        }
        try {
            long millis = nanos == Long.MAX_VALUE ? 0 : 1 + TimeUnit.NANOSECONDS.toMillis(nanos - 1);
            return open.select(key -> {}, millis) > 0 || closed || !channel.isOpen(); // which is closed first
        } catch (ClosedSelectorException e) {
            return true; // and the channel is closed, as the operation will tell
        }
    }

    /** Waits, interrupted or not. */
    void await() throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (!await(Long.MAX_VALUE)) {
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Selector open() throws IOException {
        Selector opened = Selector.open();
        selector = opened;
        if (closed) {
            opened.close();
        } else {
            channel.register(opened, operation);
        }
        return opened;
    }

    /** Ends the wait that is, or the next one. */
    void wake() {
        woken = true;
        Selector open = selector;
        if (open != null) {
            open.wakeup();
        }
    }

    /** Frees what the wait needs; only while nobody waits. */
    void park() {
        Selector open = selector;
        selector = null;
        close(open);
    }

    /** Ends all waits, and frees the descriptor of a channel that is closed. */
    void close() {
        closed = true;
        close(selector);
    }

    private static void close(@Nullable Selector selector) {
        if (selector != null) {
            try {
                selector.close();
            } catch (IOException e) {
                // It is of no use either way.
            }
        }
    }
}
