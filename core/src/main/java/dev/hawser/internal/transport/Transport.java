package dev.hawser.internal.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A connected byte pipe whose every wait has a limit and can be cut from any thread.
 *
 * <p>One thread may read while another writes. {@link #close()} is for any thread at any time; all other
 * methods are for the one who holds the transport. After an error the transport is of no use but to be
 * closed. A thread that is interrupted while it reads or writes loses the transport: the operation ends with
 * an {@link java.io.InterruptedIOException}, and the thread's interrupt flag stays set.
 */
public abstract class Transport {
    /** For the transports of this room, and for scripted ones in tests. */
    protected Transport() {}

    /**
     * Reads what is there, waiting for the first byte.
     *
     * @return the number of bytes read, at least 1, or -1 at the orderly end of the stream; 0 if and only if
     *     {@code length} is 0
     * @throws java.net.SocketTimeoutException if the read timeout passed first
     * @throws java.io.EOFException if a TLS connection ended without close_notify (RFC 8446, section 6.1)
     * @throws IOException if the peer reset the connection, or {@link #close()} cut the read
     */
    public abstract int read(byte[] into, int offset, int length) throws IOException;

    /**
     * Reads what is there, without waiting, and whether it is asked for or not. Only while nobody reads or writes; for any thread, as an
     * interrupt has no part in it.
     *
     * @return the number of bytes read; 0 if nothing is there, or this kind of transport cannot tell; -1 at the end of the stream
     */
    public int readNow(byte[] into, int offset, int length) throws IOException {
        return 0;
    }

    /**
     * Writes all bytes to the network.
     *
     * @throws java.net.SocketTimeoutException if the write timeout passed before the peer took the next
     *     {@link dev.hawser.internal.bytes.Buffers#SIZE} bytes
     * @throws IOException if the peer reset the connection, or {@link #close()} cut the write
     */
    public abstract void write(byte[] from, int offset, int length) throws IOException;

    /**
     * Has it used by threads that may be interrupted at any time: from now on they {@link #poll} and {@link #writeNow}, which an
     * interrupt does not harm. To be called before anybody else uses it; for good.
     *
     * @return whether this kind of transport can do that; if not, it stays as it is
     */
    public boolean share() {
        return false;
    }

    /**
     * Reads what is there, and waits for it if need be. For the reader of a shared transport.
     *
     * @param nanos how long to wait
     * @return the number of bytes read; 0 if nothing came in time, the thread is interrupted or {@link #wake} was called; -1 at
     *     the orderly end of the stream
     */
    public int poll(byte[] into, int offset, int length, long nanos) throws IOException {
        throw new UnsupportedOperationException("not shared");
    }

    /** Has who polls return, now or the next time he would wait; for any thread. */
    public void wake() {}

    /**
     * Writes without waiting. For the writer of a shared transport, if nothing is left to be finished.
     *
     * @param length at most {@link #MOST_WRITTEN_NOW}
     * @return false if not all could be sent: the rest is kept, and sent by {@link #finishWrite}
     */
    public boolean writeNow(byte[] from, int offset, int length) throws IOException {
        throw new UnsupportedOperationException("not shared");
    }

    /**
     * Sends what {@link #writeNow} has left; waits as {@link #write} does.
     *
     * @throws java.net.SocketTimeoutException if the write timeout passed first
     */
    public void finishWrite() throws IOException {}

    /** How much {@link #writeNow} takes: what fits into one TLS record, however it is protected. */
    public static final int MOST_WRITTEN_NOW = 8 << 10;

    /**
     * Waits until there is something to read, which stays to be read. To be used by the reader while nobody
     * writes; the read timeout has no part in it.
     *
     * @return false if nothing came within the time; the connection is as good as before
     * @throws IOException if the peer reset the connection, {@link #close()} cut the wait, or the thread was
     *     interrupted
     */
    public abstract boolean awaitReadable(long nanos) throws IOException;

    /**
     * The bytes handed to the network so far. After a failed write it tells whether any of that left: if the
     * number is what it was before, nothing did.
     */
    public abstract long bytesSent();

    /** Sets the limits of each read and write from now on, in nanoseconds; 0 means none. */
    public abstract void timeouts(long readNanos, long writeNanos);

    /**
     * Sets how long it must have been idle for {@link #check} to ask the network: 1 ms if not set. On a socket of a
     * user's own factory, where that costs a read of 1 ms, it is never less than 1 s.
     */
    public abstract void askAfter(long idleNanos);

    /**
     * Looks, without waiting, whether a connection on which nothing is expected is still good.
     *
     * @param idleNanos how long it has been idle: below {@link #askAfter} no system call is made, and what has arrived
     *     and was not read is not seen
     */
    public abstract Health check(long idleNanos);

    /**
     * Has an idle connection watched, until {@link #unwatch} or its end: what the peer says meanwhile is read and
     * judged as {@link #check} does it. Only on the thread that waits at the {@link Lookout}. Does nothing if the
     * transport is of a kind that cannot be watched.
     *
     * @param watcher is told of it on that thread; {@code check} says the same as the watcher is told from then on
     */
    public void watch(Watcher watcher) {}

    /**
     * Ends what {@link #watch} began, or is about to begin. To be called once for each watch, by the one who
     * has leased the connection, before anything else; may wait for the few microseconds of a look.
     */
    public void unwatch() {}

    /** Gives lent buffers back; the next read or write lends again. To be called when it becomes idle. */
    public abstract void park();

    /** Cuts the connection at once. Never blocks; whoever reads or writes gets an error. Idempotent. */
    public abstract void close();

    /**
     * Ends the connection in order: sends the last words, if there are any, and on TLS close_notify, as far as that is
     * possible without waiting; then closes. Only while nobody reads or writes.
     *
     * @param lastWords at most {@link dev.hawser.internal.bytes.Buffers#SIZE} bytes
     */
    public abstract void closeIdle(byte... lastWords);

    /** The peer's address; of a Unix domain socket a {@link dev.hawser.UnixDomainAddress}. */
    public abstract InetSocketAddress remote();

    /** This end's address. A Unix domain socket has none at this end, so there it is the peer's. */
    public abstract InetSocketAddress local();

    /** The TLS session, null without TLS. */
    public abstract @Nullable SSLSession session();

    /** The protocol that ALPN chose (RFC 7301), null if none. */
    public abstract @Nullable String applicationProtocol();

    /**
     * The socket, for looking at: the TLS socket where a user's factory layered one, else the TCP socket; null for a Unix domain
     * socket without such. Reading, writing or configuring it breaks the transport.
     */
    public abstract @Nullable Socket socket();

    /** Who is told of a connection that is watched, on the thread that watches. */
    @FunctionalInterface
    public interface Watcher {
        /** The watch begins; who leases the connection meanwhile waits until this returns. */
        default void begun() {}

        /** What to think of what the peer has said: that nothing is expected, unless the watcher knows better. */
        default Health judge(Transport transport) {
            return transport.check(Long.MAX_VALUE);
        }

        /** What speaks against the connection; at most once. */
        void found(Health fault);
    }

    /** What a look at an idle connection found. */
    public enum Health {
        /** Nothing speaks against it. */
        ALIVE,
        /** The peer has closed or reset it, or it is closed here. */
        PEER_CLOSED,
        /** The peer has sent bytes that nobody asked for. */
        STRAY_BYTES
    }
}
