package dev.hawser.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.internal.transport.FakeTransport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A transport with a server at its other end, which answers each frame at once, as a test has it. It says so if two read or two
 * write at once, or if something is written before what was kept.
 */
final class FakeServer extends FakeTransport {
    private static final int PREFACE = 24;

    /** What the server does with a frame. */
    interface Script {
        void on(SentFrame frame, Frames answer);
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Script script;
    private final boolean shareable;
    private final Frames answer = new Frames();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final List<SentFrame> log = new ArrayList<>();
    private final Deque<byte[]> incoming = new ArrayDeque<>();
    private boolean prefaceSeen;
    private boolean ended;
    private boolean closed;
    private boolean stuck;
    private @Nullable IOException writeFault;
    private int leavingBefore;
    private long sent;
    private int parked;
    private int writes;
    private @Nullable Watcher watcher;
    private boolean woken;
    private boolean reading;
    private boolean writing;
    private byte @Nullable [] kept;

    FakeServer(Script script) {
        this(script, false);
    }

    /** @param shareable whether the transport can be shared by threads that may be interrupted */
    FakeServer(Script script, boolean shareable) {
        this.script = script;
        this.shareable = shareable;
    }

    // What a test does

    /** Has the server say something unasked. */
    void say(Consumer<Frames> what) {
        locked(() -> {
            what.accept(answer);
            flushAnswer();
        });
    }

    /** Has the server hang up after what it has said. */
    void hangUp() {
        locked(() -> ended = true);
    }

    void stick(boolean on) {
        locked(() -> stuck = on);
    }

    void failWrites(IOException fault) {
        failWrites(fault, 0);
    }

    /** @param leaving how many bytes leave before the fault */
    void failWrites(IOException fault, int leaving) {
        locked(() -> {
            writeFault = fault;
            leavingBefore = leaving;
        });
    }

    /** Waits until such a frame has come. */
    SentFrame await(Predicate<SentFrame> wanted) {
        lock.lock();
        try {
            while (true) {
                for (SentFrame frame : log) {
                    if (wanted.test(frame)) {
                        return frame;
                    }
                }
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    SentFrame await(String frame) {
        return await(each -> each.toString().equals(frame));
    }

    List<String> log() {
        lock.lock();
        try {
            return log.stream().map(SentFrame::toString).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until someone polls. */
    void awaitReader() {
        lock.lock();
        try {
            while (!reading) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until someone writes what is not taken. */
    void awaitWriter() {
        lock.lock();
        try {
            while (!writing) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    void awaitParked(int times) {
        lock.lock();
        try {
            while (parked < times) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    int writes() {
        lock.lock();
        try {
            return writes;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Watcher watcher() {
        lock.lock();
        try {
            return watcher;
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // The transport

    @Override
    public long bytesSent() {
        lock.lock();
        try {
            return sent;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean share() {
        return shareable;
    }

    @Override
    public int poll(byte[] into, int offset, int length, long nanos) throws IOException {
        lock.lock();
        try {
            if (reading) {
                throw new IllegalStateException("two read at once");
            }
            reading = true;
            changed.signalAll();
            long left = nanos;
            while (left > 0 && incoming.isEmpty() && !ended && !closed && !woken) {
                left = changed.awaitNanos(left);
            }
            woken = false;
            if (closed) {
                throw new SocketException("Socket closed");
            }
            return readNow(into, offset, length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } finally {
            reading = false;
            lock.unlock();
        }
    }

    @Override
    public void wake() {
        locked(() -> woken = true);
    }

    @Override
    public boolean writeNow(byte[] from, int offset, int length) throws IOException {
        lock.lock();
        try {
            assertThat(length).isLessThanOrEqualTo(MOST_WRITTEN_NOW);
            beginWrite();
            if (stuck) {
                kept = Arrays.copyOfRange(from, offset, offset + length);
            } else {
                take(from, offset, length);
            }
            return !stuck;
        } finally {
            writing = false;
            lock.unlock();
        }
    }

    @Override
    public void finishWrite() throws IOException {
        lock.lock();
        try {
            byte[] rest = kept;
            if (rest != null) {
                kept = null;
                beginWrite();
                awaitRoom();
                take(rest, 0, rest.length);
            }
        } finally {
            writing = false;
            lock.unlock();
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        lock.lock();
        try {
            while (incoming.isEmpty() && !ended && !closed) {
                changed.awaitUninterruptibly();
            }
            int count = readNow(into, offset, length);
            if (closed) {
                throw new SocketException("Socket closed");
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int readNow(byte[] into, int offset, int length) {
        lock.lock();
        try {
            byte[] next = incoming.poll();
            if (next == null) {
                return ended ? -1 : 0;
            }
            int count = Math.min(length, next.length);
            System.arraycopy(next, 0, into, offset, count);
            if (count < next.length) {
                incoming.addFirst(Arrays.copyOfRange(next, count, next.length));
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        lock.lock();
        try {
            beginWrite();
            awaitRoom();
            take(from, offset, length);
        } finally {
            writing = false;
            lock.unlock();
        }
    }

    private void beginWrite() {
        if (writing || kept != null) {
            throw new IllegalStateException(writing ? "two write at once" : "something was kept to be written before");
        }
        writing = true;
        writes++;
        changed.signalAll();
    }

    private void awaitRoom() {
        while (stuck && !closed) {
            changed.awaitUninterruptibly();
        }
    }

    private void take(byte[] from, int offset, int length) throws IOException {
        if (closed) {
            throw new SocketException("Socket closed");
        }
        if (writeFault != null) {
            sent += leavingBefore;
            throw writeFault;
        }
        sent += length;
        received.write(from, offset, length);
        takeFrames();
        flushAnswer();
        changed.signalAll();
    }

    private void takeFrames() {
        byte[] all = received.toByteArray();
        received.reset();
        int from = prefaceSeen ? 0 : PREFACE;
        prefaceSeen = true;
        for (SentFrame frame : SentFrame.of(all, from, all.length)) {
            log.add(frame);
            if (frame.type() == FrameType.SETTINGS && !frame.has(FrameType.ACK)) {
                answer.settings(Setting.MAX_CONCURRENT_STREAMS, 100).settingsAck();
            } else if (frame.type() == FrameType.PING && !frame.has(FrameType.ACK)) {
                answer.frame(FrameType.PING.number, FrameType.ACK, 0, frame.payload());
            } else {
                script.on(frame, answer);
            }
        }
    }

    private void flushAnswer() {
        byte[] bytes = answer.take();
        if (bytes.length > 0) {
            incoming.add(bytes);
        }
    }

    @Override
    public boolean awaitReadable(long nanos) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void watch(Watcher newWatcher) {
        locked(() -> watcher = newWatcher);
    }

    @Override
    public void unwatch() {
        locked(() -> watcher = null);
    }

    @Override
    public void park() {
        locked(() -> parked++);
    }

    @Override
    public void close() {
        locked(() -> closed = true);
    }

    @Override
    public void closeIdle(byte... lastWords) {
        locked(() -> {
            received.writeBytes(lastWords);
            takeFrames();
            closed = true;
        });
    }
}
