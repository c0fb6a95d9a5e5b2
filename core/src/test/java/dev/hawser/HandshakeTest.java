package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandshakeTest {
    private static final Certificate CERTIFICATE = new Certificate("fake") {
        @Override
        public byte[] getEncoded() {
            return new byte[0];
        }

        @Override
        public void verify(java.security.PublicKey key) {}

        @Override
        public void verify(java.security.PublicKey key, String provider) {}

        @Override
        public String toString() {
            return "a certificate";
        }

        @Override
        public java.security.PublicKey getPublicKey() {
            throw new UnsupportedOperationException();
        }
    };

    @Test
    void isThatOfASession() throws IOException {
        Handshake handshake = Handshake.get(session(Map.of(
                "getProtocol", "TLSv1.3",
                "getCipherSuite", "TLS_AES_128_GCM_SHA256",
                "getPeerCertificates", new Certificate[] {CERTIFICATE})));

        assertThat(handshake.tlsVersion()).isEqualTo(TlsVersion.TLS_1_3);
        assertThat(handshake.cipherSuite()).isSameAs(CipherSuite.forJavaName("TLS_AES_128_GCM_SHA256"));
        assertThat(handshake.peerCertificates()).containsExactly(CERTIFICATE);
        assertThat(handshake.localCertificates()).isEmpty();
        assertThat(handshake.peerPrincipal()).isNull();
        assertThat(handshake.localPrincipal()).isNull();
        assertThat(handshake)
                .hasToString("Handshake{tlsVersion=TLS_1_3 cipherSuite=TLS_AES_128_GCM_SHA256"
                        + " peerCertificates=[fake] localCertificates=[]}");
    }

    @Test
    void ofAPeerThatShowedNothingHasNoCertificates() throws IOException {
        Handshake handshake = Handshake.get(session(Map.of(
                "getProtocol", "TLSv1.2",
                "getCipherSuite", "TLS_ECDH_anon_WITH_AES_128_CBC_SHA",
                "getLocalCertificates", new Certificate[] {CERTIFICATE})));

        assertThat(handshake.peerCertificates()).isEmpty();
        assertThat(handshake.localCertificates()).containsExactly(CERTIFICATE);
    }

    @Test
    void thatDidNotSucceedIsNone() throws NoSuchAlgorithmException {
        SSLSession unused = SSLContext.getDefault().createSSLEngine().getSession();

        assertThatThrownBy(() -> Handshake.get(unused))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("NULL_WITH_NULL_NULL");
        assertThatThrownBy(() -> Handshake.get(session(Map.of("getProtocol", "NONE", "getCipherSuite", "X"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("NONE");
    }

    @Test
    void keepsItsOwnLists() {
        List<Certificate> certificates = new ArrayList<>(List.of(CERTIFICATE));
        Handshake handshake = Handshake.get(TlsVersion.TLS_1_3, CipherSuite.forJavaName("X"), certificates, List.of());

        certificates.clear();

        assertThat(handshake.peerCertificates()).containsExactly(CERTIFICATE);
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void versionsAreFoundByTheirName(TlsVersion version) {
        assertThat(TlsVersion.forJavaName(version.javaName())).isEqualTo(version);
    }

    @Test
    void anUnknownVersionIsRefused() {
        assertThatThrownBy(() -> TlsVersion.forJavaName("TLSv9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Unexpected TLS version: TLSv9");
    }

    @Test
    void thereIsOneCipherSuiteAName() {
        assertThat(CipherSuite.forJavaName("A")).isSameAs(CipherSuite.forJavaName("A"));
        assertThat(CipherSuite.forJavaName("SSL_B")).isSameAs(CipherSuite.forJavaName("TLS_B"));
        assertThat(CipherSuite.forJavaName("A")).isNotEqualTo(CipherSuite.forJavaName("B"));
        assertThat(CipherSuite.forJavaName("A").javaName()).isEqualTo("A");
        assertThat(CipherSuite.forJavaName("A")).hasToString("A");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void protocolsAreFoundByTheirName(Protocol protocol) throws IOException {
        assertThat(Protocol.get(protocol.toString())).isEqualTo(protocol);
    }

    @Test
    void anUnknownProtocolIsRefused() {
        assertThatThrownBy(() -> Protocol.get("h9"))
                .isInstanceOf(IOException.class)
                .hasMessage("Unexpected protocol: h9");
    }

    /** A session that answers what it is told to, and shows no certificate of the peer unless it is told one. */
    private static SSLSession session(Map<String, Object> answers) {
        return (SSLSession) Proxy.newProxyInstance(
                HandshakeTest.class.getClassLoader(), new Class<?>[] {SSLSession.class}, (self, method, arguments) -> {
                    if (method.getName().equals("getPeerCertificates") && !answers.containsKey("getPeerCertificates")) {
                        throw new SSLPeerUnverifiedException("peer not authenticated");
                    }
                    return answers.get(method.getName());
                });
    }
}
