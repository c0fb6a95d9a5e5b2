package dev.hawser.testserver;

import dev.hawser.Handshake;
import dev.hawser.Protocol;
import dev.hawser.testserver.SocketPolicy.Effect;
import dev.hawser.testserver.SocketPolicy.Moment;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection of a client, served on a thread of its own from its acceptance to its end. */
final class ServerConnection implements Runnable {
    private final int index;
    private final Socket raw;
    private final @Nullable ServerTls tls;
    private final ServerContext context;
    private final Thread thread;

    ServerConnection(int index, Socket raw, @Nullable ServerTls tls, ServerContext context) {
        this.index = index;
        this.raw = raw;
        this.tls = tls;
        this.context = context;
        this.thread = new Thread(this, "hawser-testserver connection " + index);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Ends the connection, whatever it waits for. */
    void stop() {
        thread.interrupt();
        close();
    }

    @Override
    public void run() {
        try {
            serve();
        } catch (IOException | InterruptedException e) {
            // The client or the server ended the connection, which needs no other answer than its end.
        } finally {
            close();
            context.connections().remove(this);
        }
    }

    private void close() {
        try {
            raw.close();
        } catch (IOException e) {
            // It is closed as far as it can be.
        }
    }

    private void serve() throws IOException, InterruptedException {
        raw.setTcpNoDelay(true);
        SocketPolicy atStart = context.handler().get().onConnection(index);
        if (atStart.moment() == Moment.CONNECTION_START && atStart.effect() != Effect.NOTHING) {
            if (atStart.effect() == Effect.FAIL_HANDSHAKE && tls != null) {
                tls.failHandshake(raw);
            } else {
                end(atStart.effect(), raw, new WireInput(raw.getInputStream(), raw.getInputStream())::drain);
            }
            return;
        }
        Socket socket = tls == null ? raw : tls.handshake(raw);
        Handshake handshake = socket instanceof SSLSocket sslSocket ? Handshake.get(sslSocket.getSession()) : null;
        RecordedRequest.Origin origin =
                new RecordedRequest.Origin(index, (InetSocketAddress) socket.getRemoteSocketAddress(), handshake);
        WireInput in = new WireInput(socket.getInputStream(), raw.getInputStream());
        if (speaksHttp2(socket, in)) {
            Http2Connection connection = new Http2Connection(socket, raw, in, origin, context);
            context.wires().put(index, connection.wire());
            connection.serve();
            return;
        }
        ResponseWriter writer = new ResponseWriter(socket.getOutputStream(), context.stop());
        Conversation conversation = new Conversation(in, writer, origin, context);
        end(conversation.hold(), socket, conversation::listen);
    }

    /** By ALPN, or in the clear by the preface (RFC 9113, sections 3.2 and 3.3). */
    private boolean speaksHttp2(Socket socket, WireInput in) throws IOException {
        if (socket instanceof SSLSocket sslSocket) {
            return "h2".equals(sslSocket.getApplicationProtocol());
        }
        List<Protocol> protocols = context.protocols();
        return protocols.contains(Protocol.H2_PRIOR_KNOWLEDGE)
                && (!protocols.contains(Protocol.HTTP_1_1) || in.startsWith(Http2Input.PREFACE));
    }

    /** Does to the socket what the last word on it is; {@code listening} reads on to the end of the client's bytes. */
    private void end(Effect effect, Socket socket, Listening listening) throws IOException, InterruptedException {
        switch (effect) {
            case NOTHING, CLOSE, FAIL_HANDSHAKE -> socket.close();
            case RESET -> {
                raw.setSoLinger(true, 0);
                raw.close();
            }
            case SHUTDOWN_OUTPUT -> {
                socket.shutdownOutput();
                listening.toTheEnd();
            }
            case SHUTDOWN_INPUT -> {
                raw.shutdownInput();
                context.stop().await();
            }
            case STALL -> listening.toTheEnd();
            case FREEZE -> context.stop().await();
        }
    }

    private interface Listening {
        void toTheEnd() throws IOException;
    }
}
