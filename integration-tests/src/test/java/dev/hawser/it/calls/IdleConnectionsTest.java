package dev.hawser.it.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.Connection;
import dev.hawser.ConnectionPool;
import dev.hawser.ConnectionPoolListener;
import dev.hawser.HawserClient;
import dev.hawser.HttpUrl;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.Retirement;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Idle connections whose servers end them leave the pool by themselves; those whose servers do not, stay. Those of HTTP/2,
 * whose servers may speak, have a test of that name with them.
 */
@Timeout(60)
class IdleConnectionsTest {
    private static final HeldCertificate LOCALHOST =
            new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    private static final HandshakeCertificates SERVERS =
            new HandshakeCertificates.Builder().heldCertificate(LOCALHOST).build();
    private static final HandshakeCertificates TRUSTING = new HandshakeCertificates.Builder()
            .addTrustedCertificate(LOCALHOST.certificate())
            .build();

    /** How the server is spoken to. */
    enum Way {
        PLAIN,
        TLS_CONTEXT,
        TLS_SOCKET_FACTORY
    }

    /** A server that answers each request with one byte, on as many connections as it is asked for. */
    private static final class Answerer implements Closeable {
        final LinkedBlockingQueue<Socket> connections = new LinkedBlockingQueue<>();
        final Way way;
        private final ServerSocket listener;

        Answerer(Way way) throws IOException {
            this.way = way;
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            background(this::accept);
        }

        private static void background(Closeable work) {
            Thread thread = new Thread(() -> {
                try {
                    work.close();
                } catch (IOException e) {
                    // The connection or the server has ended.
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        String url() {
            return (way == Way.PLAIN ? "http" : "https") + "://localhost:" + listener.getLocalPort() + "/";
        }

        private void accept() throws IOException {
            while (true) {
                Socket raw = listener.accept();
                background(() -> answer(raw));
            }
        }

        private void answer(Socket raw) throws IOException {
            Socket socket = raw;
            if (way != Way.PLAIN) {
                SSLSocket secure = (SSLSocket)
                        SERVERS.sslContext().getSocketFactory().createSocket(raw, null, raw.getPort(), true);
                secure.setUseClientMode(false);
                secure.startHandshake();
                socket = secure;
            }
            connections.add(socket);
            byte[] answer = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx".getBytes(StandardCharsets.US_ASCII);
            InputStream in = socket.getInputStream();
            int newlines = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
                if (newlines == 2) {
                    newlines = 0;
                    socket.getOutputStream().write(answer);
                }
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
            for (Socket socket : connections) {
                socket.close();
            }
        }
    }

    private final CompletableFuture<Retirement> retired = new CompletableFuture<>();
    private final ConnectionPool pool = new ConnectionPool.Builder()
            .listener(new ConnectionPoolListener() {
                @Override
                public void connectionRetired(Connection connection, Retirement reason) {
                    retired.complete(reason);
                }
            })
            .build();
    private HawserClient client = new HawserClient.Builder()
            .connectionPool(pool)
            .sslContext(TRUSTING.sslContext(), TRUSTING.trustManager())
            .build();

    @AfterEach
    void stop() {
        pool.close();
        client.close();
    }

    private void get(Answerer server) throws IOException {
        try (Response response =
                client.newCall(new Request.Builder().url(server.url()).build()).execute()) {
            assertThat(response.body().string()).isEqualTo("x");
        }
    }

    /** The answerer's end of the connection, after one exchange over it. */
    private Socket idle(Answerer server) throws Exception {
        choose(server.way);
        get(server);
        return server.connections.take();
    }

    private void choose(Way way) {
        if (way == Way.TLS_SOCKET_FACTORY) {
            client = client.newBuilder()
                    .sslSocketFactory(TRUSTING.sslSocketFactory(), TRUSTING.trustManager())
                    .build();
        }
    }

    private Retirement nextRetirement() throws Exception {
        return retired.get(30, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource(Way.class)
    void thatTheServerHasClosedLeaveByThemselves(Way way) throws Exception {
        try (Answerer server = new Answerer(way)) {
            idle(server).close();

            assertThat(nextRetirement()).isEqualTo(Retirement.PEER_CLOSED);
            assertThat(pool.connectionCount()).isZero();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void thatTheServerHasResetLeaveByThemselves() throws Exception {
        try (Answerer server = new Answerer(Way.PLAIN)) {
            Socket socket = idle(server);
            socket.setSoLinger(true, 0);
            socket.close();

            assertThat(nextRetirement()).isEqualTo(Retirement.PEER_CLOSED);
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource(Way.class)
    void onWhichTheServerSaysSomethingUnaskedLeaveByThemselves(Way way) throws Exception {
        try (Answerer server = new Answerer(way)) {
            idle(server).getOutputStream().write('?');

            assertThat(nextRetirement()).isEqualTo(Retirement.STRAY_BYTES);
        }
    }

    /** As connections are watched in the order of idling, the first is watched when the second, though dead, goes. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource(Way.class)
    void thatWereWatchedAreUsedAgain(Way way) throws Exception {
        try (Answerer kept = new Answerer(way);
                Answerer closing = new Answerer(Way.PLAIN)) {
            idle(kept);
            idle(closing).close();
            assertThat(nextRetirement()).isEqualTo(Retirement.PEER_CLOSED);
            assertThat(pool.idleConnectionCount()).isOne();
            get(kept);

            assertThat(kept.connections).isEmpty();
            assertThat(pool.connectionCount()).isOne();
        }
    }

    /** The server's TLS 1.3 tickets (RFC 8446, section 4.6.1) arrive on a connection that nobody reads from. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource(Way.class)
    void thatWereWarmedUpAndWatchedAreUsed(Way way) throws Exception {
        try (Answerer kept = new Answerer(way);
                Answerer closing = new Answerer(Way.PLAIN)) {
            choose(way);
            assertThat(client.warmUp(HttpUrl.get(kept.url()), 1).get().opened()).isOne();
            idle(closing).close();
            assertThat(nextRetirement()).isEqualTo(Retirement.PEER_CLOSED);
            assertThat(pool.idleConnectionCount()).isOne();
            get(kept);

            assertThat(kept.connections).hasSize(1);
            assertThat(pool.connectionCount()).isOne();
        }
    }
}
