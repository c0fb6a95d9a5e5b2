package dev.hawser.benchmarks.clients;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** A channel with the JDK's engine and nothing else: what is in {@link #request} goes out as one record, and one comes in at a time. */
final class TlsLink {
    private final SocketChannel channel;
    private final SSLEngine engine;

    /** What is sent next. */
    final ByteBuffer request;

    /** What came, at the end of what was there. */
    final ByteBuffer response;

    private final ByteBuffer out;
    private final ByteBuffer in;
    private final ByteBuffer outDirect;
    private final ByteBuffer inDirect;

    /**
     * Shakes hands on a connected channel.
     *
     * @param protocol what is offered by ALPN
     */
    TlsLink(SocketChannel channel, URI url, String protocol) throws IOException {
        this.channel = channel;
        try {
            engine = SSLContext.getDefault().createSSLEngine(url.getHost(), url.getPort());
        } catch (NoSuchAlgorithmException e) {
            throw new SSLException("no TLS here", e);
        }
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {protocol});
        engine.setSSLParameters(parameters);
        int packet = engine.getSession().getPacketBufferSize();
        int plain = engine.getSession().getApplicationBufferSize();
        request = ByteBuffer.allocate(plain);
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

    /** Sends the request as one record. */
    void send() throws IOException {
        out.clear();
        engine.wrap(request, out);
        outDirect.clear().put(out.flip()).flip();
        while (outDirect.hasRemaining()) {
            channel.write(outDirect);
        }
    }

    /** Undoes one record, which is read if it is not there. */
    void receive() throws IOException {
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
}
