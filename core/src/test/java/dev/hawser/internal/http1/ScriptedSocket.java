package dev.hawser.internal.http1;

import dev.hawser.SocketWithoutNetwork;
import dev.hawser.UnconnectedSocketFactory;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import javax.net.SocketFactory;

/** A socket of which what is read is given beforehand, read by read, and what is written is kept. */
final class ScriptedSocket extends SocketWithoutNetwork {
    private final Deque<byte[]> reads = new ArrayDeque<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private Runnable beforeRead = () -> {};
    private int readCount;
    private int writes;
    private boolean closed;

    /** Adds what one read gives. */
    void gives(byte[] bytes) {
        if (bytes.length > 0) {
            reads.add(bytes);
        }
    }

    /** Sets what happens before each read. */
    void beforeRead(Runnable action) {
        beforeRead = action;
    }

    /** Whether there is more to be read. */
    boolean hasMore() {
        return !reads.isEmpty();
    }

    /** How many reads there were. */
    int readCount() {
        return readCount;
    }

    byte[] written() {
        return written.toByteArray();
    }

    /** How many writes there were. */
    int writes() {
        return writes;
    }

    boolean wasClosed() {
        return closed;
    }

    /** A factory of this socket. */
    SocketFactory factory() {
        return new UnconnectedSocketFactory() {
            @Override
            public Socket createSocket() {
                return ScriptedSocket.this;
            }
        };
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                readCount++;
                beforeRead.run();
                byte[] next = reads.poll();
                if (next == null) {
                    return -1;
                }
                int count = Math.min(length, next.length);
                System.arraycopy(next, 0, into, offset, count);
                if (count < next.length) {
                    reads.push(Arrays.copyOfRange(next, count, next.length));
                }
                return count;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(byte[] from, int offset, int length) {
                writes++;
                written.write(from, offset, length);
            }
        };
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
