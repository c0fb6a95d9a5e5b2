package dev.hawser.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.Handshake;
import dev.hawser.TlsVersion;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TlsTest {
    private final HandshakeCertificates localhost = HandshakeCertificates.localhost();
    private final TestServer server = new TestServer();

    @AfterEach
    void shutDown() {
        server.shutdown();
    }

    @Test
    void requestOverTlsIsAnsweredAndTellsItsHandshake() throws Exception {
        server.useHttps(localhost);
        server.start();
        server.enqueue(MockResponse.of(200, "hello"));
        assertThat(server.url("/").scheme()).isEqualTo("https");
        assertThat(get(localhost)).isEqualTo("hello");
        RecordedRequest request = server.takeRequest();
        assertThat(request.tlsVersion()).isEqualTo(TlsVersion.TLS_1_3);
        assertThat(request.requestUrl()).isEqualTo(server.url("/"));
        assertThat(server.protocolErrors()).isEmpty();
    }

    @Test
    void chainIsTrustedThroughItsRoot() throws Exception {
        HeldCertificate root =
                new HeldCertificate.Builder().certificateAuthority(1).rsa2048().build();
        HeldCertificate intermediate = new HeldCertificate.Builder()
                .certificateAuthority(0)
                .signedBy(root)
                .build();
        HeldCertificate leaf = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .signedBy(intermediate)
                .build();
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(leaf, intermediate.certificate())
                .build());
        server.start();
        server.enqueue(MockResponse.of(200, "hello"));
        assertThat(get(new HandshakeCertificates.Builder()
                        .addTrustedCertificate(root.certificate())
                        .build()))
                .isEqualTo("hello");
    }

    @Test
    void strangerIsNotTrusted() {
        server.useHttps(HandshakeCertificates.localhost());
        server.start();
        assertThatThrownBy(() -> get(localhost)).isInstanceOf(SSLHandshakeException.class);
        assertThat(server.requestCount()).isZero();
    }

    @Test
    void clientCertificateIsRequired() throws Exception {
        server.useHttps(localhost);
        server.requireClientAuth();
        server.start();
        server.enqueue(MockResponse.of(200, "hello"));
        assertThat(get(localhost)).isEqualTo("hello");
        Handshake handshake = Objects.requireNonNull(server.takeRequest().handshake());
        assertThat(handshake.peerPrincipal()).hasToString("CN=localhost");

        HandshakeCertificates anonymous = new HandshakeCertificates.Builder()
                .addTrustedCertificate(localhost.keyManager().getCertificateChain("held")[0])
                .build();
        assertThatThrownBy(() -> get(anonymous)).isInstanceOf(SSLException.class);
    }

    @Test
    void failedHandshakeIsAnAlertAndTheNextConnectionIsServed() throws Exception {
        server.useHttps(localhost);
        server.start();
        server.enqueue(new MockResponse.Builder()
                .socketPolicy(SocketPolicy.FAIL_HANDSHAKE)
                .build());
        server.enqueue(MockResponse.of(200, "hello"));
        assertThatThrownBy(this::shakeHands)
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("handshake_failure");
        assertThat(get(localhost)).isEqualTo("hello");
    }

    @Test
    void parametersOfConnectionsCanBeChanged() throws Exception {
        server.useHttps(localhost);
        server.tlsParameters(parameters -> parameters.setProtocols(new String[] {"TLSv1.2"}));
        server.start();
        server.enqueue(MockResponse.of(200, "hello"));
        assertThat(get(localhost)).isEqualTo("hello");
        assertThat(server.takeRequest().tlsVersion()).isEqualTo(TlsVersion.TLS_1_2);
    }

    @Test
    void insecureHostMayShowAnyCertificateThatNamesIt() throws Exception {
        server.useHttps(HandshakeCertificates.localhost());
        server.start();
        server.enqueue(MockResponse.of(200, "hello"));
        assertThat(get(new HandshakeCertificates.Builder()
                        .addInsecureHost("localhost")
                        .build()))
                .isEqualTo("hello");
        assertThatThrownBy(() -> get(new HandshakeCertificates.Builder()
                        .addInsecureHost("other")
                        .build()))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("no certificate is trusted");
    }

    @Test
    void platformIsTrustedOnRequestOnly() {
        assertThat(localhost.trustManager().getAcceptedIssuers()).hasSize(1);
        assertThat(new HandshakeCertificates.Builder()
                        .addPlatformTrustedCertificates()
                        .build()
                        .trustManager()
                        .getAcceptedIssuers())
                .hasSizeGreaterThan(1);
    }

    private void shakeHands() throws Exception {
        try (SSLSocket socket = (SSLSocket)
                localhost.sslSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.startHandshake();
        }
    }

    private String get(HandshakeCertificates certificates) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.url("/").uri())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return HttpClient.newBuilder()
                .sslContext(certificates.sslContext())
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
