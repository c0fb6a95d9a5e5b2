package dev.hawser.benchmarks.clients;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A blocking channel for each getter, and buffers outside the heap; over TLS an engine between them. The response is
 * counted, not read.
 */
final class FloorContender implements Contender {
    private static final int BUFFER_BYTES = 4096;

    private final Queue<SocketChannel> channels = new ConcurrentLinkedQueue<>();
    private final boolean http2;

    FloorContender(boolean http2) {
        this.http2 = http2;
    }

    @Override
    public Getter getter(URI url) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(url.getHost(), url.getPort()));
        channels.add(channel);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        byte[] head = ("GET " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        if (url.getScheme().equals("https")) {
            return http2 ? new Http2Floor(channel, url) : new TlsFloor(channel, url, head);
        }
        ByteBuffer request = ByteBuffer.allocateDirect(head.length).put(head).flip();
        ByteBuffer response = ByteBuffer.allocateDirect(BUFFER_BYTES);
        return new Exchanges(channel, request, response);
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    /** The exchanges of one channel, whose responses are all of the first one's length. */
    private static final class Exchanges implements Getter {
        private static final int HEAD_END = 0x0d0a0d0a;

        private final SocketChannel channel;
        private final ByteBuffer request;
        private final ByteBuffer response;
        private int responseBytes;
        private int bodyBytes;

        Exchanges(SocketChannel channel, ByteBuffer request, ByteBuffer response) {
            this.channel = channel;
            this.request = request;
            this.response = response;
        }

        @Override
        public int get() throws IOException {
            request.rewind();
            response.clear();
            channel.write(request);
            do {
                if (channel.read(response) < 0) {
                    throw new EOFException("the server closed the connection");
                }
            } while (response.position() < responseBytes);
            if (responseBytes == 0) {
                measure();
            }
            return bodyBytes;
        }

        /** Takes the response that came with one read for a whole one. */
        private void measure() throws IOException {
            int end = response.position();
            for (int i = 0; i + 4 <= end; i++) {
                if (response.getInt(i) == HEAD_END) {
                    responseBytes = end;
                    bodyBytes = end - i - 4;
                    return;
                }
            }
            throw new ProtocolException("the first " + end + " bytes of the response hold no whole head");
        }
    }
}
