package dev.hawser;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * A connection that its server has handed over to another protocol: {@link Response#socket()}. Each side may send and receive
 * whenever it likes.
 *
 * <p>It is to be closed, as nobody else has the connection until then, nor after: it counts as in use in its pool as long as it is open,
 * and is closed with it.
 *
 * <p>One thread may read while another writes; {@link #cancel()} and {@link #close()} are for any thread at any time. Neither the call's timeout
 * nor the read timeout of the client holds here, but its write timeout does, until {@link #timeouts} says otherwise. A thread
 * that is interrupted while it reads or writes gets an {@link java.io.InterruptedIOException}, and the connection is of no use any more.
 */
public interface UpgradedSocket extends Closeable {
    /** What the server sends; what came together with its response comes first. Closing the stream closes the socket. */
    InputStream inputStream();

    /** What the server is sent; each write goes to the network at once. Closing the stream closes the socket. */
    OutputStream outputStream();

    /**
     * Sets the time that each read may wait for bytes, and each write for room, from the next one on. One that takes longer fails with a
     * {@link java.net.SocketTimeoutException}, and the connection is of no use any more.
     *
     * @param read zero for no limit
     * @param write zero for no limit
     * @throws IllegalArgumentException if one of them is negative
     */
    void timeouts(Duration read, Duration write);

    /** Ends the connection at once: who reads or writes gets an {@link java.io.IOException} that says "Canceled". */
    void cancel();

    /**
     * Ends the connection: in order, after TLS's close_notify, if nobody reads or writes at that moment; who does gets an
     * {@link java.io.IOException}. Closing again has no effect.
     */
    @Override
    void close();
}
