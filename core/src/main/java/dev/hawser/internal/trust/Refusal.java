package dev.hawser.internal.trust;

import dev.hawser.PeerCertificateException;
import dev.hawser.PeerCertificateException.Reason;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * What a trust manager said against a chain, and what the chain itself says. The trust manager has decided; this
 * finds words for it.
 *
 * @param refused what the trust manager threw
 * @param sent what the peer sent, its own certificate first
 * @param anchors the certificates that are trusted by themselves
 * @param host the host that the trust manager held the certificate against; null if it did not
 */
record Refusal(
        CertificateException refused,
        List<X509Certificate> sent,
        List<X509Certificate> anchors,
        @Nullable String host) {
    /** The most names of hosts to tell. */
    private static final int MOST_NAMES = 10;

    /** What to throw: the trust manager's own words if they say what is wrong, or nothing better is known. */
    CertificateException explained() {
        if (sent.isEmpty() || isDefinite(refused)) {
            return refused;
        }
        TrustedChain.Reach reach;
        try {
            reach = TrustedChain.reach(sent, anchors);
        } catch (SSLPeerUnverifiedException e) {
            return refused;
        }
        if (!reach.trusted()) {
            return untrusted(reach);
        }
        X509Certificate own = sent.get(0);
        return host == null || HostNames.match(host, own) ? refused : wrongHost(own, host);
    }

    /** Whether a reason is named besides that there is no path, or none that leads to an anchor. */
    private static boolean isDefinite(CertificateException refused) {
        for (Throwable each = refused; each != null; each = each.getCause()) {
            if (each instanceof CertificateExpiredException
                    || each instanceof CertificateNotYetValidException
                    || each instanceof CertificateRevokedException
                    || each instanceof PeerCertificateException
                    || (each instanceof CertPathValidatorException invalid
                            && invalid.getReason() instanceof BasicReason reason
                            && reason != BasicReason.UNSPECIFIED
                            && reason != BasicReason.INVALID_SIGNATURE)) {
                return true;
            }
        }
        return false;
    }

    private PeerCertificateException untrusted(TrustedChain.Reach reach) {
        X509Certificate last = reach.last();
        boolean own = reach.certificates().size() == 1;
        String which = own ? "its certificate " + nameOf(last) : "the authority " + nameOf(last);
        if (TrustedChain.isSelfSigned(last)) {
            return own
                    ? because(Reason.SELF_SIGNED, which + " is self-signed, and not" + amongTrusted())
                    : because(Reason.UNKNOWN_AUTHORITY, which + ", which vouches for it, is not" + amongTrusted());
        }
        String signer = String.valueOf(last.getIssuerX500Principal());
        boolean trusted = anchors.stream().anyMatch(each -> TrustedChain.isNamed(each, last));
        if (trusted || sent.stream().anyMatch(each -> TrustedChain.isNamed(each, last))) {
            return isSignedByOneNamed(last)
                    ? because(Reason.UNKNOWN_AUTHORITY, which + " is signed by " + signer + ", who may not sign it")
                    : because(
                            Reason.OTHER_SIGNER,
                            which + " is not signed by the authority that it names: the " + signer
                                    + (trusted ? " that is trusted" : " that it sends") + " has another key");
        }
        return because(
                Reason.INCOMPLETE_CHAIN,
                "the chain that it sends is incomplete: " + (own ? which : "that of " + which) + " is signed by "
                        + signer + ", whose certificate it does not send, and which is not" + amongTrusted());
    }

    private boolean isSignedByOneNamed(X509Certificate last) {
        return Stream.concat(anchors.stream(), sent.stream()).anyMatch(each -> TrustedChain.hasSigned(each, last));
    }

    private PeerCertificateException wrongHost(X509Certificate own, String host) {
        List<String> names = HostNames.of(own);
        String shown = names.isEmpty()
                ? " has no subject alternative names"
                : " is for " + names.subList(0, Math.min(names.size(), MOST_NAMES))
                        + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "");
        return because(
                Reason.WRONG_HOST, "its certificate is for another host than " + host + ": " + nameOf(own) + shown);
    }

    private String amongTrusted() {
        return " among the " + anchors.size() + " that are trusted";
    }

    private PeerCertificateException because(Reason reason, String message) {
        return new PeerCertificateException(reason, message, sent, refused);
    }

    private static String nameOf(X509Certificate certificate) {
        return String.valueOf(certificate.getSubjectX500Principal());
    }
}
