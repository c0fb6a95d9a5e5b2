package dev.hawser.testserver;

import dev.hawser.Handshake;
import dev.hawser.Headers;
import dev.hawser.testserver.SocketPolicy.Effect;
import dev.hawser.testserver.SocketPolicy.Moment;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection of a client, served on a thread of its own from its acceptance to its end. */
final class ServerConnection implements Runnable {
    private final int index;
    private final Socket raw;
    private final @Nullable ServerTls tls;
    private final ServerContext context;
    private final Thread thread;

    /** How many requests were read so far. */
    private int requests;

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
        SocketPolicy atStart = context.handler().onConnection(index);
        if (atStart.moment() == Moment.CONNECTION_START && atStart.effect() != Effect.NOTHING) {
            if (atStart.effect() == Effect.FAIL_HANDSHAKE && tls != null) {
                tls.failHandshake(raw);
            } else {
                end(atStart.effect(), raw, new WireInput(raw.getInputStream()));
            }
            return;
        }
        Socket socket = tls == null ? raw : tls.handshake(raw);
        Handshake handshake = socket instanceof SSLSocket sslSocket ? Handshake.get(sslSocket.getSession()) : null;
        RecordedRequest.Origin origin =
                new RecordedRequest.Origin(index, (InetSocketAddress) socket.getRemoteSocketAddress(), handshake);
        WireInput in = new WireInput(socket.getInputStream());
        RequestReader reader = new RequestReader(in, this::tell);
        ResponseWriter writer = new ResponseWriter(socket.getOutputStream(), context.stop());
        Effect effect = Effect.NOTHING;
        while (effect == Effect.NOTHING) {
            effect = exchange(socket, in, reader, writer, origin);
        }
        end(effect, socket, in);
    }

    /** One request and its answer, and what is to happen to the socket after it. */
    private Effect exchange(
            Socket socket, WireInput in, RequestReader reader, ResponseWriter writer, RecordedRequest.Origin origin)
            throws IOException, InterruptedException {
        RequestHead head;
        try {
            head = reader.readHead();
        } catch (RequestReader.UnreadableException e) {
            writer.write(badRequest(), "GET");
            return Effect.CLOSE;
        }
        if (head == null) {
            return Effect.CLOSE;
        }
        RequestHandler handler = context.handler();
        MockResponse response = handler.onRequestHead(new RecordedRequest(head, ReceivedBody.NONE, origin, requests));
        RequestBodyReader body = new RequestBodyReader(in, reader, context.bodyLimit());
        boolean early = response != null && response.beforeBody();
        try {
            if (response != null && early) {
                writer.write(response, head.method());
                reader.blameEnd(false);
            } else if (head.expectsContinue() && (response == null || response.answersExpectation())) {
                writer.writeContinue();
            }
            if (response != null && response.socketPolicy().moment() == Moment.REQUEST_BODY && head.hasBody()) {
                body.readHalf(head);
                return response.socketPolicy().effect();
            }
            body.readAll(head);
        } finally {
            reader.blameEnd(true);
            context.journal().add(new RecordedRequest(head, body.body(), origin, requests));
        }
        if (in.hasUnread() && !head.method().equals("CONNECT")) {
            tell("bytes after the request's end, before it was answered");
        }
        RecordedRequest request = new RecordedRequest(head, body.body(), origin, requests++);
        if (response == null) {
            response = handler.handle(request);
        }
        SocketPolicy policy = response.socketPolicy();
        if (policy.moment().compareTo(Moment.RESPONSE_BODY) < 0 && policy.effect() != Effect.NOTHING) {
            return policy.effect();
        }
        if (!early) {
            writer.write(response, head.method());
        }
        return policy.effect() == Effect.NOTHING && !keepsAlive(head, response) ? Effect.CLOSE : policy.effect();
    }

    /** Does to the socket what the last word on it is. */
    private void end(Effect effect, Socket socket, WireInput in) throws IOException, InterruptedException {
        switch (effect) {
            case NOTHING, CLOSE, FAIL_HANDSHAKE -> socket.close();
            case RESET -> {
                raw.setSoLinger(true, 0);
                raw.close();
            }
            case SHUTDOWN_OUTPUT -> {
                socket.shutdownOutput();
                in.drain();
            }
            case SHUTDOWN_INPUT -> {
                raw.shutdownInput();
                context.stop().await();
            }
            case STALL -> in.drain();
            case FREEZE -> context.stop().await();
        }
    }

    private void tell(String error) {
        context.journal().addProtocolError("connection " + index + ", request " + requests + ": " + error);
    }

    private static boolean keepsAlive(RequestHead head, MockResponse response) {
        if (response.rawHead() != null) {
            return true;
        }
        return head.keepsAlive()
                && !RequestHead.hasToken(response.headers(), "close")
                && !(response.content() instanceof ResponseContent.UntilClose);
    }

    private static MockResponse badRequest() {
        return new MockResponse.Builder()
                .code(400)
                .headers(Headers.of("Connection", "close"))
                .build();
    }
}
