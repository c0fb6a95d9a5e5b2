package dev.hawser.internal.websocket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The half of a WebSocket that sends: a queue, a thread that empties it while there is something in it, and how far both sides are
 * closed. Safe for use by many threads; nothing here blocks but what says so.
 */
final class Sender {
    private static final byte[] NO_CODE = {};

    private final Executor workers;
    private final Watcher watcher;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final Outbox outbox;

    @GuardedBy("lock")
    private CloseState state = CloseState.OPEN;

    /** Null before the WebSocket is open, and after its end. */
    @GuardedBy("lock")
    private @Nullable FrameWriter writer;

    /** Whether a thread has taken on to empty the queue. */
    @GuardedBy("lock")
    private boolean writing;

    @GuardedBy("lock")
    private boolean ended;

    @GuardedBy("lock")
    private @Nullable IOException failure;

    /** One who is told, on the thread that sends. */
    interface Watcher {
        /** Our Close frame has left, and the peer's has not come. */
        void closeSent();

        /** It cannot be sent any more. */
        void sendingFailed();
    }

    /**
     * A sender that has nobody to send to yet.
     *
     * @param maxQueueBytes how much may wait
     * @param workers runs what empties the queue
     */
    Sender(long maxQueueBytes, Executor workers, Watcher watcher) {
        this.outbox = new Outbox(maxQueueBytes);
        this.workers = workers;
        this.watcher = watcher;
    }

    /** Begins to send. */
    void start(FrameWriter opened) {
        boolean starts;
        lock.lock();
        try {
            writer = ended ? null : opened;
            starts = takesOnWriting();
        } finally {
            lock.unlock();
        }
        work(starts);
    }

