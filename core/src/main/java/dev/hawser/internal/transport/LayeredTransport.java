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
    private final RawTransport raw;
    private final PipeSocket pipe;
    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;

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
        socket.startHandshake();
    }

    @Override
    int readAtHand(byte[] into, int offset, int length) {
        return 0;
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
    void sayGoodbye() throws IOException {
        pipe.waits(false);
        socket.close();
        byte[] goodbye = pipe.takeHeld();
        if (goodbye.length > 0) {
            raw.offer(goodbye, 0, Math.min(goodbye.length, Buffers.SIZE));
        }
    }

    @Override
    public Health check(long idleNanos) {
        if (raw.isClosed()) {
            return Health.PEER_CLOSED;
        }
        if (idleNanos < raw.lookAfterNanos()) {
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
        pipe.waits(false);
        try {
            return in.read() < 0 ? Health.PEER_CLOSED : Health.STRAY_BYTES;
        } catch (SocketTimeoutException e) {
            return Health.ALIVE;
        } finally {
            pipe.waits(true);
        }
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
