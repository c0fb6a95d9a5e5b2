package dev.hawser.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hawser.Address;
import dev.hawser.CertificatePinner;
import dev.hawser.CipherSuite;
import dev.hawser.ConnectionSpec;
import dev.hawser.Dns;
import dev.hawser.HttpUrl;
import dev.hawser.Protocol;
import dev.hawser.TlsSetup;
import dev.hawser.TlsVersion;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownServiceException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpecChoiceTest {
    private static final ConnectionSpec ONLY_13 = new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
            .tlsVersions(TlsVersion.TLS_1_3)
            .build();
    private static final ConnectionSpec ONLY_10 = new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
            .tlsVersions(TlsVersion.TLS_1_0)
            .allEnabledCipherSuites()
            .build();
    private static final ConnectionSpec ONLY_12 = new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
            .tlsVersions(TlsVersion.TLS_1_2)
            .cipherSuites(CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA, CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256)
            .build();

    private final SSLParameters enabled = new SSLParameters(
            new String[] {"TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"},
            new String[] {"TLSv1.2", "TLSv1.3"});

    @Test
    void theFirstThatFitsIsOffered() throws Exception {
        choice(ConnectionSpec.CLEARTEXT, ONLY_10, ONLY_12, ONLY_13).narrow(enabled);

        assertThat(enabled.getProtocols()).containsExactly("TLSv1.2");
        assertThat(enabled.getCipherSuites()).containsExactly("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    }

    @Test
    void theNextThatFitsComesAfterAFailure() throws Exception {
        SpecChoice choice = choice(ONLY_13, ONLY_10, ConnectionSpec.CLEARTEXT, ONLY_12);
        choice.narrow(copy());
        assertThat(choice.mayGoOn(new SSLHandshakeException("x"))).isTrue();

        SSLParameters again = copy();
        choice.narrow(again);
        assertThat(again.getProtocols()).containsExactly("TLSv1.2");
        assertThat(choice.mayGoOn(new SSLHandshakeException("x"))).isFalse();
    }

    @Test
    void ifNoneFitsTheErrorNamesWhatIsAllowedAndWhatIsEnabled() {
        assertThatExceptionOfType(UnknownServiceException.class)
                .isThrownBy(() -> choice(ONLY_10).narrow(enabled))
                .withMessageContaining("h:443")
                .withMessageContaining("tlsVersions=[TLSv1]")
                .withMessageContaining("TLS versions [TLSv1.2, TLSv1.3]")
                .withMessageContaining("cipher suites [TLS_AES_128_GCM_SHA256, TLS_ECDHE_RSA");
    }

    @Nested
    class AFailure {
        static Stream<IOException> ofProtocols() {
            return Stream.of(new SSLHandshakeException("no"), new SSLException("what?"));
        }

        static Stream<IOException> ofOtherThings() {
            return Stream.of(
                    new SSLPeerUnverifiedException("not you"),
                    (IOException) new SSLHandshakeException("no").initCause(new CertificateException("stale")),
                    (IOException) new SSLHandshakeException("words")
                            .initCause(new SSLHandshakeException("no").initCause(new CertificateException("stale"))),
                    new SocketTimeoutException("slow"),
                    new ProtocolException("rubbish"),
                    new EOFException("gone"),
                    new SocketException("reset"));
        }

        @ParameterizedTest
        @MethodSource("ofProtocols")
        void ofTheProtocolLeadsToTheNextSpec(IOException failure) throws Exception {
            assertThat(begun().mayGoOn(failure)).isTrue();
        }

        @ParameterizedTest
        @MethodSource("ofOtherThings")
        void ofAnotherKindDoesNot(IOException failure) throws Exception {
            assertThat(begun().mayGoOn(failure)).isFalse();
        }

        @Test
        void ofTheCertificateRulesOtherAddressesOutToo() {
            IOException stale = (IOException) new SSLHandshakeException("no").initCause(new CertificateException("x"));
            assertThat(TlsStep.isWorthAnotherRoute(stale)).isFalse();
            assertThat(TlsStep.isWorthAnotherRoute(new SSLPeerUnverifiedException("not you")))
                    .isFalse();
            assertThat(TlsStep.isWorthAnotherRoute(new UnknownServiceException("nothing to offer")))
                    .isFalse();
            assertThat(TlsStep.isWorthAnotherRoute(new SSLHandshakeException("no")))
                    .isTrue();
            assertThat(TlsStep.isWorthAnotherRoute(new SocketTimeoutException("slow")))
                    .isTrue();
        }

        private SpecChoice begun() throws IOException {
            SpecChoice choice = choice(ONLY_13, ONLY_12);
            choice.narrow(copy());
            return choice;
        }
    }

    @Nested
    class Alpn {
        private final Address address = address(ConnectionSpec.MODERN_TLS);

        @Test
        void choosesOneOfThoseOffered() throws Exception {
            assertThat(ConnectionMaker.protocolOf("http/1.1", address)).isEqualTo(Protocol.HTTP_1_1);
            assertThat(ConnectionMaker.protocolOf(null, address)).isEqualTo(Protocol.HTTP_1_1);
        }

        @Test
        void mayNotChooseAnother() {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> ConnectionMaker.protocolOf("h2", address))
                    .withMessageContaining("h:443 chose the protocol 'h2'")
                    .withMessageContaining("[http/1.1]");
        }
    }

    private SSLParameters copy() {
        return new SSLParameters(enabled.getCipherSuites(), enabled.getProtocols());
    }

    private static SpecChoice choice(ConnectionSpec... specs) {
        return new SpecChoice(address(specs));
    }

    private static Address address(ConnectionSpec... specs) {
        try {
            TlsSetup tls = new TlsSetup(SSLContext.getDefault(), null, null, null, CertificatePinner.DEFAULT);
            return new Address(
                    HttpUrl.get("https://h/"),
                    Dns.SYSTEM,
                    null,
                    null,
                    tls,
                    List.of(specs),
                    List.of(Protocol.HTTP_1_1),
                    null,
                    null);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
