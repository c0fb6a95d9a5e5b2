package dev.hawser.benchmarks.clients;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** The least over TLS: one record out, one record in, by the JDK's engine and nothing else. */
final class TlsFloor implements Contender.Getter {
    private final SocketChannel channel;
    private final SSLEngine engine;
    private final byte[] head;
    private final ByteBuffer request;
    private final ByteBuffer response;
    private final ByteBuffer out;
    private final ByteBuffer in;
    private final ByteBuffer outDirect;
    private final ByteBuffer inDirect;
    private int bodyBytes;
    private int responseBytes;

    /** Shakes hands on a connected channel. */
    TlsFloor(SocketChannel channel, URI url, byte[] head) throws IOException {
        this.channel = channel;
        this.head = head;
        try {
            engine = SSLContext.getDefault().createSSLEngine(url.getHost(), url.getPort());
        } catch (NoSuchAlgorithmException e) {
            throw new SSLException("no TLS here", e);
        }
        engine.setUseClientMode(true);
        int packet = engine.getSession().getPacketBufferSize();
        int plain = engine.getSession().getApplicationBufferSize();
        request = ByteBuffer.allocate(Math.max(plain, head.length));
        response = ByteBuffer.allocate(plain);
        out = ByteBuffer.allocate(packet);
        in = ByteBuffer.allocate(packet).limit(0);
        outDirect = ByteBuffer.allocateDirect(packet);
        inDirect = ByteBuffer.allocateDirect(packet);
        shakeHands();
    }

    private void shakeHands() throws IOException {
        engine.beginHandshake();
        request.limit(0);
        while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> send();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> receive();
                case NEED_TASK -> engine.getDelegatedTask().run();
                default -> throw new SSLException("unexpected " + engine.getHandshakeStatus());
            }
        }
    }

    @Override
    public int get() throws IOException {
        request.clear().put(head).flip();
        response.clear();
        send();
        do {
            receive();
        } while (response.position() == 0 || response.position() < responseBytes);
        if (responseBytes == 0) {
            measure();
        }
        return bodyBytes;
    }

    private void send() throws IOException {
        out.clear();
        engine.wrap(request, out);
        outDirect.clear().put(out.flip()).flip();
        while (outDirect.hasRemaining()) {
            channel.write(outDirect);
        }
    }

    /** Undoes one record, which is read if it is not there. */
    private void receive() throws IOException {
        SSLEngineResult result = engine.unwrap(in, response);
        while (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
            in.compact();
            inDirect.clear().limit(in.remaining());
            if (channel.read(inDirect) < 0) {
                throw new EOFException("the server closed the connection");
            }
            in.put(inDirect.flip()).flip();
            result = engine.unwrap(in, response);
        }
    }

    private void measure() {
        responseBytes = response.position();
        String text = new String(response.array(), 0, responseBytes, StandardCharsets.ISO_8859_1);
        bodyBytes = responseBytes - text.indexOf("\r\n\r\n") - 4;
    }
}
