package dev.hawser;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * A server's certificate is refused, for a reason that follows from what the server sent. It is a cause of the {@link
 * javax.net.ssl.SSLException} of a call whose client trusts as the system does, or by {@link
 * HawserClient.Builder#sslContext(javax.net.ssl.X509TrustManager, javax.net.ssl.KeyManager...)}: in an {@code SSLContext}
 * of the user's own, only its trust manager sees the chain.
 */
public final class PeerCertificateException extends CertificateException {
    private static final long serialVersionUID = 1L;

    /** Why a certificate is refused. */
    public enum Reason {
        /** It has signed itself, and is not itself trusted. */
        SELF_SIGNED,

        /** The chain was sent to its end, an authority that has signed itself and is not trusted. */
        UNKNOWN_AUTHORITY,

        /**
         * The chain leads to a signer that was not sent and is not trusted. Whether the server leaves out a certificate
         * between its own and a trusted one, or the authority is unknown, does not follow from what it sent.
         */
        INCOMPLETE_CHAIN,

        /** It names a signer that was sent or is trusted, but another key has signed it. */
        OTHER_SIGNER,

        /** It is trusted, but not for the host that was asked for (RFC 9110, section 4.3.4). */
        WRONG_HOST
    }

    private final Reason reason;
    private final transient List<X509Certificate> peerCertificates;

    /**
     * A refusal.
     *
     * @param message what is wrong with which certificate
     * @param peerCertificates what the server sent, its own first
     * @param cause what the trust manager said
     */
    public PeerCertificateException(
            Reason reason, String message, List<X509Certificate> peerCertificates, CertificateException cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.peerCertificates = List.copyOf(peerCertificates);
    }

    /** Why it is refused. */
    public Reason reason() {
        return reason;
    }

    /** What the server sent, its own certificate first; nobody vouches for any of it. Not kept by serialization. */
    public List<X509Certificate> peerCertificates() {
        return peerCertificates;
    }
}
