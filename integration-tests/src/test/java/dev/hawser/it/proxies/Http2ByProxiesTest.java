package dev.hawser.it.proxies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.ConnectionPool;
import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.it.SocketsLeft;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import dev.hawser.testserver.Http2Frame;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 with a server behind a proxy: ALPN is spoken inside of what the proxy opened. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class Http2ByProxiesTest {
    private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder()
            .addSubjectAlternativeName("one.test")
            .addSubjectAlternativeName("two.test")
            .build();
    private static final HandshakeCertificates CERTIFICATES = new HandshakeCertificates.Builder()
            .heldCertificate(CERTIFICATE)
            .addTrustedCertificate(CERTIFICATE.certificate())
            .build();

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TestServer server = new TestServer();
    private final ConnectionPool pool = new ConnectionPool();

    /** How a proxy is asked for a connection. */
    enum Way {
        TUNNEL(Proxy.Type.HTTP),
        SOCKS(Proxy.Type.SOCKS);

        private final Proxy.Type type;

        Way(Proxy.Type type) {
            this.type = type;
        }

        /** Answers as a proxy that opens a connection for everyone. */
        void open(DataInputStream in, OutputStream out) throws IOException {
            if (this == TUNNEL) {
                LoopbackProxy.readHead(in);
                LoopbackProxy.write(out, "HTTP/1.1 200 Connection established\r\n\r\n");
                return;
            }
            in.readUnsignedByte();
            in.readNBytes(in.readUnsignedByte());
            out.write(new byte[] {5, 0});
            in.readNBytes(4);
            in.readNBytes(in.readUnsignedByte() + 2);
            out.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 80});
            out.flush();
        }
    }

    @AfterEach
    void stop() {
        pool.close();
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }

    private void start(boolean tls) {
        if (tls) {
            server.useHttps(CERTIFICATES);
        }
        server.protocols(List.of(tls ? Protocol.HTTP_2 : Protocol.H2_PRIOR_KNOWLEDGE));
        server.handler(request -> MockResponse.of(200, request.authority() + " by " + request.protocol()));
        server.start();
    }

    private LoopbackProxy proxy(Way way) throws IOException {
        return new LoopbackProxy((number, in, out) -> {
            way.open(in, out);
            return server.port();
        });
    }

    private HawserClient client(LoopbackProxy proxy, Way way, Protocol... protocols) {
        return new HawserClient.Builder()
                .connectionPool(pool)
                .protocols(List.of(protocols))
                .proxy(proxy.as(way.type))
                .tunnelsCleartext(true)
                .sslContext(CERTIFICATES.sslContext(), CERTIFICATES.trustManager())
                .dns(host -> {
                    throw new UnknownHostException(host + " is for the proxy to resolve");
                })
                .build();
    }

    private static String content(Response response) {
        try (response) {
            return response.body().string();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Request get(String url) {
        return new Request.Builder().url(url).build();
    }

    @ParameterizedTest
    @EnumSource
    void manyCallsShareOneConnectionThroughTheProxy(Way way) throws Exception {
        start(true);
        try (LoopbackProxy proxy = proxy(way)) {
            HawserClient client = client(proxy, way, Protocol.HTTP_2, Protocol.HTTP_1_1);
            client.dispatcher().setMaxRequestsPerHost(10);
            List<CompletableFuture<String>> calls = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                calls.add(
                        client.newCall(get("https://one.test/")).executeAsync().thenApply(Http2ByProxiesTest::content));
            }
            for (CompletableFuture<String> call : calls) {
                assertThat(call.get()).isEqualTo("one.test by h2");
            }

            assertThat(pool.connectionCount()).isEqualTo(1);
            // Another is begun if a handshake takes more than 250 ms, and one more after 500 ms.
            assertThat(proxy.accepted()).isLessThan(4);
            pool.evictAll();
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsSharedBetweenHostsAsNobodyKnowsWhereTheyAre(Way way) throws Exception {
        start(true);
        try (LoopbackProxy proxy = proxy(way)) {
            HawserClient client = client(proxy, way, Protocol.HTTP_2, Protocol.HTTP_1_1);

            assertThat(content(client.newCall(get("https://one.test/")).execute()))
                    .isEqualTo("one.test by h2");
            assertThat(content(client.newCall(get("https://two.test/")).execute()))
                    .isEqualTo("two.test by h2");

            assertThat(proxy.accepted()).isEqualTo(2);
            pool.evictAll();
        }
    }

    @ParameterizedTest
    @EnumSource
    void priorKnowledgeGoesThroughToo(Way way) throws Exception {
        start(false);
        try (LoopbackProxy proxy = proxy(way)) {
            HawserClient client = client(proxy, way, Protocol.H2_PRIOR_KNOWLEDGE);

            assertThat(content(client.newCall(get("http://one.test/")).execute()))
                    .isEqualTo("one.test by h2_prior_knowledge");
            pool.evictAll();
        }
    }

    /** The server's SETTINGS, of which so many bytes come in one piece with the proxy's answer. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 9})
    void whatTheServerSaysWithTheProxysAnswerIsHeard(int early) throws Exception {
        start(false);
        try (LoopbackProxy proxy = new LoopbackProxy((number, in, out) -> {
            LoopbackProxy.readHead(in);
            try (Socket behind = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                byte[] settings = behind.getInputStream().readNBytes(9);
                ByteArrayOutputStream answer = new ByteArrayOutputStream();
                LoopbackProxy.write(answer, "HTTP/1.1 200 Connection established\r\n\r\n");
                answer.write(settings, 0, early);
                out.write(answer.toByteArray());
                CompletableFuture<Void> there = CompletableFuture.runAsync(() -> carry(in, behind));
                out.write(settings, early, 9 - early);
                behind.getInputStream().transferTo(out);
                there.join();
            }
            return -1;
        })) {
            HawserClient client = client(proxy, Way.TUNNEL, Protocol.H2_PRIOR_KNOWLEDGE);

            assertThat(content(client.newCall(get("http://one.test/")).execute()))
                    .isEqualTo("one.test by h2_prior_knowledge");
            assertThat(server.http2(0)
                            .await(frame -> frame.type() == Http2Frame.SETTINGS && frame.length() == 0, PATIENCE))
                    .as("the acknowledgement")
                    .isNotNull();
            pool.evictAll();
        }
    }

    private static void carry(InputStream in, Socket behind) {
        try {
            in.transferTo(behind.getOutputStream());
            behind.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatAServerOfTlsSaysUnaskedIsRefused() throws Exception {
        start(true);
        try (LoopbackProxy proxy = new LoopbackProxy((number, in, out) -> {
            LoopbackProxy.readHead(in);
            LoopbackProxy.write(out, "HTTP/1.1 200 Connection established\r\n\r\nhello");
            return server.port();
        })) {
            HawserClient client = client(proxy, Way.TUNNEL, Protocol.HTTP_2, Protocol.HTTP_1_1);

            assertThatThrownBy(() -> client.newCall(get("https://one.test/")).execute())
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("sent bytes beyond its answer to CONNECT");
        }
    }

    @Test
    void theTunnelItselfIsAskedForByHttp1() throws Exception {
        start(true);
        List<String> asked = new ArrayList<>();
        try (LoopbackProxy proxy = new LoopbackProxy((number, in, out) -> {
            asked.addAll(LoopbackProxy.readHead(in));
            LoopbackProxy.write(out, "HTTP/1.1 200 Connection established\r\n\r\n");
            return server.port();
        })) {
            HawserClient client = client(proxy, Way.TUNNEL, Protocol.HTTP_2, Protocol.HTTP_1_1);
            content(client.newCall(get("https://one.test/")).execute());

            assertThat(asked.get(0)).isEqualTo("CONNECT one.test:443 HTTP/1.1");
            pool.evictAll();
        }
    }
}
