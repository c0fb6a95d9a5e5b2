package dev.hawser.internal.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** TLS over a TCP connection: what the two ways of speaking it have in common. */
abstract class TlsTransport extends Transport {
    private final RawTransport raw;

    TlsTransport(RawTransport raw) {
        this.raw = raw;
    }

    /** Speaks the handshake to its end. Its limit is set by the caller. */
    abstract void handshake() throws IOException;

    /** Bytes that need no look at the network, 0 if there are none, -1 if the peer has ended the stream. */
    abstract int readAtHand(byte[] into, int offset, int length);

    /** Reads at least one byte of plain text, or -1. */
    abstract int decrypt(byte[] into, int offset, int length) throws IOException;

    /** Encrypts and sends all, at most {@link #RECORD} bytes. */
    abstract void encrypt(byte[] from, int offset, int length) throws IOException;

    /** Sends the last words and close_notify if that needs no waiting. */
    abstract void sayGoodbye(byte... lastWords) throws IOException;

    /** What one TLS record holds at most (RFC 8446, section 5.1). */
    static final int RECORD = 1 << 14;

    /** How long to look for what a peer said before it hung up: it is there already. */
    private static final long LAST_WORDS_NANOS = 1_000_000;

    final RawTransport raw() {
        return raw;
    }

    @Override
    public final int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        int count = readAtHand(into, offset, length);
        if (count != 0) {
            return count;
        }
        Limit reading = raw.reading();
        reading.begin();
        try {
            count = decrypt(into, offset, length);
            if (count < 0 && raw.isClosed()) {
                throw new SocketException("Socket closed");
            }
        } catch (IOException e) {
            throw TlsFailure.ofTalk(raw.readFailure(e), raw.remote());
        }
        reading.end();
        return count;
    }

    @Override
    public final void write(byte[] from, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, from.length);
        Limit writing = raw.writing();
        int end = offset + length;
        for (int at = offset; at < end; at += RECORD) {
            writing.begin();
            try {
                encrypt(from, at, Math.min(RECORD, end - at));
            } catch (IOException e) {
                throw TlsFailure.ofTalk(writing.failure(explained(e), raw.isClosed()), raw.remote());
            }
            writing.end();
        }
    }

    /**
     * The alert that the peer sent before it hung up, if a write failed after one; else the failure itself. The
     * writer reads here, as whoever else reads has the alert, or will.
     */
    private IOException explained(IOException failure) {
        if (failure instanceof SSLException || raw.isClosed()) {
            return failure;
        }
        try {
            awaitPlainText(LAST_WORDS_NANOS);
            return failure;
        } catch (SSLException alert) {
            alert.addSuppressed(failure);
            return alert;
        } catch (IOException e) {
            return failure;
        }
    }

    /** Waits for plain text or the end of the stream, which stay to be read. */
    abstract boolean awaitPlainText(long nanos) throws IOException;

    @Override
    public final boolean awaitReadable(long nanos) throws IOException {
        try {
            boolean there = awaitPlainText(nanos);
            if (raw.isClosed()) {
                throw new SocketException("Socket closed");
            }
            return there;
        } catch (IOException e) {
            throw raw.reading().failure(e, raw.isClosed());
        }
    }

    @Override
    public final long bytesSent() {
        return raw.bytesSent();
    }

    @Override
    public final void timeouts(long readNanos, long writeNanos) {
        raw.timeouts(readNanos, writeNanos);
    }

    @Override
    public final void askAfter(long idleNanos) {
        raw.askAfter(idleNanos);
    }

    @Override
    public final void close() {
        raw.close();
    }

    /** Looks, without waiting, whether the connection is still good. */
    abstract Health look(long idleNanos);

    @Override
    public final Health check(long idleNanos) {
        return raw.found() == Health.ALIVE ? raw.found(look(idleNanos)) : raw.found();
    }

    @Override
    public final void watch(Watcher watcher) {
        raw.watch(this, watcher);
    }

    @Override
    public final void unwatch() {
        raw.unwatch();
    }

    @Override
    public final void closeIdle(byte... lastWords) {
        raw.unwatch();
        if (!raw.isClosed()) {
            try {
                sayGoodbye(lastWords);
            } catch (IOException e) {
                // The peer is gone, or in no state to listen.
            }
        }
        raw.close();
    }

    @Override
    public final InetSocketAddress remote() {
        return raw.remote();
    }

    @Override
    public final InetSocketAddress local() {
        return raw.local();
    }

    @Override
    public @Nullable Socket socket() {
        return raw.socket();
    }
}
