package dev.hawser.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.PeerCertificateException;
import dev.hawser.internal.trust.TestCertificate;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TlsFailureTest {
    private static final String PEER = "h:443 at h/192.0.2.1:443";
    private final InetSocketAddress remote = new InetSocketAddress(InetAddress.getLoopbackAddress(), 443);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Received fatal alert: protocol_version | speaks none of the TLS versions
                    (protocol_version) Received fatal alert: protocol_version | speaks none of the TLS versions
                    The server selected protocol version TLS10 is not accepted | speaks none of the TLS versions
                    Received fatal alert: handshake_failure | accepts none of the cipher suites
                    Received fatal alert: insufficient_security | accepts none of the cipher suites
                    Received fatal alert: no_application_protocol | none of the application protocols
                    Received fatal alert: unrecognized_name | does not know that host name
                    Received fatal alert: bad_certificate | refuses the client's certificate
                    Received fatal alert: certificate_required | refuses the client's certificate
                    Received fatal alert: unknown_ca | refuses the client's certificate
                    Received fatal alert: decrypt_error | cannot verify a signature of the client's
                    DH ServerKeyExchange does not comply to algorithm constraints | its key exchange is of a kind that
                    Unsupported or unrecognized SSL message | does not speak TLS
                    Remote host terminated the handshake | ended the connection
                    Received fatal alert: internal_error | TLS failed
                    what the JDK may say tomorrow | TLS failed
                    """)
    void whatThePeerOrTheJdkSaysHasWords(String message, String words) {
        SSLException cause = new SSLHandshakeException(message);

        assertThat(TlsFailure.ofHandshake(cause, PEER))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageStartingWith("TLS handshake with " + PEER + " failed: ")
                .hasMessageContaining(words)
                .hasMessageEndingWith(" (" + message + ")")
                .hasCause(cause);
    }

    @ParameterizedTest
    @EnumSource(BasicReason.class)
    void everyReasonToRefuseAPathHasWords(BasicReason reason) {
        Exception path = new CertPathValidatorException("why", null, null, -1, reason);
        String words = switch (reason) {
            case REVOKED -> "has been revoked";
            case UNDETERMINED_REVOCATION_STATUS -> "cannot be found out";
            case EXPIRED -> "has expired";
            case NOT_YET_VALID -> "is not yet valid";
            case INVALID_SIGNATURE -> "is not signed by the authority";
            case ALGORITHM_CONSTRAINED -> "security settings disable";
            case UNSPECIFIED -> "its certificate is refused";
        };

        assertThat(TlsFailure.ofHandshake(caused(new CertificateException("no", path)), PEER))
                .hasMessageContaining(words)
                .hasMessageEndingWith("(why)");
    }

    @Test
    void aReasonDeepDownCountsBeforeTheMissingPath() {
        Exception expired = new CertPathBuilderException("no path", new CertificateExpiredException("yesterday"));

        assertThat(TlsFailure.ofHandshake(caused(new CertificateException(expired)), PEER))
                .hasMessageContaining("has expired (yesterday)");
        assertThat(TlsFailure.ofHandshake(
                        caused(new CertificateException(new CertPathBuilderException("no path"))), PEER))
                .hasMessageContaining("is not trusted");
    }

    @Test
    void anotherHostIsAnotherType() {
        CertificateException host = new CertificateException("No subject alternative names present");

        assertThat(TlsFailure.ofHandshake(caused(host), PEER))
                .isInstanceOf(SSLPeerUnverifiedException.class)
                .hasMessageContaining("is for another host (No subject alternative names present)");
    }

    @Test
    void aRefusalBehindTheHandshakeHasWordsAndAllElseIsLeftAlone() {
        IOException refused = new SSLHandshakeException("Received fatal alert: bad_certificate");
        IOException other = new SSLException("Received fatal alert: internal_error");
        IOException end = new EOFException("the end");

        assertThat(TlsFailure.ofTalk(refused, remote))
                .hasMessageContaining(remote.toString())
                .hasMessageContaining("refuses the client's certificate")
                .hasCause(refused);
        assertThat(TlsFailure.ofTalk(new SSLHandshakeException("Received fatal alert: decrypt_error"), remote))
                .hasMessageContaining("cannot verify a signature of the client's");
        assertThat(TlsFailure.ofTalk(other, remote)).isSameAs(other);
        assertThat(TlsFailure.ofTalk(end, remote)).isSameAs(end);
    }

    @Test
    void whatAChainSaysIsTakenOver() {
        CertificateException jdks = new CertificateException("no path");
        Exception explained = new PeerCertificateException(
                PeerCertificateException.Reason.SELF_SIGNED, "its certificate CN=h is self-signed", List.of(), jdks);
        Exception host = new PeerCertificateException(
                PeerCertificateException.Reason.WRONG_HOST, "it is for [a, b]", List.of(), jdks);

        assertThat(TlsFailure.ofHandshake(caused(explained), PEER))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageEndingWith(" failed: its certificate CN=h is self-signed (no path)");
        assertThat(TlsFailure.ofHandshake(caused(host), PEER))
                .isInstanceOf(SSLPeerUnverifiedException.class)
                .hasMessageEndingWith(" failed: it is for [a, b] (no path)");
    }

    @Test
    void namesThatAPeerChoosesKeepToTheLine() {
        assertThat(TlsFailure.ofHandshake(caused(new CertificateException("CN=a\nb\u001b[2J")), PEER))
                .hasMessageEndingWith("(CN=a?b?[2J)");
    }

    @Nested
    class WhichCertificate {
        private final TestCertificate root = TestCertificate.root("root");
        private final TestCertificate between = root.authority("between", 0);
        private final TestCertificate own = between.leaf("own");

        private SSLException expired(int index) throws Exception {
            CertPath path = CertificateFactory.getInstance("X.509")
                    .generateCertPath(List.of(own.certificate(), between.certificate()));
            return TlsFailure.ofHandshake(
                    caused(new CertificateException(new CertPathValidatorException(
                            "validity check failed",
                            new CertificateExpiredException("NotAfter: noon"),
                            path,
                            index,
                            BasicReason.EXPIRED))),
                    PEER);
        }

        @Test
        void isNamedIfTheJdkSaysIt() throws Exception {
            assertThat(expired(0)).hasMessageEndingWith("failed: its certificate CN=own has expired (NotAfter: noon)");
            assertThat(expired(1))
                    .hasMessageEndingWith(
                            "failed: the authority that vouches for it, CN=between, has expired (NotAfter: noon)");
        }

        @Test
        void isLeftOpenIfNot() throws Exception {
            assertThat(expired(-1)).hasMessageContaining("failed: its certificate, or one that signed it, has expired");
        }
    }

    private static SSLException caused(Exception cause) {
        SSLException failure = new SSLHandshakeException(cause.getMessage());
        failure.initCause(cause);
        return failure;
    }
}
