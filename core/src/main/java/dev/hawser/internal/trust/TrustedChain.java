package dev.hawser.internal.trust;

import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * The chain from a peer's certificate to one that is trusted, each signed by the next. What a server sends may lack
 * the last, be out of order, and have others between that signed nothing; pins must not be held against those.
 *
 * <p>It does not say whether dates and purposes are in order: the trust manager has seen to that in the handshake.
 */
public final class TrustedChain {
    /** A bound on the work that a server can cause. */
    private static final int MOST = 10;

    private final List<X509Certificate> unused = new ArrayList<>();
    private final List<X509Certificate> anchors;
    private final List<X509Certificate> chain = new ArrayList<>();
    private boolean trusted;

    private TrustedChain(List<? extends Certificate> sent, List<X509Certificate> anchors) {
        for (Certificate each : sent) {
            if (each instanceof X509Certificate x509) {
                unused.add(x509);
            }
        }
        this.anchors = anchors;
    }

    /**
     * How far a chain leads.
     *
     * @param certificates each signed by the next, the peer's own first
     * @param trusted whether one of them is trusted by itself
     */
    record Reach(List<X509Certificate> certificates, boolean trusted) {
        X509Certificate last() {
            return certificates.get(certificates.size() - 1);
        }
    }

    /**
     * The chain, the peer's own certificate first.
     *
     * @param sent what the peer sent, its own first
     * @param anchors the certificates that are trusted by themselves
     * @throws SSLPeerUnverifiedException if there is no chain to one of them within ten certificates
     */
    public static List<Certificate> of(List<Certificate> sent, List<X509Certificate> anchors)
            throws SSLPeerUnverifiedException {
        Reach reach = reach(sent, anchors);
        if (!reach.trusted) {
            throw new SSLPeerUnverifiedException("Failed to find a trusted certificate that signed "
                    + reach.last().getSubjectX500Principal() + ", among " + anchors.size());
        }
        return List.copyOf(reach.certificates);
    }

    /**
     * The chain as far as it leads.
     *
     * @throws SSLPeerUnverifiedException if that is further than ten certificates, or nothing was sent
     */
    static Reach reach(List<? extends Certificate> sent, List<X509Certificate> anchors)
            throws SSLPeerUnverifiedException {
        TrustedChain search = new TrustedChain(sent, anchors);
        if (search.unused.isEmpty()) {
            throw new SSLPeerUnverifiedException("the peer showed no X.509 certificate");
        }
        search.follow();
        return new Reach(List.copyOf(search.chain), search.trusted);
    }

    private void follow() throws SSLPeerUnverifiedException {
        X509Certificate last = unused.remove(0);
        chain.add(last);
        trusted = anchors.contains(last);
        while (!isSelfSigned(last) || !trusted) {
            X509Certificate signer = signerOf(last, anchors);
            if (signer != null && !signer.equals(last)) {
                trusted = true;
            } else {
                signer = trusted ? null : signerOf(last, unused);
                if (signer == null) {
                    return;
                }
                unused.remove(signer);
            }
            if (chain.size() == MOST) {
                throw new SSLPeerUnverifiedException("Certificate chain too long: more than " + MOST
                        + " certificates from " + chain.get(0).getSubjectX500Principal() + " to one that is trusted");
            }
            chain.add(signer);
            last = signer;
        }
    }

    /** One that signed the certificate and may sign with so many authorities below it; null if there is none. */
    private @Nullable X509Certificate signerOf(X509Certificate signed, List<X509Certificate> candidates) {
        int authoritiesBelow = chain.size() - 1;
        for (X509Certificate each : candidates) {
            boolean allowed = each.getBasicConstraints() >= authoritiesBelow || anchors.contains(each);
            if (allowed && hasSigned(each, signed)) {
                return each;
            }
        }
        return null;
    }

    static boolean isSelfSigned(X509Certificate certificate) {
        return hasSigned(certificate, certificate);
    }

    static boolean hasSigned(X509Certificate signer, X509Certificate signed) {
        if (!isNamed(signer, signed)) {
            return false;
        }
        try {
            signed.verify(signer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Whether the certificate names this one's holder as its signer. */
    static boolean isNamed(X509Certificate signer, X509Certificate signed) {
        return signer.getSubjectX500Principal().equals(signed.getIssuerX500Principal());
    }
}
