package dev.hawser.internal.connection;

import dev.hawser.Address;
import dev.hawser.CertificatePinner;
import dev.hawser.Protocol;
import dev.hawser.TlsSetup;
import dev.hawser.internal.transport.Opening;
import dev.hawser.internal.transport.TlsSettings;
import dev.hawser.internal.transport.Transport;
import dev.hawser.internal.trust.HostNames;
import dev.hawser.internal.trust.TlsContexts;
import dev.hawser.internal.trust.TrustedChain;
import java.io.IOException;
import java.net.UnknownServiceException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509TrustManager;

/** The TLS part of making a connection: the handshake, and whether the peer is the host that was asked for. */
final class TlsStep {
    private final Address address;
    private final TlsSetup setup;
    private final TlsContexts contexts;

    TlsStep(Address address, TlsContexts contexts) {
        this.address = address;
        this.contexts = contexts;
        this.setup = Objects.requireNonNull(address.tls());
    }

    /**
     * Handshakes over what {@code opening} has connected.
     *
     * @throws SSLPeerUnverifiedException if the certificate is for another host, or not pinned; says which
     */
    Transport take(Opening opening, SpecChoice specs, long timeoutNanos) throws IOException {
        TlsSettings settings = new TlsSettings(source(), specs, protocolNames(address), jdkIdentifies());
        Transport transport = opening.startTls(settings, address.host(), address.port(), timeoutNanos);
        boolean done = false;
        try {
            SSLSession session = Objects.requireNonNull(transport.session());
            checkHost(session);
            checkPins(List.of(session.getPeerCertificates()));
            done = true;
            return transport;
        } finally {
            if (!done) {
                transport.close();
            }
        }
    }

    private TlsSettings.Source source() throws SSLException {
        if (setup.sslSocketFactory() != null) {
            return new TlsSettings.Layered(setup.sslSocketFactory());
        }
        SSLContext context = Objects.requireNonNull(setup.sslContext());
        return new TlsSettings.Engine(setup.x509TrustManager() == null ? contexts.inPlaceOf(context) : context);
    }

    /** What is offered by ALPN: HTTP/1.0 and what is never spoken over TLS are not (RFC 7301, section 6). */
    private static List<String> protocolNames(Address address) {
        return address.protocols().stream()
                .filter(each -> each != Protocol.HTTP_1_0 && each != Protocol.H2_PRIOR_KNOWLEDGE)
                .map(Protocol::toString)
                .toList();
    }

    /**
     * Whether the JDK compares certificate and host in the handshake, before a certificate of the client's is shown.
     * It takes the common name for a host, so the check is made again here; and it takes no underscores, so for such
     * hosts the check is made here only.
     */
    private boolean jdkIdentifies() {
        return setup.hostnameVerifier() == null && address.host().indexOf('_') < 0;
    }

    private void checkHost(SSLSession session) throws SSLPeerUnverifiedException {
        HostnameVerifier verifier = setup.hostnameVerifier();
        String host = address.host();
        if (verifier != null) {
            if (!verifier.verify(host, session)) {
                throw notVerified(session, " by " + verifier.getClass().getName());
            }
        } else if (!(session.getPeerCertificates()[0] instanceof X509Certificate own) || !HostNames.match(host, own)) {
            throw notVerified(session, "");
        }
    }

    private SSLPeerUnverifiedException notVerified(SSLSession session, String by) throws SSLPeerUnverifiedException {
        String what = "";
        if (session.getPeerCertificates()[0] instanceof X509Certificate own) {
            List<String> names = HostNames.of(own);
            what = ": its certificate " + CertificatePinner.pin(own) + " of " + own.getSubjectX500Principal()
                    + (names.isEmpty() ? " has no subject alternative names" : " is for " + names);
        }
        return new SSLPeerUnverifiedException("Hostname " + address.host() + " not verified" + by + what);
    }

    /** Whether a peer with these certificates, which is trusted, is the host that is asked for, by the standard check. */
    boolean covers(List<Certificate> peer) {
        if (peer.isEmpty() || !(peer.get(0) instanceof X509Certificate own) || !HostNames.match(address.host(), own)) {
            return false;
        }
        try {
            checkPins(peer);
            return true;
        } catch (SSLException e) {
            return false;
        }
    }

    private void checkPins(List<Certificate> sent) throws SSLException {
        CertificatePinner pinner = setup.certificatePinner();
        String host = address.host().endsWith(".")
                ? address.host().substring(0, address.host().length() - 1)
                : address.host();
        if (!pinner.findMatchingPins(host).isEmpty()) {
            pinner.check(host, TrustedChain.of(sent, List.of(trustManager().getAcceptedIssuers())));
        }
    }

    private X509TrustManager trustManager() throws SSLException {
        X509TrustManager own = setup.x509TrustManager();
        return own != null ? own : TlsContexts.systemTrust();
    }

    /** Whether another IP address of the host may do better: not if its certificate was refused. */
    static boolean isWorthAnotherRoute(IOException failure) {
        return !(failure instanceof UnknownServiceException) && !SpecChoice.isAboutTheCertificate(failure);
    }
}
