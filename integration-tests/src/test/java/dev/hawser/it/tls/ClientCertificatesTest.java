package dev.hawser.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.ConnectionSpec;
import dev.hawser.HawserClient;
import dev.hawser.Response;
import dev.hawser.TlsVersion;
import dev.hawser.it.SocketsLeft;
import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that wants to see a certificate of the client's. */
@Timeout(60)
@ExtendWith(SocketsLeft.class)
class ClientCertificatesTest {
    private static final String EVERY_WAY = """
            CONTEXT, TLS_1_2
            CONTEXT, TLS_1_3
            SOCKET_FACTORY, TLS_1_2
            SOCKET_FACTORY, TLS_1_3
            CONTEXT_HTTP_2, TLS_1_2
            CONTEXT_HTTP_2, TLS_1_3
            SOCKET_FACTORY_HTTP_2, TLS_1_2
            SOCKET_FACTORY_HTTP_2, TLS_1_3
            """;

    private final Scene scene = new Scene();

    @AfterEach
    void stop() {
        scene.close();
    }

    private HawserClient client(Way way, TlsVersion version, HandshakeCertificates certificates) {
        ConnectionSpec spec = new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
                .tlsVersions(version)
                .build();
        return scene.client(way, certificates).connectionSpecs(List.of(spec)).build();
    }

    private void start() {
        scene.server.requireClientAuth();
        scene.start(Scene.localhost().signedBy(scene.root).build());
    }

    @ParameterizedTest
    @CsvSource(textBlock = EVERY_WAY)
    void isShownThatOfTheContext(Way way, TlsVersion version) throws Exception {
        start();
        HeldCertificate own = new HeldCertificate.Builder()
                .commonName("client")
                .signedBy(scene.between)
                .build();
        HandshakeCertificates certificates = new HandshakeCertificates.Builder()
                .heldCertificate(own, scene.between.certificate())
                .addTrustedCertificate(scene.root.certificate())
                .build();

        Response response = Scene.get(client(way, version, certificates), scene.request());

        assertThat(response.handshake().tlsVersion()).isEqualTo(version);
        assertThat(response.handshake().localPrincipal()).hasToString("CN=client");
        assertThat(response.handshake().localCertificates())
                .containsExactly(own.certificate(), scene.between.certificate());
        assertThat(scene.server.takeRequest().handshake().peerPrincipal()).hasToString("CN=client");
    }

    @ParameterizedTest
    @CsvSource(textBlock = EVERY_WAY)
    void refusesAClientWithoutOne(Way way, TlsVersion version) {
        start();
        HawserClient client = client(way, version, scene.trustingRoot());

        assertThat(Scene.failure(SSLHandshakeException.class, client, scene.request()))
                .hasMessageMatching(".* failed: it .*, or wants (one|a client certificate) \\(.*")
                .hasMessageContaining("127.0.0.1:" + scene.server.port())
                .hasMessageContaining("Received fatal alert: ")
                .hasCauseInstanceOf(SSLHandshakeException.class);
        assertThat(scene.server.requestCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource(textBlock = EVERY_WAY)
    void refusesOneThatItDoesNotTrust(Way way, TlsVersion version) {
        start();
        HeldCertificate stranger = new HeldCertificate.Builder()
                .commonName("root")
                .certificateAuthority(0)
                .build();
        HandshakeCertificates certificates = new HandshakeCertificates.Builder()
                .heldCertificate(
                        new HeldCertificate.Builder().signedBy(stranger).build())
                .addTrustedCertificate(scene.root.certificate())
                .build();

        assertThat(Scene.failure(SSLHandshakeException.class, client(way, version, certificates), scene.request()))
                .hasMessageContaining("it refuses the client's certificate, or wants one (");
    }
}
