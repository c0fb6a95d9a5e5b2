package dev.hawser.internal.connection;

import dev.hawser.internal.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A transport that notes for how long it is said to have been idle, and carries no byte. */
final class ScriptedTransport extends Transport {
    final List<Long> idleNanos = new ArrayList<>();
    Health health = Health.ALIVE;
    boolean closed;

    @Override
    public Health check(long nanos) {
        idleNanos.add(nanos);
        return health;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void closeIdle() {
        closed = true;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        return -1;
    }

    @Override
    public void write(byte[] from, int offset, int length) {}

    @Override
    public boolean awaitReadable(long nanos) {
        return true;
    }

    @Override
    public long bytesSent() {
        return 0;
    }

    @Override
    public void timeouts(long readNanos, long writeNanos) {}

    @Override
    public void askAfter(long nanos) {}

    @Override
    public void park() {}

    @Override
    public InetSocketAddress remote() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 80);
    }

    @Override
    public InetSocketAddress local() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
    }

    @Override
    public @Nullable SSLSession session() {
        return null;
    }

    @Override
    public @Nullable String applicationProtocol() {
        return null;
    }

    @Override
    public Socket socket() {
        return new Socket();
    }
}
