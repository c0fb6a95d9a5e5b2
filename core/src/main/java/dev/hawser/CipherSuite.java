package dev.hawser;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A TLS cipher suite by its registered name. There is one instance of each, so suites may be compared with
 * {@code ==}. There are constants for those that the JDK speaks and a server of today may want; others by
 * {@link #forJavaName}. Immutable, and safe for use by many threads.
 */
public final class CipherSuite {
    private static final ConcurrentMap<String, CipherSuite> INSTANCES = new ConcurrentHashMap<>();

    /** TLS 1.3 (RFC 8446, appendix B.4). */
    public static final CipherSuite TLS_AES_128_GCM_SHA256 = forJavaName("TLS_AES_128_GCM_SHA256");

    /** TLS 1.3 (RFC 8446, appendix B.4). */
    public static final CipherSuite TLS_AES_256_GCM_SHA384 = forJavaName("TLS_AES_256_GCM_SHA384");

    /** TLS 1.3 (RFC 8446, appendix B.4). */
    public static final CipherSuite TLS_CHACHA20_POLY1305_SHA256 = forJavaName("TLS_CHACHA20_POLY1305_SHA256");

    /** TLS 1.2 (RFC 5289). */
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 =
            forJavaName("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");

    /** TLS 1.2 (RFC 5289). */
    public static final CipherSuite TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 =
            forJavaName("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    /** TLS 1.2 (RFC 5289). */
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 =
            forJavaName("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");

    /** TLS 1.2 (RFC 5289). */
    public static final CipherSuite TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 =
            forJavaName("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");

    /** TLS 1.2 (RFC 7905). */
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 =
            forJavaName("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");

    /** TLS 1.2 (RFC 7905). */
    public static final CipherSuite TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 =
            forJavaName("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** TLS 1.2 (RFC 5288). */
    public static final CipherSuite TLS_DHE_RSA_WITH_AES_128_GCM_SHA256 =
            forJavaName("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");

    /** TLS 1.2 (RFC 5288). */
    public static final CipherSuite TLS_DHE_RSA_WITH_AES_256_GCM_SHA384 =
            forJavaName("TLS_DHE_RSA_WITH_AES_256_GCM_SHA384");

    /** TLS 1.2 (RFC 7905). */
    public static final CipherSuite TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256 =
            forJavaName("TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /** TLS 1.2 (RFC 5289); CBC, better avoided (RFC 9325, section 4.2.1). */
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256 =
            forJavaName("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256");

    /** TLS 1.2 (RFC 5289); CBC, better avoided (RFC 9325, section 4.2.1). */
    public static final CipherSuite TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256 =
            forJavaName("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256");

    /** TLS 1.2 (RFC 5289); CBC, better avoided (RFC 9325, section 4.2.1). */
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384 =
            forJavaName("TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384");

    /** TLS 1.2 (RFC 5289); CBC, better avoided (RFC 9325, section 4.2.1). */
    public static final CipherSuite TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384 =
            forJavaName("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384");

    /** TLS 1.2 (RFC 8422); CBC, better avoided (RFC 9325, section 4.2.1). */
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA =
            forJavaName("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA");

    /** TLS 1.2 (RFC 8422); CBC, better avoided (RFC 9325, section 4.2.1). */
    public static final CipherSuite TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA =
            forJavaName("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA");

    /** TLS 1.2 (RFC 8422); CBC, better avoided (RFC 9325, section 4.2.1). */
    public static final CipherSuite TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA =
            forJavaName("TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA");

    /** TLS 1.2 (RFC 8422); CBC, better avoided (RFC 9325, section 4.2.1). */
    public static final CipherSuite TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA =
            forJavaName("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");

    /** TLS 1.2 (RFC 5246); CBC, better avoided (RFC 9325, section 4.2.1). */
    public static final CipherSuite TLS_DHE_RSA_WITH_AES_128_CBC_SHA256 =
            forJavaName("TLS_DHE_RSA_WITH_AES_128_CBC_SHA256");

    /** TLS 1.2 (RFC 5246); CBC, better avoided (RFC 9325, section 4.2.1). */
    public static final CipherSuite TLS_DHE_RSA_WITH_AES_256_CBC_SHA256 =
            forJavaName("TLS_DHE_RSA_WITH_AES_256_CBC_SHA256");

    /** TLS 1.2 (RFC 5246); CBC, better avoided (RFC 9325, section 4.2.1). */
    public static final CipherSuite TLS_DHE_RSA_WITH_AES_128_CBC_SHA = forJavaName("TLS_DHE_RSA_WITH_AES_128_CBC_SHA");

    /** TLS 1.2 (RFC 5246); CBC, better avoided (RFC 9325, section 4.2.1). */
    public static final CipherSuite TLS_DHE_RSA_WITH_AES_256_CBC_SHA = forJavaName("TLS_DHE_RSA_WITH_AES_256_CBC_SHA");

    /** TLS 1.2 (RFC 5288); without forward secrecy, no longer to be used (RFC 9325, section 4.1). */
    public static final CipherSuite TLS_RSA_WITH_AES_128_GCM_SHA256 = forJavaName("TLS_RSA_WITH_AES_128_GCM_SHA256");

    /** TLS 1.2 (RFC 5288); without forward secrecy, no longer to be used (RFC 9325, section 4.1). */
    public static final CipherSuite TLS_RSA_WITH_AES_256_GCM_SHA384 = forJavaName("TLS_RSA_WITH_AES_256_GCM_SHA384");

    /** TLS 1.2 (RFC 5246); without forward secrecy, no longer to be used (RFC 9325, section 4.1). */
    public static final CipherSuite TLS_RSA_WITH_AES_128_CBC_SHA256 = forJavaName("TLS_RSA_WITH_AES_128_CBC_SHA256");

    /** TLS 1.2 (RFC 5246); without forward secrecy, no longer to be used (RFC 9325, section 4.1). */
    public static final CipherSuite TLS_RSA_WITH_AES_256_CBC_SHA256 = forJavaName("TLS_RSA_WITH_AES_256_CBC_SHA256");

    /** TLS 1.2 (RFC 5246); without forward secrecy, no longer to be used (RFC 9325, section 4.1). */
    public static final CipherSuite TLS_RSA_WITH_AES_128_CBC_SHA = forJavaName("TLS_RSA_WITH_AES_128_CBC_SHA");

    /** TLS 1.2 (RFC 5246); without forward secrecy, no longer to be used (RFC 9325, section 4.1). */
    public static final CipherSuite TLS_RSA_WITH_AES_256_CBC_SHA = forJavaName("TLS_RSA_WITH_AES_256_CBC_SHA");

    private final String javaName;

    private CipherSuite(String javaName) {
        this.javaName = javaName;
    }

    /**
     * The suite that the JDK names so, as in {@code TLS_AES_128_GCM_SHA256}. JDKs name some old suites {@code SSL_…} that are registered
     * as {@code TLS_…}: both are the same suite.
     */
    public static CipherSuite forJavaName(String javaName) {
        return INSTANCES.computeIfAbsent(registeredName(javaName), name -> new CipherSuite(javaName));
    }

    /** The name under which a suite is registered, by any name that a JDK has for it. */
    static String registeredName(String javaName) {
        return javaName.startsWith("SSL_") ? "TLS_" + javaName.substring(4) : javaName;
    }

    /** The name that the JDK uses, as in {@code TLS_AES_128_GCM_SHA256}. */
    public String javaName() {
        return javaName;
    }

    @Override
    public String toString() {
        return javaName;
    }
}
