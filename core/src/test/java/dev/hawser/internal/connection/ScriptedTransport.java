package dev.hawser.internal.connection;

import dev.hawser.internal.transport.FakeTransport;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A transport that notes for how long it is said to have been idle, and brings the bytes that it was given, a few at a time. */
final class ScriptedTransport extends FakeTransport {
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
    public Socket socket() {
        return new Socket();
    }
}
