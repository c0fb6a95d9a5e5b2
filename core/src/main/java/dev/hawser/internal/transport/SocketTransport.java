package dev.hawser.internal.transport;

import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection by a socket of a user's own making, known only by its streams. A platform thread that is
 * interrupted while it waits on one notices at the next operation; limits and closing work as on a channel.
 */
final class SocketTransport extends RawTransport {
    private static final long LEAST_IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int END = -1;
    private static final int NOTHING = -2;

    private final Socket socket;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;

    /** The byte that a wait had to read, {@link #END} or {@link #NOTHING}. */
    private int ahead = NOTHING;

    SocketTransport(Socket socket, InetSocketAddress remote, Object peer, Clock clock, Alarms alarms) {
        super(remote, peer, clock, alarms);
        this.socket = socket;
    }

    @Override
    void connect(@Nullable InetAddress localAddress, long timeoutNanos) throws IOException {
        if (localAddress != null) {
            socket.bind(new InetSocketAddress(localAddress, 0));
        }
        socket.connect(remote(), wholeMillis(timeoutNanos));
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
        } catch (SocketException | UnsupportedOperationException e) {
            // A user's socket need not be TCP underneath.
        }
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** The limit in milliseconds, rounded up, as 0 would mean none. */
    private static int wholeMillis(long nanos) {
        return (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
    }

    @Override
    int receive(byte[] into, int offset, int length) throws IOException {
        refuseInterrupted();
        if (ahead != NOTHING) {
            return takeAhead(into, offset);
        }
        return connected(in).read(into, offset, length);
    }

    @Override
    void send(byte[] from, int offset, int length) throws IOException {
        refuseInterrupted();
        OutputStream stream = connected(out);
        sent(length);
        stream.write(from, offset, length);
        stream.flush();
    }

    @Override
    int look(byte[] into, int offset, int length) throws IOException {
        if (ahead != NOTHING) {
            return takeAhead(into, offset);
        }
        socket.setSoTimeout(1);
        try {
            return connected(in).read(into, offset, length);
        } catch (SocketTimeoutException e) {
            return 0;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    @Override
    boolean awaitBytes(long nanos) throws IOException {
        refuseInterrupted();
        if (ahead != NOTHING) {
            return true;
        }
        socket.setSoTimeout(Math.max(1, wholeMillis(nanos)));
        try {
            ahead = connected(in).read();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    private int takeAhead(byte[] into, int offset) {
        int taken = ahead;
        if (taken == END) {
            return -1;
        }
        ahead = NOTHING;
        into[offset] = (byte) taken;
        return 1;
    }

    /** Does nothing: a stream cannot say whether it would wait. */
    @Override
    void offer(byte[] from, int offset, int length) {}

    @Override
    long leastIdleNanos() {
        return LEAST_IDLE_NANOS;
    }

    @Override
    public void park() {}

    @Override
    void cut() throws IOException {
        socket.close();
    }

    @Override
    public InetSocketAddress local() {
        return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    @Override
    public Socket socket() {
        return socket;
    }

    private static void refuseInterrupted() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
    }

    private static <T> T connected(@Nullable T stream) throws SocketException {
        if (stream == null) {
            throw new SocketException("Socket is not connected");
        }
        return stream;
    }
}
