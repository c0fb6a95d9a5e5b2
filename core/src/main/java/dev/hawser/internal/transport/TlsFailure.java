package dev.hawser.internal.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Why TLS failed, in words that say what an operator can do something about; for certificates see {@link CertificateFault}. */
enum TlsFailure {
    NO_COMMON_VERSION("it speaks none of the TLS versions offered"),
    NO_COMMON_SUITE("it accepts none of the cipher suites offered, or wants a client certificate"),
    NO_COMMON_PROTOCOL("it speaks none of the application protocols offered"),
    DISABLED_EXCHANGE("its key exchange is of a kind that the JDK's security settings disable"),
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
        CertificateFault.Finding finding = CertificateFault.in(cause);
        String words = finding == null ? of(cause).words : finding.words();
        String message = "TLS handshake with " + peer + " failed: " + words + " ("
                + rootOf(cause).getMessage() + ")";
        boolean host = finding != null && finding.fault() == CertificateFault.WRONG_HOST;
        SSLException failure = host || cause instanceof SSLPeerUnverifiedException
                ? new SSLPeerUnverifiedException(onOneLine(message))
                : new SSLHandshakeException(onOneLine(message));
        failure.initCause(cause);
        return failure;
    }

    /** The names in certificates are the peer's to choose. */
    private static String onOneLine(String message) {
        return message.replaceAll("\\p{Cntrl}", "?");
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
        TlsFailure alert = ofAlert(failure.getMessage());
        return alert != null
                ? alert
                : ofWords(String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT));
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
        if (message.contains("algorithm constraints")) {
            return DISABLED_EXCHANGE;
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
