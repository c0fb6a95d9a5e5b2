package dev.hawser.internal.http;

import dev.hawser.internal.bytes.BulkInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A response body. Read by one thread at a time; one that closes it while another reads it aborts the
 * exchange instead of draining, so that the two can never mix up what the connection carries next.
 */
public abstract class MessageBody extends BulkInputStream {
    private static final VarHandle TURN;

    static {
        try {
            TURN = MethodHandles.lookup().findVarHandle(MessageBody.class, "turn", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final int REST = 0;
    private static final int READING = 1;
    private static final int CLOSED = 2;

    private final BodyWatcher watcher;
    private volatile int turn;
    private boolean started;
    private boolean over;
    private long byteCount;

    /** A body of which nothing is read. */
    protected MessageBody(BodyWatcher watcher) {
        this.watcher = watcher;
    }

    /** Reads at least one byte, or returns -1 at the end of the body. */
    protected abstract int readSome(byte[] into, int offset, int length) throws IOException;

    /** The bytes that the reader was given. */
    protected final long byteCount() {
        return byteCount;
    }

    /** True if no byte of the body remains to be read. */
    protected abstract boolean atEnd();

    /**
     * Reads what is left, within the limits; false if it is too much, too slow, or broken.
     *
     * @param rest gets what is read; null if nobody wants it
     */
    protected abstract boolean drain(@Nullable Rest rest);

    /** Ends the exchange at once, from any thread. */
    protected abstract void abort();

    @Override
    public final int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (!TURN.compareAndSet(this, REST, READING)) {
            throw new IOException(turn == CLOSED ? "closed" : "another thread reads this body");
        }
        try {
            if (length == 0) {
                return 0;
            }
            return over ? -1 : readTold(into, offset, length);
        } finally {
            TURN.compareAndSet(this, READING, REST);
        }
    }

    private int readTold(byte[] into, int offset, int length) throws IOException {
        tellStart();
        int count;
        try {
            count = readSome(into, offset, length);
        } catch (IOException e) {
            over = true;
            boolean closed = (int) TURN.getAndSet(this, CLOSED) == CLOSED;
            throw watcher.failed(byteCount, closed ? new BodyClosedException(e) : e);
        }
        if (count > 0) {
            byteCount += count;
        }
        if (count < 0 || atEnd()) {
            over = true;
            tellEnd();
        }
        return count;
    }

    private void tellStart() {
        if (!started) {
            started = true;
            watcher.started();
        }
    }

    /** Gives the turn back first: a close from here on must not abort what may be another's connection by then. */
    private void tellEnd() {
        if (TURN.compareAndSet(this, READING, REST)) {
            watcher.ended(byteCount);
        } else {
            watcher.abandoned(byteCount);
        }
    }

    @Override
    public int available() throws IOException {
        return 0;
    }

    @Override
    public final void close() throws IOException {
        closeInto(null);
    }

    /** Closes the body; {@code rest} gets what is read of it on the way, which is all if the end is {@link End#WHOLE}. */
    public final End closeInto(@Nullable Rest rest) {
        int before = (int) TURN.getAndSet(this, CLOSED);
        if (before == READING) {
            abort();
            return End.BEING_READ;
        }
        if (before == CLOSED || over) {
            return before == CLOSED || !atEnd() ? End.CUT : End.WHOLE;
        }
        over = true;
        boolean told = false;
        try {
            tellStart();
            told = true;
        } finally {
            if (!told) {
                abort();
                watcher.abandoned(byteCount);
            }
        }
        if (drain(rest)) {
            watcher.ended(byteCount);
            return End.WHOLE;
        }
        abort();
        watcher.abandoned(byteCount);
        return End.CUT;
    }

    /** Who gets what is left of a body that is closed. */
    @FunctionalInterface
    public interface Rest {
        void write(byte[] from, int offset, int count);
    }

    /** How much of a body was read when it was closed. */
    public enum End {
        /** All of it. */
        WHOLE,

        /** Not all of it. */
        CUT,

        /** Another thread was reading it, and now fails. */
        BEING_READ
    }
}
