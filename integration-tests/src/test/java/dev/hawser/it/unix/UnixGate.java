package dev.hawser.it.unix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A Unix domain socket behind which a server is that listens at a port of this machine: it passes all bytes on. */
final class UnixGate implements AutoCloseable {
    private final Path path;
    private final SocketAddress server;
    private final ServerSocketChannel listening;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    UnixGate(Path path, int port) throws IOException {
        this.path = path;
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
        start(this::accept);
    }

    Path path() {
        return path;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "gate");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel caller = listening.accept();
                SocketChannel called = SocketChannel.open(server);
                open.add(caller);
                open.add(called);
                start(() -> pass(caller, called));
                start(() -> pass(called, caller));
            }
        } catch (IOException e) {
            // The gate is closed.
        }
    }

    /** Passes bytes on until one side ends, and then ends both. */
    private static <F extends ReadableByteChannel, T extends WritableByteChannel> void pass(F from, T to) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 14);
        try (from;
                to) {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException e) {
            // The other thread has closed both.
        }
    }

    /** Ends all connections that go through. */
    void cut() throws IOException {
        for (SocketChannel each : open) {
            each.close();
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }
}
