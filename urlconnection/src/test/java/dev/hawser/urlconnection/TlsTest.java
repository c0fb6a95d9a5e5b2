package dev.hawser.urlconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.testserver.HandshakeCertificates;
import dev.hawser.testserver.HeldCertificate;
import dev.hawser.testserver.MockResponse;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TlsTest {
    private final HeldCertificate held =
            new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    private final HandshakeCertificates certificates = new HandshakeCertificates.Builder()
            .heldCertificate(held)
            .addTrustedCertificate(held.certificate())
            .build();
    private final Scene scene = new Scene(server -> server.useHttps(certificates));
    private final SSLSocketFactory asBefore = HttpsURLConnection.getDefaultSSLSocketFactory();
    private final List<String> verified = new ArrayList<>();

    @BeforeEach
    void answer() {
        scene.server.handler(request -> MockResponse.of(200, "secret"));
    }

    @AfterEach
    void close() {
        HttpsURLConnection.setDefaultSSLSocketFactory(asBefore);
        scene.close();
    }

    private HttpsURLConnection open(String host) throws Exception {
        return (HttpsURLConnection) scene.door.open(new URL("https://" + host + ":" + scene.server.port() + "/"));
    }

    @Test
    void theConnectionsOwnSocketFactorySpeaks() throws Exception {
        HttpsURLConnection connection = open("localhost");
        connection.setSSLSocketFactory(certificates.sslSocketFactory());

        assertThat(Scene.content(connection)).isEqualTo("secret");
        assertThat(connection.getServerCertificates()).containsExactly(held.certificate());
        assertThat(connection.getCipherSuite()).startsWith("TLS_");
        assertThat(connection.getLocalCertificates()).isNull();
        assertThat(connection.getPeerPrincipal()).isEqualTo(held.certificate().getSubjectX500Principal());
    }

    @Test
    void connectionsOfOneSocketFactoryShareWhatIsKept() throws Exception {
        SSLSocketFactory factory = certificates.sslSocketFactory();
        for (int i = 0; i < 3; i++) {
            HttpsURLConnection connection = open("localhost");
            connection.setSSLSocketFactory(factory);
            Scene.content(connection);
        }

        assertThat(scene.server.connectionCount()).isEqualTo(1);
    }

    @Test
    void theSocketFactoryForAllSpeaksWhereThereIsNoOther() throws Exception {
        HttpsURLConnection.setDefaultSSLSocketFactory(certificates.sslSocketFactory());

        assertThat(Scene.content(open("localhost"))).isEqualTo("secret");
    }

    @Test
    void aCertificateThatTheSystemDoesNotTrustIsRefused() throws Exception {
        HttpsURLConnection connection = open("localhost");

        assertThatThrownBy(connection::getInputStream).isInstanceOf(SSLException.class);
    }

    @Test
    void theVerifierIsNotAskedOfACertificateForTheHost() throws Exception {
        HttpsURLConnection connection = open("localhost");
        connection.setSSLSocketFactory(certificates.sslSocketFactory());
        connection.setHostnameVerifier((host, session) -> false);

        assertThat(Scene.content(connection)).isEqualTo("secret");
    }

    @Test
    void theVerifierIsAskedOfACertificateForAnotherHost() throws Exception {
        HttpsURLConnection trusting = open("127.0.0.1");
        trusting.setSSLSocketFactory(certificates.sslSocketFactory());
        trusting.setHostnameVerifier((host, session) -> verified.add(host));
        HttpsURLConnection other = open("127.0.0.1");
        other.setSSLSocketFactory(certificates.sslSocketFactory());

        assertThat(Scene.content(trusting)).isEqualTo("secret");
        assertThat(verified).containsExactly("127.0.0.1");
        assertThatThrownBy(other::getInputStream).isInstanceOf(SSLException.class);
    }

    @Test
    void whatTheHandshakeGaveIsKnownFromConnectOn() throws Exception {
        HttpsURLConnection connection = open("localhost");
        connection.setSSLSocketFactory(certificates.sslSocketFactory());
        assertThatIllegalStateException().isThrownBy(connection::getCipherSuite).withMessage("connection not yet open");

        connection.connect();

        assertThat(connection.getServerCertificates()).hasSize(1);
    }
}
