package dev.hawser.internal.transport;

import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.time.Alarm;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A TCP connection. Its inner operations have no limit; whoever uses them sets one around them. */
abstract class RawTransport extends Transport implements Alarms.Task {
    private final InetSocketAddress remote;
    private final Object peer;
    private final Clock clock;
    private final Alarm alarm;
    private final Limit reading;
    private final Limit writing;
    private long askAfterNanos = TimeUnit.MILLISECONDS.toNanos(1);
    private volatile boolean closed;

    /** What a look found once, and every later one says. */
    private Health found = Health.ALIVE;

    /** Kept by the one who writes. */
    private long bytesSent;

    /** @param peer whose text names the peer in messages */
    RawTransport(InetSocketAddress remote, Object peer, Clock clock, Alarms alarms) {
        this.remote = remote;
        this.peer = peer;
        this.clock = clock;
        this.alarm = alarms.alarm(this);
        this.reading = new Limit(alarm, this, "reading from");
        this.writing = new Limit(alarm, this, "writing to");
    }

    /** The task of the alarm that both limits share. */
    @Override
    public final long ring(long now) {
        long nextRead = reading.ring(now);
        long nextWrite = writing.ring(now);
        return Alarm.sooner(nextRead, nextWrite);
    }

    /** Connects; {@code timeoutNanos} is for sockets that want to know, the limit is set by the caller. */
    abstract void connect(@Nullable InetAddress localAddress, long timeoutNanos) throws IOException;

    /** Reads at least one byte, or -1. */
    abstract int receive(byte[] into, int offset, int length) throws IOException;

    /** Reads at least one byte, or -1; 0 if there is nothing for so long, or for the reasons of {@link #poll}. */
    int receive(byte[] into, int offset, int length, long nanos) throws IOException {
        throw new UnsupportedOperationException("not shared");
    }

    /** Writes without waiting; false if a part is kept, which is sent before anything else. At most {@link Buffers#SIZE} bytes. */
    boolean sendNow(byte[] from, int offset, int length) throws IOException {
        throw new UnsupportedOperationException("not shared");
    }

    /** Writes what is kept. */
    void sendRest() throws IOException {}

    /** Writes all; at most {@link Buffers#SIZE} bytes. */
    abstract void send(byte[] from, int offset, int length) throws IOException;

    /** Reads without waiting: 0 if nothing is there, -1 at the end. Only while nobody else reads or writes. */
    abstract int look(byte[] into, int offset, int length) throws IOException;

    /** Waits for bytes or the end of the stream, which stay to be received. Only while nobody else reads or writes. */
    abstract boolean awaitBytes(long nanos) throws IOException;

    /** Writes without waiting, as much as there is room for. Only while nobody else reads or writes. */
    abstract void offer(byte[] from, int offset, int length) throws IOException;

    /** How long it must have been idle, in any case, for a look to be worth its price. */
    abstract long leastIdleNanos();

    /** Closes the channel or socket, at once. */
    abstract void cut() throws IOException;

    /** What names the peer in messages. */
    final Object peer() {
        return peer;
    }

    final long nanoTime() {
        return clock.nanoTime();
    }

    final Limit reading() {
        return reading;
    }

    final Limit writing() {
        return writing;
    }

    final boolean isClosed() {
        return closed;
    }

    @Override
    public final int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        int count;
        reading.begin();
        try {
            count = receive(into, offset, length);
        } catch (IOException e) {
            throw readFailure(e);
        }
        reading.end();
        return count;
    }

    @Override
    public final void write(byte[] from, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, from.length);
        int end = offset + length;
        for (int at = offset; at < end; at += Buffers.SIZE) {
            writing.begin();
            try {
                send(from, at, Math.min(Buffers.SIZE, end - at));
            } catch (IOException e) {
                throw writing.failure(e, closed);
            }
            writing.end();
        }
    }

    @Override
    public final int poll(byte[] into, int offset, int length, long nanos) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        try {
            return receive(into, offset, length, nanos);
        } catch (IOException e) {
            throw pollFailure(e);
        }
    }

    @Override
    public final boolean writeNow(byte[] from, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, from.length);
        try {
            return sendNow(from, offset, length);
        } catch (IOException e) {
            throw writing.explained(e, closed);
        }
    }

    @Override
    public final void finishWrite() throws IOException {
        writing.begin();
        try {
            sendRest();
        } catch (IOException e) {
            throw writing.failure(e, closed);
        }
        writing.end();
    }

    @Override
    public final boolean awaitReadable(long nanos) throws IOException {
        try {
            boolean there = awaitBytes(nanos);
            if (closed) {
                throw new SocketException("Socket closed");
            }
            return there;
        } catch (IOException e) {
            throw reading.failure(e, closed);
        }
    }

    /** Why a read failed: if a write was overdue and cut the connection, that is why. */
    final IOException readFailure(IOException cause) {
        return writing.expired() ? writing.failure(cause, closed) : reading.failure(cause, closed);
    }

    /** The same for a read that has no limit, and that no interrupt can fail. */
    final IOException pollFailure(IOException cause) {
        return writing.expired() ? writing.failure(cause, closed) : reading.explained(cause, closed);
    }

    /** Counts bytes that were handed to the network, or may have been. */
    final void sent(int count) {
        bytesSent += count;
    }

    @Override
    public final long bytesSent() {
        return bytesSent;
    }

    @Override
    public final void timeouts(long readNanos, long writeNanos) {
        reading.set(readNanos);
        writing.set(writeNanos);
    }

    @Override
    public final void askAfter(long idleNanos) {
        this.askAfterNanos = idleNanos;
    }

    final boolean isToBeAsked(long idleNanos) {
        return idleNanos >= Math.max(askAfterNanos, leastIdleNanos());
    }

    @Override
    public final Health check(long idleNanos) {
        if (closed) {
            return Health.PEER_CLOSED;
        }
        if (found != Health.ALIVE || !isToBeAsked(idleNanos)) {
            return found;
        }
        try {
            int count = look(new byte[1], 0, 1);
            return found(count == 0 ? Health.ALIVE : count < 0 ? Health.PEER_CLOSED : Health.STRAY_BYTES);
        } catch (IOException e) {
            return found(Health.PEER_CLOSED);
        }
    }

    /** Notes what a look has found: a fault stays, though its bytes are read now. */
    final Health found(Health health) {
        found = health;
        return health;
    }

    /** What looks have found so far. */
    final Health found() {
        return found;
    }

    /** Has the connection watched; {@code speaker} understands what the peer says. */
    void watch(Transport speaker, Watcher watcher) {}

    @Override
    public final void watch(Watcher watcher) {
        watch(this, watcher);
    }

    @Override
    public final void close() {
        closed = true;
        alarm.cancel();
        cutQuietly();
    }

    final void cutQuietly() {
        try {
            cut();
        } catch (IOException e) {
            // The descriptor is gone all the same; there is nobody to tell, and nothing to do about it.
        }
    }

    @Override
    public final void closeIdle(byte... lastWords) {
        unwatch();
        if (lastWords.length > 0 && !closed) {
            try {
                offer(lastWords, 0, lastWords.length);
            } catch (IOException e) {
                // The peer is gone, or in no state to listen.
            }
        }
        close();
    }

    @Override
    public final InetSocketAddress remote() {
        return remote;
    }

    @Override
    public final @Nullable SSLSession session() {
        return null;
    }

    @Override
    public final @Nullable String applicationProtocol() {
        return null;
    }
}
