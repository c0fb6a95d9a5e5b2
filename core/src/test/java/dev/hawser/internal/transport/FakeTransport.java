package dev.hawser.internal.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A transport without a network: in the clear to 127.0.0.1:80, healthy and without limits, unless a fake has it otherwise. */
public abstract class FakeTransport extends Transport {
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
    public void askAfter(long idleNanos) {}

    @Override
    public Health check(long idleNanos) {
        return Health.ALIVE;
    }

    @Override
    public void park() {}

    @Override
    public void closeIdle(byte... lastWords) {
        close();
    }

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
    public @Nullable Socket socket() {
        return null;
    }
}
