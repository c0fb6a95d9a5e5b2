package dev.hawser.internal.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hawser.PeerCertificateException;
import dev.hawser.PeerCertificateException.Reason;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ExplainingTrustTest {
    private final TestCertificate root = TestCertificate.root("root");
    private final X509Certificate[] trusted = chain(root.leaf("x", "a.example"));
    private final X509Certificate[] selfSigned = chain(TestCertificate.of("own", "a.example"));

    private static X509Certificate[] chain(TestCertificate... certificates) {
        return Stream.of(certificates).map(TestCertificate::certificate).toArray(X509Certificate[]::new);
    }

    private X509TrustManager jdks() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", root.certificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    /** Trusts a chain of one that the root has signed. */
    private record Careful(TestCertificate root) implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            if (!TrustedChain.hasSigned(root.certificate(), chain[0])) {
                throw new CertificateException("I do not know it");
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("I know no client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[] {root.certificate()};
        }
    }

    @Nested
    class OfOneThatIsToldOfTheConnection {
        private X509ExtendedTrustManager trust() throws Exception {
            return (X509ExtendedTrustManager) ExplainingTrust.of(jdks());
        }

        private SSLEngine engine() throws Exception {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine("b.example", 443);
            engine.setUseClientMode(true);
            return engine;
        }

        @Test
        void whatIsTrustedPasses() throws Exception {
            X509ExtendedTrustManager trust = trust();

            assertThatCode(() -> trust.checkServerTrusted(trusted, "ECDHE_ECDSA"))
                    .doesNotThrowAnyException();
            assertThatCode(() -> trust.checkServerTrusted(trusted, "ECDHE_ECDSA", new Socket()))
                    .doesNotThrowAnyException();
            assertThat(trust.getAcceptedIssuers()).containsExactly(root.certificate());
        }

        @Test
        void whatIsRefusedIsExplained() throws Exception {
            X509ExtendedTrustManager trust = trust();

            for (PeerCertificateException refusal : new PeerCertificateException[] {
                catchThrowableOfType(
                        PeerCertificateException.class, () -> trust.checkServerTrusted(selfSigned, "ECDHE_ECDSA")),
                catchThrowableOfType(
                        PeerCertificateException.class,
                        () -> trust.checkServerTrusted(selfSigned, "ECDHE_ECDSA", new Socket()))
            }) {
                assertThat(refusal).isNotNull();
                assertThat(refusal.reason()).isEqualTo(Reason.SELF_SIGNED);
                assertThat(refusal.peerCertificates()).containsExactly(selfSigned);
            }
        }

        @Test
        void aConnectionWithoutHandshakeIsLeftToTheTrustManager() throws Exception {
            SSLEngine engine = engine();
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
            X509ExtendedTrustManager trust = trust();

            assertThat(catchThrowableOfType(
                            CertificateException.class, () -> trust.checkServerTrusted(trusted, "ECDHE_ECDSA", engine)))
                    .isNotInstanceOf(PeerCertificateException.class)
                    .hasMessage("No handshake session");
        }

        @Test
        void clientsAreLeftToTheTrustManager() throws Exception {
            X509ExtendedTrustManager trust = trust();

            assertThat(catchThrowableOfType(
                            CertificateException.class, () -> trust.checkClientTrusted(selfSigned, "ECDHE_ECDSA")))
                    .isNotNull()
                    .isNotInstanceOf(PeerCertificateException.class);
            assertThatCode(() -> trust.checkClientTrusted(trusted, "ECDHE_ECDSA"))
                    .doesNotThrowAnyException();
        }
    }

    @Nested
    class OfOneThatIsNot {
        private final X509TrustManager trust = ExplainingTrust.of(new Careful(root));

        @Test
        void itIsNotToldEither() {
            assertThat(trust).isNotInstanceOf(X509ExtendedTrustManager.class);
        }

        @Test
        void whatIsRefusedIsExplained() {
            assertThatCode(() -> trust.checkServerTrusted(trusted, "ECDHE_ECDSA"))
                    .doesNotThrowAnyException();
            assertThat(catchThrowableOfType(
                            PeerCertificateException.class, () -> trust.checkServerTrusted(selfSigned, "ECDHE_ECDSA")))
                    .hasMessageContaining("CN=own is self-signed")
                    .hasRootCauseMessage("I do not know it");
            assertThat(trust.getAcceptedIssuers()).containsExactly(root.certificate());
        }

        @Test
        void clientsAreLeftToTheTrustManager() {
            assertThat(catchThrowableOfType(
                            CertificateException.class, () -> trust.checkClientTrusted(trusted, "ECDHE_ECDSA")))
                    .hasMessage("I know no client");
        }
    }
}
