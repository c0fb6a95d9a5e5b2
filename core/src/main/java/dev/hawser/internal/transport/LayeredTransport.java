package dev.hawser.internal.transport;

import dev.hawser.internal.bytes.Buffers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * TLS by the socket that a user's factory layered over our connection. Limits and closing work below it, on
 * the raw transport: its own {@code close} can block for as long as a write does.
 *
 * <p>Whether a stream that ends without close_notify counts as an orderly end is up to that socket; the JDK's
 * says yes unless told otherwise.
 */
final class LayeredTransport extends TlsTransport {
    private static final int END = -1;
    private static final int NOTHING = -2;

    private final RawTransport raw;
    private final PipeSocket pipe;
    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;

    /** The byte of plain text that a look or a wait had to read, {@link #END} or {@link #NOTHING}. */
    private int ahead = NOTHING;

    LayeredTransport(RawTransport raw, PipeSocket pipe, SSLSocket socket) throws IOException {
        super(raw);
        this.raw = raw;
        this.pipe = pipe;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    @Override
    void handshake() throws IOException {
        pipe.hearsFirst(true);
        try {
            socket.startHandshake();
        } finally {
            pipe.hearsFirst(false);
        }
    }

    @Override
    int readAtHand(byte[] into, int offset, int length) {
        int taken = ahead;
        if (taken == END) {
            return -1;
        }
        if (taken == NOTHING) {
            return 0;
        }
        ahead = NOTHING;
        into[offset] = (byte) taken;
        return 1;
    }

    /** {@inheritDoc} Over a socket of a user's own factory it cannot tell, as a look would cost a read of 1 ms. */
    @Override
    public int readNow(byte[] into, int offset, int length) throws IOException {
        int taken = readAtHand(into, offset, length);
        if (taken != 0 || raw.leastIdleNanos() > 0) {
            return taken;
        }
        boolean ended = pipe.look() < 0;
        pipe.waits(false);
        try {
            return in.read(into, offset, length);
        } catch (SocketTimeoutException e) {
            return ended ? END : 0;
        } finally {
            pipe.waits(true);
        }
    }

    @Override
    boolean awaitPlainText(long nanos) throws IOException {
        long until = raw.nanoTime() + nanos;
        while (ahead == NOTHING && !readAhead()) {
            long left = until - raw.nanoTime();
            if (left <= 0 || !raw.awaitBytes(left)) {
                return false;
            }
            if (pipe.look() < 0) {
                return true;
            }
        }
        return true;
    }

    /** Lets the socket read what has arrived; false if that was no plain text. */
    private boolean readAhead() throws IOException {
        pipe.waits(false);
        try {
            ahead = in.read();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            pipe.waits(true);
        }
    }

    @Override
    int decrypt(byte[] into, int offset, int length) throws IOException {
        return in.read(into, offset, length);
    }

    @Override
    void encrypt(byte[] from, int offset, int length) throws IOException {
        out.write(from, offset, length);
        out.flush();
    }

    @Override
    void sayGoodbye(byte... lastWords) throws IOException {
        pipe.waits(false);
        if (lastWords.length > 0) {
            out.write(lastWords);
            out.flush();
        }
        socket.close();
        byte[] goodbye = pipe.takeHeld();
        if (goodbye.length > 0) {
            raw.offer(goodbye, 0, Math.min(goodbye.length, Buffers.SIZE));
        }
    }

    @Override
    Health look(long idleNanos) {
        if (raw.isClosed()) {
            return Health.PEER_CLOSED;
        }
        if (!raw.isToBeAsked(idleNanos)) {
            return Health.ALIVE;
        }
        try {
            int count = pipe.look();
            return count == 0 ? Health.ALIVE : count < 0 ? Health.PEER_CLOSED : digest();
        } catch (IOException e) {
            return Health.PEER_CLOSED;
        }
    }

    /** Lets the socket read what has arrived: tickets and key updates are swallowed, other bytes show. */
    private Health digest() throws IOException {
        if (!readAhead()) {
            return Health.ALIVE;
        }
        return ahead == END ? Health.PEER_CLOSED : Health.STRAY_BYTES;
    }

    @Override
    public void park() {
        pipe.park();
        raw.park();
    }

    @Override
    public SSLSession session() {
        return socket.getSession();
    }

    @Override
    public @Nullable String applicationProtocol() {
        try {
            String chosen = socket.getApplicationProtocol();
            return chosen == null || chosen.isEmpty() ? null : chosen;
        } catch (UnsupportedOperationException e) {
            return null;
        }
    }

    @Override
    public Socket socket() {
        return socket;
    }
}
