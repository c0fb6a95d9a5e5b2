package dev.hawser.internal.connection;

import dev.hawser.internal.transport.Transport;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A transport that notes for how long it is said to have been idle, and brings the bytes that it was given, a few at a time. */
final class ScriptedTransport extends Transport {
    final List<Long> idleNanos = new ArrayList<>();
    Health health = Health.ALIVE;
    boolean closed;

    private static final int MOST_AT_ONCE = 3;

    private final byte[] given;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private int position;

    /** A transport without bytes. */
    ScriptedTransport() {
        this(new byte[0]);
    }

    ScriptedTransport(byte[] given) {
        this.given = given;
    }

    /** What was not read. */
    byte[] unread() {
        return Arrays.copyOfRange(given, position, given.length);
    }

    byte[] written() {
        return written.toByteArray();
    }

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
    public void closeIdle(byte... lastWords) {
        closed = true;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        int count = Math.min(Math.min(length, MOST_AT_ONCE), given.length - position);
        System.arraycopy(given, position, into, offset, count);
        position += count;
        return count == 0 ? -1 : count;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        written.write(from, offset, length);
    }

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
