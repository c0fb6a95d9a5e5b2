package dev.hawser.it.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import dev.hawser.TlsVersion;
import dev.hawser.it.EveryProtocol;
import dev.hawser.it.Link;
import dev.hawser.it.cutoff.Eventually;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.SocketPolicy;
import dev.hawser.testserver.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@EveryProtocol(
        value = {Link.H1_TLS, Link.H1_LAYERED, Link.H2, Link.H2_LAYERED},
        because = "TLS is what it is about")
class TlsTest {
    private static final HeldCertificate LOCALHOST =
            new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    private static final HandshakeCertificates SERVERS =
            new HandshakeCertificates.Builder().heldCertificate(LOCALHOST).build();
    private static final HandshakeCertificates TRUSTING = new HandshakeCertificates.Builder()
            .addTrustedCertificate(LOCALHOST.certificate())
            .build();

    /** A connection that was idle for a millisecond is looked at before it is leased; this is somewhat more. */
    private static final long LOOKED_AT_NANOS = 2_000_000;

    private final TestServer server = new TestServer();
    private final Link link;
    private HawserClient client;

    TlsTest(Link link) {
        this.link = link;
        this.client = new HawserClient.Builder().protocols(link.protocols()).build();
    }

    private void start() {
        server.useHttps(SERVERS);
        server.protocols(link.protocols());
        server.start();
        client = trusting();
    }

    private HawserClient trusting() {
        HawserClient.Builder builder = client.newBuilder();
        return switch (link) {
            case H1_LAYERED, H2_LAYERED ->
                builder.sslSocketFactory(TRUSTING.sslSocketFactory(), TRUSTING.trustManager())
                        .build();
            default ->
                builder.sslContext(TRUSTING.sslContext(), TRUSTING.trustManager())
                        .build();
        };
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        assertThat(server.protocolErrors()).isEmpty();
    }

    private Request.Builder request() {
        return new Request.Builder().url("https://localhost:" + server.port() + "/");
    }

    @Test
    void isSpokenOverAConnectionThatIsKept() throws Exception {
        start();
        for (int i = 0; i < 3; i++) {
            server.enqueue(MockResponse.of(200, "secret " + i));
            try (Response response = client.newCall(request().build()).execute()) {
                assertThat(response.protocol()).isEqualTo(link.protocol());
                assertThat(response.handshake().tlsVersion()).isEqualTo(TlsVersion.TLS_1_3);
                assertThat(response.handshake().peerCertificates()).containsExactly(LOCALHOST.certificate());
                assertThat(response.body().string()).isEqualTo("secret " + i);
            }
        }

        assertThat(server.connectionCount()).isEqualTo(1);
        assertThat(server.takeRequest().tlsVersion()).isEqualTo(TlsVersion.TLS_1_3);
    }

    @Test
    void carriesLargeBodiesBothWays() throws Exception {
        start();
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        server.handler(
                request -> new MockResponse.Builder().body(request.body()).build());

        try (Response response = client.newCall(
                        request().post(RequestBody.create(content, null)).build())
                .execute()) {
            assertThat(response.body().bytes()).isEqualTo(content);
        }
    }

    @Test
    void noticesThatTheServerHasClosedAnIdleConnection() throws Exception {
        start();
        server.enqueue(new MockResponse.Builder()
                .body("x")
                .socketPolicy(SocketPolicy.DISCONNECT_AT_END)
                .build());
        server.enqueue(MockResponse.of(200, "y"));
        client.newCall(request().build()).execute().close();
        long idleSince = System.nanoTime();
        assertThat(server.awaitOpenConnections(0, Duration.ofSeconds(30))).isTrue();
        if (link == Link.H2_LAYERED) {
            // A thread reads there until a PING is answered, so it is that one who sees the end.
            Eventually.await("no connection", () -> client.connectionPool().connectionCount() == 0);
        }
        while (System.nanoTime() - idleSince < LOOKED_AT_NANOS) {
            Thread.onSpinWait();
        }

        try (Response response = client.newCall(
                        request().post(RequestBody.create("z", null)).build())
                .execute()) {
            assertThat(response.body().string()).isEqualTo("y");
        }
    }

    @Test
    void isRefusedWhereTheCertificateIsForAnotherHost() {
        start();
        HawserClient own = client.newBuilder()
                .dns(host -> List.of(InetAddress.getLoopbackAddress()))
                .build();

        assertThatThrownBy(() -> own.newCall(request()
                                .url("https://other.example:" + server.port() + "/")
                                .build())
                        .execute())
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("other.example");
        assertThat(client.connectionPool().connectionCount()).isZero();
    }

    @Test
    void asksTheUsersVerifierInPlaceOfTheStandardCheck() throws Exception {
        start();
        AtomicReference<String> asked = new AtomicReference<>();
        HawserClient own = client.newBuilder()
                .dns(host -> List.of(InetAddress.getLoopbackAddress()))
                .hostnameVerifier((host, session) -> {
                    asked.set(host);
                    return host.equals("good.example");
                })
                .build();
        server.enqueue(MockResponse.of(200, "x"));

        own.newCall(request().url("https://good.example:" + server.port() + "/").build())
                .execute()
                .close();
        assertThat(asked).hasValue("good.example");
        assertThatThrownBy(() -> own.newCall(request()
                                .url("https://bad.example:" + server.port() + "/")
                                .build())
                        .execute())
                .isInstanceOf(SSLPeerUnverifiedException.class)
                .hasMessageContaining("bad.example")
                .hasMessageContaining("localhost");
    }

    @Test
    void isRefusedWhereTheSystemDoesNotTrustTheCertificate() {
        server.useHttps(SERVERS);
        server.start();

        assertThatThrownBy(() -> client.newCall(request().build()).execute()).isInstanceOf(SSLHandshakeException.class);
        assertThat(client.connectionPool().connectionCount()).isZero();
    }

    @Test
    void towardsAServerInTheClearFailsAsSuch() throws IOException {
        server.start();
        HawserClient own = trusting();

        try (TestServer plain = new TestServer()) {
            plain.start();
            assertThatThrownBy(() -> own.newCall(new Request.Builder()
                                    .url("https://localhost:" + plain.port() + "/")
                                    .build())
                            .execute())
                    .isInstanceOf(IOException.class);
        }
        assertThat(client.connectionPool().connectionCount()).isZero();
    }
}
