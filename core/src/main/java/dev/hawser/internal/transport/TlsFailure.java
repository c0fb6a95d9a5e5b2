package dev.hawser.internal.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Why TLS failed, in words that say what an operator can do something about. */
enum TlsFailure {
    REVOKED("its certificate, or one that signed it, has been revoked"),
    REVOCATION_UNKNOWN("whether its certificate has been revoked cannot be found out"),
    EXPIRED("its certificate, or one that signed it, has expired"),
    NOT_YET_VALID("its certificate, or one that signed it, is not yet valid"),
    DISABLED("its certificate is of a kind that the JDK's security settings disable"),
    BAD_SIGNATURE("its certificate is not signed by the authority that it names"),
    UNTRUSTED("its certificate is not trusted: it is self-signed, or its authority is not trusted, or the server"
            + " leaves out the certificates between them"),
    WRONG_HOST("its certificate is for another host"),
    OTHER_CERTIFICATE("its certificate is refused"),
    NO_COMMON_VERSION("it speaks none of the TLS versions offered"),
    NO_COMMON_SUITE("it accepts none of the cipher suites offered, or wants a client certificate"),
    NO_COMMON_PROTOCOL("it speaks none of the application protocols offered"),
    OWN_CERTIFICATE("it refuses the client's certificate, or wants one"),
    OWN_SIGNATURE("it cannot verify a signature of the client's, or the one on the client's certificate"),
    UNKNOWN_NAME("it does not know that host name"),
    NO_TLS("it does not speak TLS"),
    HUNG_UP("it ended the connection during the handshake"),
    OTHER("TLS failed");

    private static final String ALERT = "Received fatal alert: ";

    private final String words;

    TlsFailure(String words) {
        this.words = words;
    }

    /**
     * The failure of a handshake, in words.
     *
     * @param peer host and port that were asked for, and where they were found
     */
    static SSLException ofHandshake(SSLException cause, String peer) {
        TlsFailure kind = of(cause);
        String message = "TLS handshake with " + peer + " failed: " + kind.words + " ("
                + rootOf(cause).getMessage() + ")";
        SSLException failure = kind == WRONG_HOST || cause instanceof SSLPeerUnverifiedException
                ? new SSLPeerUnverifiedException(message)
                : new SSLHandshakeException(message);
        failure.initCause(cause);
        return failure;
    }

    /**
     * The failure of a read or write, in words. With TLS 1.3 a server's refusal of the client's certificate arrives
     * only behind the handshake (RFC 8446, section 4.4.2.4).
     */
    static IOException ofTalk(IOException cause, InetSocketAddress remote) {
        TlsFailure kind = cause instanceof SSLException ? ofAlert(cause.getMessage()) : null;
        if (kind != OWN_CERTIFICATE && kind != OWN_SIGNATURE) {
            return cause;
        }
        SSLException failure = new SSLHandshakeException(
                "TLS with " + remote + " failed: " + kind.words + " (" + cause.getMessage() + ")");
        failure.initCause(cause);
        return failure;
    }

    private static TlsFailure of(SSLException failure) {
        boolean certificate = false;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            TlsFailure kind = ofCertificate(each);
            if (kind != null) {
                return kind;
            }
            certificate |= each instanceof CertificateException;
        }
        if (certificate) {
            return OTHER_CERTIFICATE;
        }
        TlsFailure alert = ofAlert(failure.getMessage());
        return alert != null
                ? alert
                : ofWords(String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT));
    }

    private static @Nullable TlsFailure ofCertificate(Throwable cause) {
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

    /** What a peer means by an alert (RFC 8446, section 6.2). */
    private static @Nullable TlsFailure ofAlert(@Nullable String message) {
        int at = message == null ? -1 : message.indexOf(ALERT);
        if (message == null || at < 0) {
            return null;
        }
        return switch (message.substring(at + ALERT.length())) {
            case "protocol_version" -> NO_COMMON_VERSION;
            case "handshake_failure", "insufficient_security" -> NO_COMMON_SUITE;
            case "no_application_protocol" -> NO_COMMON_PROTOCOL;
            case "unrecognized_name" -> UNKNOWN_NAME;
            case "bad_certificate",
                    "unsupported_certificate",
                    "certificate_revoked",
                    "certificate_expired",
                    "certificate_unknown",
                    "certificate_required",
                    "unknown_ca",
                    "access_denied" -> OWN_CERTIFICATE;
            case "decrypt_error" -> OWN_SIGNATURE;
            default -> OTHER;
        };
    }

    private static TlsFailure ofWords(String message) {
        if (message.contains("protocol version")) {
            return NO_COMMON_VERSION;
        }
        if (message.contains("improper ciphersuite")) {
            return NO_COMMON_SUITE;
        }
        if (message.contains("unrecognized ssl message") || message.contains("plaintext connection")) {
            return NO_TLS;
        }
        if (message.contains("hung up") || message.contains("terminated the handshake")) {
            return HUNG_UP;
        }
        return OTHER;
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause().getMessage() != null) {
            root = root.getCause();
        }
        return root;
    }
}
