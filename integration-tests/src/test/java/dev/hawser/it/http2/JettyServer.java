package dev.hawser.it.http2;

import dev.hawser.Protocol;
import dev.hawser.testserver.HandshakeCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty as an oracle of HTTP/2: what it does is the matter of a request's path. */
final class JettyServer extends Handler.Abstract {
    /** How long the bodies are that are only made to be carried. */
    static final long LENGTH = 64L << 20;

    private static final int PIECE = 1 << 16;
    private static final long COUNTED_NANOS = 3_000_000;

    private final Server server = new Server();
    private final ServerConnector connector;
    private final Protocol protocol;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();

    /** Lets go on those who ask for {@code /held}. */
    final CountDownLatch released = new CountDownLatch(1);

    JettyServer(Protocol protocol, HandshakeCertificates certificates) throws Exception {
        this.protocol = protocol;
        HttpConfiguration http = new HttpConfiguration();
        connector = protocol == Protocol.HTTP_2
                ? new ServerConnector(server, secure(http, certificates))
                : new ServerConnector(server, new HTTP2CServerConnectionFactory(http));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(this);
        server.start();
    }

    private static ConnectionFactory[] secure(HttpConfiguration http, HandshakeCertificates certificates) {
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setSslContext(certificates.sslContext());
        return new ConnectionFactory[] {
            new SslConnectionFactory(ssl, "alpn"),
            new ALPNServerConnectionFactory("h2"),
            new HTTP2ServerConnectionFactory(http)
        };
    }

    String url(String path) {
        return (protocol == Protocol.HTTP_2 ? "https" : "http") + "://localhost:" + connector.getLocalPort() + path;
    }

    /** How many requests for {@code /counted} were handled at once, at most. */
    int mostRunning() {
        return mostRunning.get();
    }

    int connections() {
        return connector.getConnectedEndPoints().size();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        switch (request.getHttpURI().getPath()) {
            case "/echo" -> echo(request, response, callback);
            case "/upload" -> Content.Sink.write(response, true, checksum(request), callback);
            case "/download" -> download(response, callback);
            case "/hints" -> hints(response, callback);
            case "/broken" -> breakOff(response, callback);
            case "/lower" -> {
                session(request).setMaxRemoteStreams(2);
                session(request)
                        .settings(
                                new SettingsFrame(Map.of(SettingsFrame.MAX_CONCURRENT_STREAMS, 2), false),
                                Callback.NOOP);
                Content.Sink.write(response, true, "lowered", callback);
            }
            case "/goodbye" -> {
                Content.Sink.write(response, true, "goodbye", callback);
                CompletableFuture<?> unused = session(request).shutdown();
            }
            case "/abrupt" ->
                request.getConnectionMetaData().getConnection().getEndPoint().close();
            case "/counted" -> {
                mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
                LockSupport.parkNanos(COUNTED_NANOS);
                running.decrementAndGet();
                Content.Sink.write(response, true, "counted", callback);
            }
            case "/held" -> {
                released.await();
                Content.Sink.write(response, true, "held", callback);
            }
            default -> Content.Sink.write(response, true, request.getHttpURI().getPath(), callback);
        }
        return true;
    }

    private static HTTP2Session session(Request request) {
        return ((HTTP2Connection) request.getConnectionMetaData().getConnection()).getSession();
    }

    /** Sends back what came, and behind it what stood behind that. */
    private static void echo(Request request, Response response, Callback callback) {
        HttpFields.Mutable trailers = HttpFields.build();
        response.setTrailersSupplier(() -> {
            HttpFields sent = request.getTrailers();
            if (sent != null) {
                trailers.add(sent);
            }
            return trailers.put("echoed", "yes");
        });
        Content.copy(request, response, callback);
    }

    private static String checksum(Request request) throws IOException {
        CRC32C sum = new CRC32C();
        byte[] piece = new byte[PIECE];
        try (InputStream in = Content.Source.asInputStream(request)) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                sum.update(piece, 0, count);
            }
        }
        return Long.toHexString(sum.getValue());
    }

    private static void download(Response response, Callback callback) throws IOException {
        CRC32C sum = new CRC32C();
        response.setTrailersSupplier(() -> HttpFields.build().put("crc32c", Long.toHexString(sum.getValue())));
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
            for (long sent = 0; sent < LENGTH; sent += PIECE) {
                byte[] piece = piece(sent);
                sum.update(piece);
                out.write(piece);
            }
        }
        callback.succeeded();
    }

    /** The content from there on. */
    static byte[] piece(long from) {
        byte[] piece = new byte[PIECE];
        new Random(from).nextBytes(piece);
        return piece;
    }

    private static void hints(Response response, Callback callback) {
        HttpField link = new HttpField(HttpHeader.LINK, "</style.css>");
        CompletableFuture<?> unused = response.writeInterim(
                        103, HttpFields.build().add(link))
                .thenRun(() -> Content.Sink.write(response, true, "page", callback));
    }

    /** Ends the stream in the middle of the response. */
    private static void breakOff(Response response, Callback callback) throws IOException {
        Content.Sink.write(
                response, false, "the beginning", Callback.from(() -> callback.failed(new IOException("enough"))));
    }

    /** Ends the server, and lets go on those that it holds. */
    void end() throws Exception {
        released.countDown();
        server.stop();
    }
}
