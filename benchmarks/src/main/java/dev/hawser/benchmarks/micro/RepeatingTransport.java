package dev.hawser.benchmarks.micro;

import dev.hawser.internal.transport.Transport;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A connection without a network: each read brings the next of some messages, again and again, and what is written is dropped. */
final class RepeatingTransport extends Transport {
    private final byte[][] messages;
    private int next;

    RepeatingTransport(byte[]... messages) {
        this.messages = messages.clone();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        byte[] message = messages[next];
        next = next + 1 < messages.length ? next + 1 : 0;
        if (length < message.length) {
            throw new IllegalStateException("room for " + length + " bytes, but the message has " + message.length);
        }
        System.arraycopy(message, 0, into, offset, message.length);
        return message.length;
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
    public void askAfter(long idleNanos) {}

    @Override
    public void timeouts(long readNanos, long writeNanos) {}

    @Override
    public Health check(long idleNanos) {
        return Health.ALIVE;
    }

    @Override
    public void park() {}

    @Override
    public void close() {}

    @Override
    public void closeIdle(byte... lastWords) {}

    @Override
    public InetSocketAddress remote() {
        return InetSocketAddress.createUnresolved("example.com", 80);
    }

    @Override
    public InetSocketAddress local() {
        return InetSocketAddress.createUnresolved("localhost", 50_000);
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
        throw new UnsupportedOperationException("there is no socket");
    }
}
