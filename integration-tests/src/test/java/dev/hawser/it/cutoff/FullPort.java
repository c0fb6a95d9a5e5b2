package dev.hawser.it.cutoff;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A port whose queue of connections is full, so that a connect to it waits for ever. */
public final class FullPort implements AutoCloseable {
    private static final int ENOUGH = 4;

    private final ServerSocket listener;
    private final List<SocketChannel> queued = new ArrayList<>();

    /** A free port of the loopback interface. */
    public FullPort() throws IOException {
        this(InetAddress.getLoopbackAddress(), 0);
    }

    /** A port of the interface with that address; 0 is a free one. */
    public FullPort(InetAddress address, int port) throws IOException {
        listener = new ServerSocket(port, 1, address);
        for (int i = 0; i < ENOUGH; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.connect(listener.getLocalSocketAddress());
            queued.add(channel);
        }
    }

    /** The port. */
    public int number() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : queued) {
            channel.close();
        }
        listener.close();
    }
}
