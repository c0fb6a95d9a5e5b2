package dev.hawser.benchmarks.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A server of one thread that answers every request with the same 13 bytes and keeps every connection. It knows
 * of a request no more than its end, so requests may have no body.
 */
public final class TinyServer implements AutoCloseable {
    private static final String RESPONSE = """
            HTTP/1.1 200 OK
            Server: tiny
            Date: Sat, 21 Nov 2026 03:00:00 GMT
            Content-Type: text/plain
            Content-Length: 13
            Connection: keep-alive

            Hello, world!""";
    private static final int BACKLOG = 1024;
    private static final int LONGEST_READ = 16 * 1024;

    private final Selector selector;
    private final ServerSocketChannel listener;
    private final ByteBuffer input = ByteBuffer.allocateDirect(LONGEST_READ);
    private final ByteBuffer response;

    /** A server that listens at the port on all addresses of this machine. */
    public TinyServer(int port) throws IOException {
        byte[] bytes = RESPONSE.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
        response = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        selector = Selector.open();
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(port), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** The process: listens at the port that is its argument, until it is killed. */
    public static void main(String[] arguments) throws IOException {
        try (TinyServer server = new TinyServer(Integer.parseInt(arguments[0]))) {
            server.serve();
        }
    }

    /** Serves until the server is closed. */
    public void serve() throws IOException {
        while (selector.isOpen()) {
            selector.select(this::handle);
        }
    }

    private void handle(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                answer(key);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() throws IOException {
        for (SocketChannel client = listener.accept(); client != null; client = listener.accept()) {
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            client.configureBlocking(false);
            client.register(selector, SelectionKey.OP_READ, new RequestEnds());
        }
    }

    private void answer(SelectionKey key) throws IOException {
        SocketChannel client = (SocketChannel) key.channel();
        RequestEnds ends = (RequestEnds) key.attachment();
        input.clear();
        try {
            if (client.read(input) < 0) {
                client.close();
                return;
            }
            for (int requests = ends.countIn(input.flip()); requests > 0; requests--) {
                client.write(response.rewind());
                if (response.hasRemaining()) {
                    client.close();
                    return;
                }
            }
        } catch (IOException e) {
            client.close(); // the peer has reset it
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        listener.close();
    }

    /** The last four bytes of a connection, in which the end of a request head shows. */
    private static final class RequestEnds {
        private static final int HEAD_END = 0x0d0a0d0a;

        private int last;

        int countIn(ByteBuffer bytes) {
            int count = 0;
            while (bytes.hasRemaining()) {
                last = last << 8 | bytes.get() & 0xff;
                if (last == HEAD_END) {
                    count++;
                }
            }
            return count;
        }
    }
}
