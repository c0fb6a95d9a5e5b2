package dev.hawser;

import java.io.IOException;
import java.security.Principal;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS handshake agreed on, and who the two sides showed themselves to be. It does not say that the
 * peer was trusted: that a connection exists does. Immutable, and safe for use by many threads.
 *
 * @param tlsVersion the version agreed on
 * @param cipherSuite the cipher suite agreed on
 * @param peerCertificates the peer's certificates, its own first; empty if it showed none
 * @param localCertificates the certificates shown to the peer, our own first; empty if none were
 */
public record Handshake(
        TlsVersion tlsVersion,
        CipherSuite cipherSuite,
        List<Certificate> peerCertificates,
        List<Certificate> localCertificates) {
    /** A handshake with copies of the lists. */
    public Handshake {
        peerCertificates = List.copyOf(peerCertificates);
        localCertificates = List.copyOf(localCertificates);
    }

    /** A handshake with what is given. */
    public static Handshake get(
            TlsVersion tlsVersion,
            CipherSuite cipherSuite,
            List<Certificate> peerCertificates,
            List<Certificate> localCertificates) {
        return new Handshake(tlsVersion, cipherSuite, peerCertificates, localCertificates);
    }

    /**
     * The handshake that a session is the outcome of.
     *
     * @throws IOException if the session has no cipher suite or no protocol: its handshake did not succeed
     */
    public static Handshake get(SSLSession session) throws IOException {
        String cipherSuite = session.getCipherSuite();
        String protocol = session.getProtocol();
        if (cipherSuite == null || cipherSuite.endsWith("_WITH_NULL_NULL")) {
            throw new IOException("The TLS handshake did not succeed: its session's cipher suite is " + cipherSuite);
        }
        if (protocol == null || protocol.equals("NONE")) {
            throw new IOException("The TLS handshake did not succeed: its session's protocol is " + protocol);
        }
        return new Handshake(
                TlsVersion.forJavaName(protocol),
                CipherSuite.forJavaName(cipherSuite),
                peerCertificatesOf(session),
                listOf(session.getLocalCertificates()));
    }

    /** The subject of the peer's own certificate, or null if it showed none. */
    public @Nullable Principal peerPrincipal() {
        return subjectOf(peerCertificates);
    }

    /** The subject of our own certificate, or null if none was shown. */
    public @Nullable Principal localPrincipal() {
        return subjectOf(localCertificates);
    }

    /** The version, the suite and the subjects of the certificates. */
    @Override
    public String toString() {
        return "Handshake{tlsVersion=" + tlsVersion + " cipherSuite=" + cipherSuite + " peerCertificates="
                + subjectsOf(peerCertificates) + " localCertificates=" + subjectsOf(localCertificates) + "}";
    }

    private static List<Certificate> peerCertificatesOf(SSLSession session) {
        try {
            return listOf(session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    private static List<Certificate> listOf(Certificate @Nullable [] certificates) {
        return certificates == null ? List.of() : List.of(certificates);
    }

    private static @Nullable Principal subjectOf(List<Certificate> chain) {
        return !chain.isEmpty() && chain.get(0) instanceof X509Certificate own ? own.getSubjectX500Principal() : null;
    }

    private static List<String> subjectsOf(List<Certificate> certificates) {
        return certificates.stream()
                .map(each -> each instanceof X509Certificate x509
                        ? x509.getSubjectX500Principal().getName()
                        : each.getType())
                .toList();
    }
}
