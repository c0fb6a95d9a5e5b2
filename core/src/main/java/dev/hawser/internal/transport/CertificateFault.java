package dev.hawser.internal.transport;

import dev.hawser.PeerCertificateException;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a trust manager has against a certificate of the peer's. */
enum CertificateFault {
    REVOKED("%s has been revoked"),
    REVOCATION_UNKNOWN("whether %s has been revoked cannot be found out"),
    EXPIRED("%s has expired"),
    NOT_YET_VALID("%s is not yet valid"),
    DISABLED("%s is of a kind that the JDK's security settings disable"),
    BAD_SIGNATURE("%s is not signed by the authority that it names"),
    UNTRUSTED("its certificate is not trusted: it is self-signed, or its authority is not trusted, or the server"
            + " leaves out the certificates between them"),
    WRONG_HOST("its certificate is for another host"),
    OTHER("its certificate is refused");

    private final String words;

    CertificateFault(String words) {
        this.words = words;
    }

    /**
     * A fault in words.
     *
     * @param words which certificate it is, where that is known, and what is wrong with it
     */
    record Finding(CertificateFault fault, String words) {}

    /** The fault that made a handshake fail; null if it was no certificate's. */
    static @Nullable Finding in(SSLException failure) {
        boolean certificate = false;
        CertPathValidatorException invalid = null;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof PeerCertificateException explained) {
                return new Finding(of(explained.reason()), String.valueOf(explained.getMessage()));
            }
            if (each instanceof CertPathValidatorException path && path.getIndex() >= 0) {
                invalid = path;
            }
            CertificateFault fault = of(each);
            if (fault != null) {
                return new Finding(fault, fault.words.formatted(which(invalid)));
            }
            certificate |= each instanceof CertificateException;
        }
        return certificate ? new Finding(OTHER, OTHER.words) : null;
    }

    private static CertificateFault of(PeerCertificateException.Reason reason) {
        return switch (reason) {
            case SELF_SIGNED, UNKNOWN_AUTHORITY, INCOMPLETE_CHAIN -> UNTRUSTED;
            case OTHER_SIGNER -> BAD_SIGNATURE;
            case WRONG_HOST -> WRONG_HOST;
        };
    }

    private static @Nullable CertificateFault of(Throwable cause) {
        if (cause instanceof CertificateRevokedException) {
            return REVOKED;
        }
        if (cause instanceof CertificateExpiredException) {
            return EXPIRED;
        }
        if (cause instanceof CertificateNotYetValidException) {
            return NOT_YET_VALID;
        }
        if (cause instanceof CertPathBuilderException && cause.getCause() == null) {
            return UNTRUSTED;
        }
        if (cause instanceof CertPathValidatorException invalid && invalid.getReason() instanceof BasicReason reason) {
            return switch (reason) {
                case REVOKED -> REVOKED;
                case UNDETERMINED_REVOCATION_STATUS -> REVOCATION_UNKNOWN;
                case EXPIRED -> EXPIRED;
                case NOT_YET_VALID -> NOT_YET_VALID;
                case INVALID_SIGNATURE -> BAD_SIGNATURE;
                case ALGORITHM_CONSTRAINED -> DISABLED;
                case UNSPECIFIED -> null;
            };
        }
        return cause instanceof CertificateException && isAboutTheHost(String.valueOf(cause.getMessage()))
                ? WRONG_HOST
                : null;
    }

    /** Whether the JDK's check of the host name speaks. */
    private static boolean isAboutTheHost(String message) {
        return message.startsWith("No subject alternative")
                || message.startsWith("No name matching")
                || message.startsWith("Illegal given domain name");
    }

    /** Which certificate is at fault, if the JDK says so. */
    private static String which(@Nullable CertPathValidatorException invalid) {
        CertPath path = invalid == null ? null : invalid.getCertPath();
        List<? extends Certificate> certificates = path == null ? List.of() : path.getCertificates();
        int index = invalid == null ? -1 : invalid.getIndex();
        if (index < 0 || index >= certificates.size() || !(certificates.get(index) instanceof X509Certificate found)) {
            return "its certificate, or one that signed it,";
        }
        return (index == 0 ? "its certificate " : "the authority that vouches for it, ")
                + found.getSubjectX500Principal()
                + (index == 0 ? "" : ",");
    }
}
