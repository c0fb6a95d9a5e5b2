package dev.hawser.urlconnection;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hawser.MediaType;
import dev.hawser.RequestBody;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A body that lends its way to the network: the thread that sends the request waits in {@link #writeTo} while the program's thread writes
 * there itself. So the bytes pass through no queue; and the way is taken back only while nobody writes.
 */
final class Handover extends RequestBody {
    private final long length;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** The way to the network while it is lent. */
    @GuardedBy("lock")
    private @Nullable OutputStream lent;

    /** Whether nobody will ask for the content any more. */
    @GuardedBy("lock")
    private boolean refused;

    /** Whether the program's thread is writing. */
    @GuardedBy("lock")
    private boolean writing;

    /** Whether nothing more is to be written. */
    @GuardedBy("lock")
    private boolean done;

    /** Why not all was written; null if it was. */
    @GuardedBy("lock")
    private @Nullable IOException failure;

    /** @param length in bytes; -1 if it is not known */
    Handover(long length) {
        this.length = length;
    }

    @Override
    public @Nullable MediaType contentType() {
        return null;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    /** The sender's part: lends the way, and waits until it is given back. */
    @Override
    public void writeTo(OutputStream sink) throws IOException {
        lock.lock();
        try {
            lent = sink;
            changed.signalAll();
            while (!done || writing) {
                changed.awaitUninterruptibly();
            }
            lent = null;
            refused = true;
            if (failure != null) {
                throw failure;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The sender's part: the request has ended, and will not ask for the content. */
    void notAskedFor() {
        lock.lock();
        try {
            refused = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The program's part: whether the content is asked for; waits until that is known. */
    boolean isAskedFor() throws InterruptedIOException {
        lock.lock();
        try {
            while (lent == null && !refused) {
                changed.await();
            }
            return lent != null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the request was sent");
        } finally {
            lock.unlock();
        }
    }

    /** The program's part: writes to the network; what is not asked for is dropped. */
    void write(byte[] from, int offset, int count) throws IOException {
        OutputStream sink = begin();
        try {
            sink.write(from, offset, count);
        } finally {
            end();
        }
    }

    /** The program's part: sends what was written. */
    void flush() throws IOException {
        OutputStream sink = begin();
        try {
            sink.flush();
        } finally {
            end();
        }
    }

    private OutputStream begin() throws IOException {
        lock.lock();
        try {
            if (failure != null) {
                throw failure;
            }
            OutputStream sink = lent == null ? OutputStream.nullOutputStream() : lent;
            writing = true;
            return sink;
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            writing = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Gives the way back, from any thread; the first reason counts. */
    void done(@Nullable IOException why) {
        lock.lock();
        try {
            if (!done) {
                done = true;
                failure = why;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
