package dev.hawser;

/** A version of TLS, newest first. */
public enum TlsVersion {
    /** RFC 8446. */
    TLS_1_3("TLSv1.3"),
    /** RFC 5246. */
    TLS_1_2("TLSv1.2"),
    /** RFC 4346; no longer to be used (RFC 8996). */
    TLS_1_1("TLSv1.1"),
    /** RFC 2246; no longer to be used (RFC 8996). */
    TLS_1_0("TLSv1"),
    /** RFC 6101; no longer to be used (RFC 7568). */
    SSL_3_0("SSLv3");

    private final String javaName;

    TlsVersion(String javaName) {
        this.javaName = javaName;
    }

    /** The name that the JDK uses, as in {@code TLSv1.3}. */
    public String javaName() {
        return javaName;
    }

    /**
     * The version that the JDK names so.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static TlsVersion forJavaName(String javaName) {
        for (TlsVersion version : values()) {
            if (version.javaName.equals(javaName)) {
                return version;
            }
        }
        throw new IllegalArgumentException("Unexpected TLS version: " + javaName);
    }
}
