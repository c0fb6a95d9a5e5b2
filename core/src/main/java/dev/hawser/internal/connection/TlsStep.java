package dev.hawser.internal.connection;

import dev.hawser.Address;
import dev.hawser.internal.transport.Opening;
import dev.hawser.internal.transport.TlsSettings;
import dev.hawser.internal.transport.Transport;
import java.io.IOException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** The TLS part of making a connection: the handshake, and whether the certificate is for the host. */
final class TlsStep {
    private TlsStep() {}

    /**
     * Handshakes over what {@code opening} has connected.
     *
     * @throws SSLPeerUnverifiedException if the user's verifier refuses the host
     */
    static Transport take(Opening opening, Address address, long timeoutNanos) throws IOException {
        HostnameVerifier verifier = address.hostnameVerifier();
        TlsSettings settings =
                new TlsSettings(source(address), List.of(), List.of(), List.of("http/1.1"), verifier == null);
        Transport transport = opening.startTls(settings, address.host(), address.port(), timeoutNanos);
        SSLSession session = transport.session();
        if (verifier != null && session != null && !verifier.verify(address.host(), session)) {
            transport.close();
            throw new SSLPeerUnverifiedException("Hostname " + address.host() + " not verified by "
                    + verifier.getClass().getName() + subjectOf(session));
        }
        return transport;
    }

    private static TlsSettings.Source source(Address address) throws SSLException {
        if (address.sslSocketFactory() != null) {
            return new TlsSettings.Layered(address.sslSocketFactory());
        }
        if (address.sslContext() != null) {
            return new TlsSettings.Engine(address.sslContext());
        }
        throw new SSLException("no TLS set-up for " + address);
    }

    private static String subjectOf(SSLSession session) throws SSLPeerUnverifiedException {
        Certificate certificate = session.getPeerCertificates()[0];
        if (!(certificate instanceof X509Certificate x509)) {
            return "";
        }
        try {
            return ": the certificate is for " + x509.getSubjectX500Principal() + ", alternative names "
                    + x509.getSubjectAlternativeNames();
        } catch (CertificateException e) {
            return ": the certificate is for " + x509.getSubjectX500Principal();
        }
    }

    /** Whether another IP address of the host may do better: not if its certificate was refused. */
    static boolean isWorthAnotherRoute(IOException failure) {
        if (failure instanceof SSLPeerUnverifiedException) {
            return false;
        }
        return !(failure instanceof SSLHandshakeException && failure.getCause() instanceof CertificateException);
    }
}
