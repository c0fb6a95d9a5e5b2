package dev.hawser.urlconnection;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A body that lends its way to the network: the thread that sends the request waits in {@link #writeTo} while the program's thread writes
 * there itself. So the bytes pass through no queue; and the way is taken back only while nobody writes.
 */
final class Handover extends UploadBody {
    /** How often it is looked whether the program has forgotten what it writes to. */
    private static final long LOOK_SECONDS = 1;

    private final WeakReference<OutputStream> writer;
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

    /**
     * A body that a program writes to.
     *
     * @param length in bytes; -1 if it is not known
     * @param writer what the program writes to; if it forgets it, the request fails
     */
    Handover(long length, OutputStream writer) {
        super(length);
        this.writer = new WeakReference<>(writer);
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
                awaitChange();
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

    @GuardedBy("lock")
    private void awaitChange() {
        try {
            boolean inTime = changed.await(LOOK_SECONDS, TimeUnit.SECONDS);
            if (!inTime && !writing && writer.refersTo(null)) {
                end(new IOException("the program forgot the stream before it closed it"));
            }
        } catch (InterruptedException e) {
            end(new InterruptedIOException("the thread that sends the request was interrupted"));
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

    /** The program's part: whether the content is asked for; waits until that is known, unless it is or was interrupted. */
    boolean isAskedFor() throws InterruptedIOException {
        try {
            lock.lockInterruptibly();
            try {
                while (lent == null && !refused) {
                    changed.await();
                }
                return lent != null;
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the request was sent");
        }
    }

    /** The program's part: writes to the network; what is not asked for is dropped. */
    void write(byte[] from, int offset, int count) throws IOException {
        OutputStream sink = beginWriting();
        try {
            sink.write(from, offset, count);
        } finally {
            endWriting();
        }
    }

    /** The program's part: sends what was written. */
    void flush() throws IOException {
        OutputStream sink = beginWriting();
        try {
            sink.flush();
        } finally {
            endWriting();
        }
    }

    private OutputStream beginWriting() throws IOException {
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

    private void endWriting() {
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
            end(why);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void end(@Nullable IOException why) {
        if (!done) {
            done = true;
            failure = why;
            changed.signalAll();
        }
    }
}