    long queuedBytes() {
        lock.lock();
        try {
            return outbox.queuedBytes();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Queues a message. If it has no room, the queue is closed behind what it has.
     *
     * @return the message's number, or 0 if it was not queued
     */
    long send(Opcode opcode, byte[] payload) {
        long number = 0;
        boolean starts;
        lock.lock();
        try {
            if (outbox.isClosing()) {
                return 0;
            }
            if (outbox.hasRoom(payload.length)) {
                number = outbox.offer(new Outgoing(opcode, payload));
            } else {
                outbox.close(payloadOf(CloseCode.GOING_AWAY, ""));
            }
            starts = takesOnWriting();
        } finally {
            lock.unlock();
        }
        work(starts);
        return number;
    }

    /** Queues a message, and waits until it has left; before that, until it has room. */
    void sendNow(Opcode opcode, byte[] payload) throws IOException {
        long number = offer(opcode, payload);
        lock.lock();
        try {
            while (!outbox.hasLeft(number)) {
                if (ended) {
                    throw isOver();
                }
                awaitChange();
            }
        } finally {
            lock.unlock();
        }
    }

    private long offer(Opcode opcode, byte[] payload) throws IOException {
        long number;
        boolean starts;
        lock.lock();
        try {
            while (!outbox.isClosing() && !outbox.hasRoom(payload.length)) {
                if (outbox.queuedBytes() == 0) {
                    throw new IOException("a message of " + payload.length + " bytes is longer than maxQueueBytes");
                }
                awaitChange();
            }
            if (outbox.isClosing()) {
                throw isOver();
            }
            number = outbox.offer(new Outgoing(opcode, payload));
            starts = takesOnWriting();
        } finally {
            lock.unlock();
        }
        work(starts);
        return number;
    }

    /** Why nothing is sent; an exception of its own, as several threads may throw one. */
    @GuardedBy("lock")
    private IOException isOver() {
        return failure == null
                ? new IOException("the WebSocket is closed")
                : new IOException(failure.getMessage(), failure);
    }

    @GuardedBy("lock")
    private void awaitChange() throws InterruptedIOException {
        try {
            changed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a WebSocket's frame waited to be sent");
        }
    }

    /** Queues a Close frame behind all else; false if that was done before, or it is too late. */
    boolean close(int code, String reason) {
        byte[] payload = code == CloseCode.NONE ? NO_CODE : payloadOf(code, reason);
        boolean starts;
        lock.lock();
        try {
            if (outbox.isClosing()) {
                return false;
            }
            outbox.close(payload);
            starts = takesOnWriting();
        } finally {
            lock.unlock();
        }
        work(starts);
        return true;
    }

    private static byte[] payloadOf(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[2 + text.length];
        payload[0] = (byte) (code >>> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, text.length);
        return payload;
    }

    /** Drops what waits, and has a Close frame sent if none has left. */
    void closeAtOnce(int code) {
        boolean starts = false;
        lock.lock();
        try {
            if (!state.isSent() && !ended) {
                outbox.closeAtOnce(payloadOf(code, ""));
                starts = takesOnWriting();
            }
        } finally {
            lock.unlock();
        }
        work(starts);
    }

    /** The peer's Close frame has come. */
    void closeReceived() {
        lock.lock();
        try {
            state = state.received();
        } finally {
            lock.unlock();
        }
    }

    boolean hasSentClose() {
        lock.lock();
        try {
            return state.isSent();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until our Close frame has left. */
    void awaitCloseSent() throws IOException {
        lock.lock();
        try {
            while (!state.isSent()) {
                if (ended) {
                    throw isOver();
                }
                awaitChange();
            }
        } finally {
            lock.unlock();
        }
    }

    void ping() {
        boolean starts;
        lock.lock();
        try {
            outbox.ping();
            starts = takesOnWriting();
        } finally {
            lock.unlock();
        }
        work(starts);
    }

    void pong(byte[] payload) {
        boolean starts;
        lock.lock();
        try {
            outbox.pong(payload);
            starts = takesOnWriting();
        } finally {
            lock.unlock();
        }
        work(starts);
    }

    /** Notes why the WebSocket fails; returns what it fails with: the first thing that was noted. */
    IOException fail(IOException cause) {
        lock.lock();
        try {
            if (failure == null) {
                failure = cause;
            }
            endNow();
            return failure;
        } finally {
            lock.unlock();
        }
    }

    /** Ends it, and waits until nobody sends any more, which the end of the connection sees to. */
    void end() {
        lock.lock();
        try {
            endNow();
            while (writing) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void endNow() {
        ended = true;
        writer = null;
        outbox.end();
        changed.signalAll();
    }

    @GuardedBy("lock")
    private boolean takesOnWriting() {
        boolean starts = !writing && writer != null;
        writing |= starts;
        return starts;
    }

    private void work(boolean starts) {
        if (!starts) {
            return;
        }
        boolean begun = false;
        try {
            workers.execute(this::write);
            begun = true;
        } finally {
            if (!begun) {
                broken(new IOException("no thread to send a WebSocket's frames"));
            }
        }
    }

    /** Empties the queue, several small frames by one write. */
    private void write() {
        List<Outgoing> gathered = new ArrayList<>();
        while (true) {
            FrameWriter to;
            Outgoing next;
            lock.lock();
            try {
                to = writer;
                next = to == null ? null : outbox.next();
                if (to == null || next == null && gathered.isEmpty()) {
                    writing = false;
                    changed.signalAll();
                    return;
                }
            } finally {
                lock.unlock();
            }
            try {
                if (next != null) {
                    to.write(next);
                    gathered.add(next);
                }
                if (next == null || next.opcode() == Opcode.CLOSE || to.isFull()) {
                    to.flush();
                    haveLeft(gathered);
                    gathered.clear();
                }
            } catch (IOException e) {
                broken(e);
                return;
            } catch (RuntimeException | Error e) {
                broken(new IOException("sending failed: " + e, e));
                return;
            }
        }
    }

    private void haveLeft(List<Outgoing> gone) {
        boolean asksToClose = false;
        lock.lock();
        try {
            if (!ended) {
                for (Outgoing each : gone) {
                    outbox.left(each);
                }
            }
            if (gone.get(gone.size() - 1).opcode() == Opcode.CLOSE) {
                state = state.sent();
                asksToClose = state == CloseState.SENT;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (asksToClose) {
            watcher.closeSent();
        }
    }

    private void broken(IOException cause) {
        IOException unused = fail(cause);
        lock.lock();
        try {
            writing = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        watcher.sendingFailed();
    }
}
