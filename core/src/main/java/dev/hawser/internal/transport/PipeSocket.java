package dev.hawser.internal.transport;

import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.bytes.BulkInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A raw transport in the shape of a connected socket, for a user's {@code SSLSocketFactory} to layer its own
 * socket over. It reads ahead, so that a record takes one system call. It can be told not to wait: then a
 * read that finds nothing ends with a {@link SocketTimeoutException}, and what is written is held back and
 * goes out ahead of the next write that may wait.
 */
@SuppressWarnings({
    "ByteBufferBackingArray", // the buffer begins where its array does
    "UnsynchronizedOverridesSynchronized" // closing must never wait
})
final class PipeSocket extends Socket {
    private final RawTransport raw;
    private final Buffers buffers;
    private final InputStream in = new In();
    private final OutputStream out = new Out();
    private boolean waits = true;
    private boolean hearsFirst;
    private volatile boolean closed;

    /** Received and not read, ready to be read from; null when there is nothing. */
    private @Nullable ByteBuffer ahead;

    /** Written while no write might wait; null when there is nothing. */
    private @Nullable ByteArrayOutputStream held;

    PipeSocket(RawTransport raw, Buffers buffers) {
        this.raw = raw;
        this.buffers = buffers;
    }

    void waits(boolean waits) {
        this.waits = waits;
    }

    /**
     * Sets whether a write that fails is passed over as long as there is something to be read: a peer that hung up may
     * have said why. Only while who writes also reads.
     */
    void hearsFirst(boolean hearsFirst) {
        this.hearsFirst = hearsFirst;
    }

    /** Reads ahead without waiting: the number of bytes now at hand, -1 at the end of the stream. */
    int look() throws IOException {
        ByteBuffer into = ahead();
        if (into.hasRemaining()) {
            return into.remaining();
        }
        int count = raw.look(into.array(), 0, into.capacity());
        into.position(0).limit(Math.max(0, count));
        return count;
    }

    /** Takes out what is held back. */
    byte[] takeHeld() {
        ByteArrayOutputStream taken = held;
        held = null;
        return taken == null ? new byte[0] : taken.toByteArray();
    }

    void park() {
        ByteBuffer lent = ahead;
        if (lent != null && !lent.hasRemaining()) {
            ahead = null;
            buffers.give(lent);
        }
    }

    private ByteBuffer ahead() {
        ByteBuffer lent = ahead;
        if (lent == null) {
            lent = buffers.heap().limit(0);
            ahead = lent;
        }
        return lent;
    }

    private final class In extends BulkInputStream {

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            if (length == 0) {
                return 0;
            }
            ByteBuffer source = ahead();
            if (!source.hasRemaining()) {
                if (!waits) {
                    throw new SocketTimeoutException("nothing at hand");
                }
                int count = raw.receive(source.array(), 0, source.capacity());
                if (count < 0) {
                    return -1;
                }
                source.position(0).limit(count);
            }
            int count = Math.min(length, source.remaining());
            source.get(into, offset, count);
            return count;
        }

        @Override
        public int available() {
            return ahead == null ? 0 : ahead.remaining();
        }

        @Override
        public void close() {
            PipeSocket.this.close();
        }
    }

    private final class Out extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, from.length);
            if (!waits) {
                holdBack(from, offset, length);
                return;
            }
            if (held != null) {
                byte[] first = takeHeld();
                sendAll(first, 0, first.length);
            }
            sendAll(from, offset, length);
        }

        private void holdBack(byte[] from, int offset, int length) {
            ByteArrayOutputStream waiting = held;
            if (waiting == null) {
                waiting = new ByteArrayOutputStream();
                held = waiting;
            }
            waiting.write(from, offset, length);
        }

        private void sendAll(byte[] from, int offset, int length) throws IOException {
            int end = offset + length;
            for (int at = offset; at < end; at += Buffers.SIZE) {
                try {
                    raw.send(from, at, Math.min(Buffers.SIZE, end - at));
                } catch (IOException e) {
                    if (!hearsFirst || raw.isClosed() || look() <= 0) {
                        throw e;
                    }
                }
            }
        }

        @Override
        public void close() {
            PipeSocket.this.close();
        }
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    /** Cuts the connection, unless nothing may be sent now; the transport is closed by its holder only. */
    @Override
    public void close() {
        closed = true;
        if (waits) {
            raw.cutQuietly();
        }
    }

    @Override
    public boolean isClosed() {
        return closed || raw.isClosed();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isBound() {
        return true;
    }

    @Override
    public InetAddress getInetAddress() {
        return raw.remote().getAddress();
    }

    @Override
    public int getPort() {
        return raw.remote().getPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return raw.remote();
    }

    @Override
    public InetAddress getLocalAddress() {
        return raw.local().getAddress();
    }

    @Override
    public int getLocalPort() {
        return raw.local().getPort();
    }

    @Override
    public InetSocketAddress getLocalSocketAddress() {
        return raw.local();
    }

    /** Does nothing: the transport's limits hold. */
    @Override
    public void setSoTimeout(int millis) {}

    @Override
    public int getSoTimeout() {
        return 0;
    }

    /** Does nothing: it is set. */
    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public boolean getTcpNoDelay() {
        return true;
    }

    /** Does nothing: it is set. */
    @Override
    public void setKeepAlive(boolean on) {}

    @Override
    public boolean getKeepAlive() {
        return true;
    }

    @Override
    public int getSoLinger() {
        return -1;
    }

    /** Does nothing: the transport is closed as a whole. */
    @Override
    public void shutdownInput() {}

    /** Does nothing: the transport is closed as a whole. */
    @Override
    public void shutdownOutput() {}

    @Override
    public boolean isInputShutdown() {
        return false;
    }

    @Override
    public boolean isOutputShutdown() {
        return false;
    }

    @Override
    public String toString() {
        return "Socket[" + raw.remote() + "]";
    }
}
