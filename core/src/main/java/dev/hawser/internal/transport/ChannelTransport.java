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
import java.util.Objects;
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

    /** What those wait on who share it; null as long as it is not shared, and so blocks. */
    private @Nullable Readiness inbound;

    private @Nullable Readiness outbound;

    /** Whether the last read took all there was room for, so that more may be there. */
    private boolean filled;

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
            if (inbound != null) {
                inbound.await();
            }
            count = readOnce(into, offset, length);
        }
        return count;
    }

    @Override
    public boolean share() {
        try {
            channel.configureBlocking(false);
        } catch (IOException e) {
            return false; // it is closed, which its user will notice
        }
        inbound = new Readiness(channel, SelectionKey.OP_READ);
        outbound = new Readiness(channel, SelectionKey.OP_WRITE);
        return true;
    }

    @Override
    int receive(byte[] into, int offset, int length, long nanos) throws IOException {
        int count = filled ? readOnce(into, offset, length) : 0;
        if (count == 0 && Objects.requireNonNull(inbound).await(nanos)) {
            count = readOnce(into, offset, length);
        }
        filled = count == Math.min(length, Buffers.SIZE);
        return count;
    }

    @Override
    public void wake() {
        Objects.requireNonNull(inbound).wake();
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
        sendRest();
        drain(filled(from, offset, length));
    }

    /** A write cut by close, and any write on a virtual thread, may end early without an error; the next one tells. */
    private void drain(ByteBuffer lent) throws IOException {
        Readiness ready = outbound;
        while (lent.hasRemaining()) {
            int count = channel.write(lent);
            sent(count);
            if (count == 0 && ready != null) {
                ready.await();
            }
        }
    }

    @Override
    boolean sendNow(byte[] from, int offset, int length) throws IOException {
        ByteBuffer lent = filled(from, offset, length);
        sent(channel.write(lent));
        return !lent.hasRemaining();
    }

    @Override
    void sendRest() throws IOException {
        if (isUnfinished()) {
            drain(Objects.requireNonNull(out));
        }
    }

    /** Whether a part of what was to be sent at once is still here. */
    private boolean isUnfinished() {
        return outbound != null && out != null && out.hasRemaining();
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
        if (inbound != null) {
            return inbound.await(nanos);
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
        if (outbound != null) {
            boolean unused = !isUnfinished() && sendNow(from, offset, length);
            return;
        }
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

    /** Has the channel as it was before the watch. */
    void watchEnded() throws IOException {
        if (inbound == null) {
            channel.configureBlocking(true);
        }
    }

    @Override
    public void park() {
        if (inbound != null && outbound != null) {
            inbound.park();
            outbound.park();
        }
        ByteBuffer lentIn = in;
        if (lentIn != null) {
            in = null;
            buffers.give(lentIn);
        }
        ByteBuffer lentOut = out;
        if (lentOut != null && !isUnfinished()) {
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
        if (inbound != null && outbound != null) {
            inbound.close();
            outbound.close();
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
