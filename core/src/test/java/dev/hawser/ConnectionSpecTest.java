package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

class ConnectionSpecTest {
    @Test
    void modernIsWhatIsRecommended() {
        assertThat(ConnectionSpec.MODERN_TLS.isTls()).isTrue();
        assertThat(ConnectionSpec.MODERN_TLS.tlsVersions()).containsExactly(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2);
        assertThat(ConnectionSpec.MODERN_TLS.cipherSuites())
                .hasSize(9)
                .allSatisfy(suite -> assertThat(suite.javaName())
                        .matches("TLS_(ECDHE_(ECDSA|RSA)_WITH_)?(AES_(128|256)_GCM|CHACHA20_POLY1305)_SHA(256|384)"));
        assertThat(ConnectionSpec.RESTRICTED_TLS).isEqualTo(ConnectionSpec.MODERN_TLS);
    }

    @Test
    void compatibleIsMoreAndPrefersTheSame() {
        List<CipherSuite> modern = List.copyOf(ConnectionSpec.MODERN_TLS.cipherSuites());
        assertThat(ConnectionSpec.COMPATIBLE_TLS.cipherSuites())
                .startsWith(modern.toArray(CipherSuite[]::new))
                .contains(CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA)
                .allSatisfy(suite ->
                        assertThat(suite.javaName()).doesNotContain("3DES").doesNotContain("RC4"));
        assertThat(ConnectionSpec.COMPATIBLE_TLS.tlsVersions())
                .doesNotContain(TlsVersion.SSL_3_0)
                .contains(TlsVersion.TLS_1_0);
    }

    @Test
    void cleartextIsWithoutTls() {
        assertThat(ConnectionSpec.CLEARTEXT.isTls()).isFalse();
        assertThat(ConnectionSpec.CLEARTEXT.tlsVersions()).isNull();
        assertThat(ConnectionSpec.CLEARTEXT).hasToString("ConnectionSpec(cleartext)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConnectionSpec.Builder(ConnectionSpec.CLEARTEXT).tlsVersions(TlsVersion.TLS_1_3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConnectionSpec.Builder(ConnectionSpec.CLEARTEXT).allEnabledCipherSuites());
    }

    @Test
    void allThatIsEnabledIsNamedByNothing() {
        ConnectionSpec all = new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
                .allEnabledCipherSuites()
                .allEnabledTlsVersions()
                .build();
        SSLParameters enabled = new SSLParameters(new String[] {"A"}, new String[] {"B"});

        assertThat(all.cipherSuites()).isNull();
        assertThat(all.tlsVersions()).isNull();
        assertThat(all.isCompatible(enabled)).isTrue();
        all.applyTo(enabled);
        assertThat(enabled.getCipherSuites()).containsExactly("A");
        assertThat(enabled.getProtocols()).containsExactly("B");
        assertThat(all)
                .hasToString("ConnectionSpec(tlsVersions=[all enabled], cipherSuites=[all enabled])")
                .isNotEqualTo(ConnectionSpec.MODERN_TLS)
                .isNotEqualTo(ConnectionSpec.CLEARTEXT);
    }

    @Test
    void onlyWhatIsAllowedAndEnabledIsLeftInTheOrderOfTheSpec() {
        ConnectionSpec spec = new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
                .tlsVersions("TLSv1.3", "TLSv1.2")
                .cipherSuites("C", "B", "X")
                .build();
        SSLParameters enabled = new SSLParameters(new String[] {"A", "B", "C"}, new String[] {"TLSv1.1", "TLSv1.2"});

        spec.applyTo(enabled);

        assertThat(enabled.getCipherSuites()).containsExactly("C", "B");
        assertThat(enabled.getProtocols()).containsExactly("TLSv1.2");
    }

    @Test
    void aSuiteThatTheJdkNamesByItsOldPrefixIsTheOneThatIsRegistered() {
        ConnectionSpec spec = new ConnectionSpec.Builder(ConnectionSpec.COMPATIBLE_TLS)
                .cipherSuites("TLS_RSA_WITH_3DES_EDE_CBC_SHA", "SSL_RSA_WITH_A", "TLS_RSA_WITH_A")
                .build();
        SSLParameters enabled = new SSLParameters(
                new String[] {"TLS_RSA_WITH_A", "SSL_RSA_WITH_3DES_EDE_CBC_SHA"}, new String[] {"TLSv1.2"});

        assertThat(spec.isCompatible(enabled)).isTrue();
        spec.applyTo(enabled);

        assertThat(enabled.getCipherSuites()).containsExactly("SSL_RSA_WITH_3DES_EDE_CBC_SHA", "TLS_RSA_WITH_A");
    }

    @Test
    void whatHasNothingInCommonIsNotCompatible() throws Exception {
        SSLParameters noSuite = new SSLParameters(new String[] {"A"}, new String[] {"TLSv1.3"});
        SSLParameters noVersion = new SSLParameters(new String[] {"TLS_AES_128_GCM_SHA256"}, new String[] {"TLSv1"});
        assertThat(ConnectionSpec.MODERN_TLS.isCompatible(noSuite)).isFalse();
        assertThat(ConnectionSpec.MODERN_TLS.isCompatible(noVersion)).isFalse();
        try (SSLSocket socket =
                (SSLSocket) SSLContext.getDefault().getSocketFactory().createSocket()) {
            assertThat(ConnectionSpec.MODERN_TLS.isCompatible(socket)).isTrue();
            assertThat(ConnectionSpec.CLEARTEXT.isCompatible(socket)).isFalse();
        }
    }

    @Test
    void whatNamesNothingIsRefused() {
        ConnectionSpec.Builder builder = new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.tlsVersions(new TlsVersion[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.cipherSuites(new CipherSuite[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.tlsVersions("TLSv9"));
    }
}
