package dev.hawser.internal.transport;

import dev.hawser.UnixDomainAddress;
import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.time.Alarms;
import dev.hawser.internal.time.Clock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection, or one to a Unix domain socket, by a blocking channel: one system call for each read and each write, and no allocation.
 * The direct buffers between the channel and our arrays are lent from the first use to {@link #park()}.
 */
final class ChannelTransport extends RawTransport {
    private final SocketChannel channel;
    private final Buffers buffers;
    private final Vigil vigil;

    /** The reader's buffer, empty between reads. */
    private @Nullable ByteBuffer in;

    /** The writer's buffer, empty between writes. */
    private @Nullable ByteBuffer out;

    /** What the reader waits on, if it waits without reading; a close must wake it. */
    private volatile @Nullable Selector waiting;

    ChannelTransport(
            SocketChannel channel,
            InetSocketAddress remote,
            Object peer,
            Clock clock,
            Alarms alarms,
            Buffers buffers,
            Lookout lookout) {
        super(remote, peer, clock, alarms);
        this.channel = channel;
        this.buffers = buffers;
        this.vigil = new Vigil(this, lookout);
    }

    SocketChannel channel() {
        return channel;
    }

    @Override
    void connect(@Nullable InetAddress localAddress, long timeoutNanos) throws IOException {
        if (remote() instanceof UnixDomainAddress unix) {
            channel.connect(unix.address());
            return;
        }
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        if (localAddress != null) {
            channel.bind(new InetSocketAddress(localAddress, 0));
        }
        channel.connect(remote());
    }

    @Override
    int receive(byte[] into, int offset, int length) throws IOException {
        int count = readOnce(into, offset, length);
        while (count == 0) {
            count = readOnce(into, offset, length);
        }
        return count;
    }

    private int readOnce(byte[] into, int offset, int length) throws IOException {
        ByteBuffer lent = in;
        if (lent == null) {
            lent = buffers.direct();
            in = lent;
        }
        lent.clear().limit(Math.min(length, lent.capacity()));
        int count = channel.read(lent);
        if (count > 0) {
            lent.flip().get(into, offset, count);
        }
        return count;
    }

    @Override
    void send(byte[] from, int offset, int length) throws IOException {
        ByteBuffer lent = filled(from, offset, length);
        // A write cut by close, and any write on a virtual thread, may end early without an error; the next
        // one tells.
        while (lent.hasRemaining()) {
            sent(channel.write(lent));
        }
    }

    private ByteBuffer filled(byte[] from, int offset, int length) {
        ByteBuffer lent = out;
        if (lent == null) {
            lent = buffers.direct();
            out = lent;
        }
        return lent.clear().put(from, offset, length).flip();
    }

    @Override
    int look(byte[] into, int offset, int length) throws IOException {
        if (!channel.isBlocking()) {
            return readOnce(into, offset, length); // while it is watched
        }
        channel.configureBlocking(false);
        int count = readOnce(into, offset, length);
        channel.configureBlocking(true);
        return count;
    }

    @Override
    public int readNow(byte[] into, int offset, int length) throws IOException {
        return look(into, offset, length);
    }

    @Override
    boolean awaitBytes(long nanos) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            waiting = selector;
            if (isClosed()) {
                return false;
            }
            boolean there = selector.select(TimeUnit.NANOSECONDS.toMillis(nanos + 999_999)) > 0;
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted");
            }
            return there;
        } finally {
            waiting = null;
            if (channel.isOpen()) {
                channel.configureBlocking(true);
            }
        }
    }

    @Override
    void offer(byte[] from, int offset, int length) throws IOException {
        channel.configureBlocking(false);
        channel.write(filled(from, offset, length));
        channel.configureBlocking(true);
    }

    @Override
    long leastIdleNanos() {
        return 0;
    }

    @Override
    void watch(Transport speaker, Watcher watcher) {
        vigil.begin(speaker, watcher);
    }

    @Override
    public void unwatch() {
        vigil.end();
    }

    @Override
    public void park() {
        ByteBuffer lentIn = in;
        if (lentIn != null) {
            in = null;
            buffers.give(lentIn);
        }
        ByteBuffer lentOut = out;
        if (lentOut != null) {
            out = null;
            buffers.give(lentOut);
        }
    }

    @Override
    void cut() throws IOException {
        channel.close();
        vigil.closed();
        Selector selector = waiting;
        if (selector != null) {
            selector.wakeup();
        }
    }

    @Override
    public InetSocketAddress local() {
        return remote() instanceof UnixDomainAddress
                ? remote()
                : (InetSocketAddress) channel.socket().getLocalSocketAddress();
    }

    @Override
    public @Nullable Socket socket() {
        return remote() instanceof UnixDomainAddress ? null : channel.socket();
    }
}
