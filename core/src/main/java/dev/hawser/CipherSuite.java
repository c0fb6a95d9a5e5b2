package dev.hawser;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A TLS cipher suite by its registered name. There is one instance a name, so suites may be compared with
 * {@code ==}. Immutable, and safe for use by many threads.
 */
public final class CipherSuite {
    private static final ConcurrentMap<String, CipherSuite> INSTANCES = new ConcurrentHashMap<>();

    private final String javaName;

    private CipherSuite(String javaName) {
        this.javaName = javaName;
    }

    /** The suite that the JDK names so, as in {@code TLS_AES_128_GCM_SHA256}. */
    public static CipherSuite forJavaName(String javaName) {
        return INSTANCES.computeIfAbsent(javaName, CipherSuite::new);
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
