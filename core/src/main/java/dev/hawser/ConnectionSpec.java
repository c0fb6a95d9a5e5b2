package dev.hawser;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * What a client is ready to speak below HTTP: TLS of certain versions with certain cipher suites, or nothing at
 * all. A client has a list of them, {@link HawserClient.Builder#connectionSpecs}.
 *
 * <p>What is offered to a server is what a spec names <em>and</em> the TLS set-up has enabled; a spec enables
 * nothing that the JDK's security settings disable. Immutable, and safe for use by many threads.
 */
public final class ConnectionSpec {
    /**
     * TLS 1.3 and 1.2 with forward secrecy and authenticated encryption, as RFC 9325 (section 4.2) recommends. Part
     * of a client's default.
     */
    public static final ConnectionSpec MODERN_TLS = new Builder(true)
            .tlsVersions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2)
            .cipherSuites(
                    CipherSuite.TLS_AES_128_GCM_SHA256,
                    CipherSuite.TLS_AES_256_GCM_SHA384,
                    CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
                    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
                    CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
                    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
                    CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
                    CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
                    CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256)
            .build();

    /** The strictest of the ready-made; the same as {@link #MODERN_TLS}, which leaves nothing weaker in. */
    public static final ConnectionSpec RESTRICTED_TLS = new Builder(MODERN_TLS).build();

    /**
     * TLS for old servers: what {@link #MODERN_TLS} has, and behind it CBC suites, suites without forward secrecy,
     * and TLS 1.1 and 1.0. A JDK has the last two disabled unless its security settings were changed.
     */
    public static final ConnectionSpec COMPATIBLE_TLS = new Builder(MODERN_TLS)
            .tlsVersions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2, TlsVersion.TLS_1_1, TlsVersion.TLS_1_0)
            .cipherSuites(Stream.concat(
                            MODERN_TLS.cipherSuites.stream(),
                            Stream.of(
                                    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
                                    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
                                    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
                                    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
                                    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
                                    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
                                    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
                                    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
                                    "TLS_RSA_WITH_AES_128_GCM_SHA256",
                                    "TLS_RSA_WITH_AES_256_GCM_SHA384",
                                    "TLS_RSA_WITH_AES_128_CBC_SHA",
                                    "TLS_RSA_WITH_AES_256_CBC_SHA"))
                    .toArray(String[]::new))
            .build();

    /** No TLS: for {@code http} URLs. Part of a client's default. */
    public static final ConnectionSpec CLEARTEXT = new Builder(false).build();

    private final boolean tls;

    /** In the JDK's names, preferred first; empty for all that are enabled. */
    private final List<String> cipherSuites;

    /** In the JDK's names; empty for all that are enabled. */
    private final List<String> tlsVersions;

    private ConnectionSpec(Builder builder) {
        this.tls = builder.tls;
        this.cipherSuites = List.copyOf(builder.cipherSuites);
        this.tlsVersions = List.copyOf(builder.tlsVersions);
    }

    /** Whether it is for {@code https} URLs; otherwise it is for {@code http} ones. */
    public boolean isTls() {
        return tls;
    }

    /** The cipher suites, preferred first; null for all that are enabled. */
    public @Nullable List<CipherSuite> cipherSuites() {
        return cipherSuites.isEmpty()
                ? null
                : cipherSuites.stream().map(CipherSuite::forJavaName).toList();
    }

    /** The versions of TLS; null for all that are enabled. */
    public @Nullable List<TlsVersion> tlsVersions() {
        return tlsVersions.isEmpty()
                ? null
                : tlsVersions.stream().map(TlsVersion::forJavaName).toList();
    }

    /** As {@link #isTls()}: extensions, such as the host's name, are always sent. */
    @Deprecated
    public boolean supportsTlsExtensions() {
        return tls;
    }

    /** Whether a socket has something enabled of what this spec allows: a version, and a cipher suite. */
    public boolean isCompatible(SSLSocket socket) {
        return isCompatible(socket.getSSLParameters());
    }

    /** Whether TLS parameters have something enabled of what this spec allows: a version, and a cipher suite. */
    public boolean isCompatible(SSLParameters enabled) {
        return tls
                && (tlsVersions.isEmpty()
                        || !common(tlsVersions, enabled.getProtocols()).isEmpty())
                && (cipherSuites.isEmpty()
                        || !commonSuites(enabled.getCipherSuites()).isEmpty());
    }

    /** Leaves only those versions and cipher suites enabled that this spec allows, in its order. */
    public void applyTo(SSLParameters enabled) {
        if (!tlsVersions.isEmpty()) {
            enabled.setProtocols(common(tlsVersions, enabled.getProtocols()).toArray(String[]::new));
        }
        if (!cipherSuites.isEmpty()) {
            enabled.setCipherSuites(commonSuites(enabled.getCipherSuites()).toArray(String[]::new));
        }
    }

    /** The suites that are both allowed and enabled, in this spec's order, by the names that the TLS set-up has for them. */
    private List<String> commonSuites(String @Nullable [] enabled) {
        Map<String, String> names = new HashMap<>();
        for (String name : enabled == null ? new String[0] : enabled) {
            names.put(CipherSuite.registeredName(name), name);
        }
        return cipherSuites.stream()
                .map(allowed -> names.get(CipherSuite.registeredName(allowed)))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private static List<String> common(List<String> allowed, String @Nullable [] enabled) {
        List<String> common = new ArrayList<>(allowed);
        common.retainAll(enabled == null ? List.of() : List.of(enabled));
        return common;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConnectionSpec that
                && tls == that.tls
                && cipherSuites.equals(that.cipherSuites)
                && tlsVersions.equals(that.tlsVersions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(tls, cipherSuites, tlsVersions);
    }

    /** What it allows, in the JDK's names. */
    @Override
    public String toString() {
        return tls
                ? "ConnectionSpec(tlsVersions=" + orAllEnabled(tlsVersions) + ", cipherSuites="
                        + orAllEnabled(cipherSuites) + ")"
                : "ConnectionSpec(cleartext)";
    }

    private static String orAllEnabled(Collection<String> names) {
        return names.isEmpty() ? "[all enabled]" : names.toString();
    }

    /** A maker of specs for TLS. */
    public static final class Builder {
        private final boolean tls;
        private List<String> cipherSuites = List.of();
        private List<String> tlsVersions = List.of();

        private Builder(boolean tls) {
            this.tls = tls;
        }

        /** A builder with what a spec has. */
        public Builder(ConnectionSpec connectionSpec) {
            this.tls = connectionSpec.tls;
            this.cipherSuites = connectionSpec.cipherSuites;
            this.tlsVersions = connectionSpec.tlsVersions;
        }

        /**
         * Allows all cipher suites that are enabled.
         *
         * @throws IllegalArgumentException in cleartext
         */
        public Builder allEnabledCipherSuites() {
            checkTls("cipher suites");
            cipherSuites = List.of();
            return this;
        }

        /**
         * Allows these cipher suites and no others, preferred first.
         *
         * @throws IllegalArgumentException if there are none
         * @throws IllegalArgumentException in cleartext
         */
        public Builder cipherSuites(CipherSuite... cipherSuites) {
            return cipherSuites(namesOf(cipherSuites, CipherSuite::javaName));
        }

        /** Allows the cipher suites that the JDK names so, as {@link #cipherSuites(CipherSuite...)} does. */
        public Builder cipherSuites(String... cipherSuites) {
            checkTls("cipher suites");
            this.cipherSuites = atLeastOne("cipher suite", cipherSuites);
            return this;
        }

        /**
         * Allows all versions of TLS that are enabled.
         *
         * @throws IllegalArgumentException in cleartext
         */
        public Builder allEnabledTlsVersions() {
            checkTls("TLS versions");
            tlsVersions = List.of();
            return this;
        }

        /**
         * Allows these versions of TLS and no others.
         *
         * @throws IllegalArgumentException if there are none
         * @throws IllegalArgumentException in cleartext
         */
        public Builder tlsVersions(TlsVersion... tlsVersions) {
            return tlsVersions(namesOf(tlsVersions, TlsVersion::javaName));
        }

        /**
         * Allows the versions of TLS that the JDK names so, as {@link #tlsVersions(TlsVersion...)} does.
         *
         * @throws IllegalArgumentException if it is not one of {@link TlsVersion}'s names, or there are none
         */
        public Builder tlsVersions(String... tlsVersions) {
            checkTls("TLS versions");
            List<String> named = atLeastOne("TLS version", tlsVersions);
            named.forEach(TlsVersion::forJavaName);
            this.tlsVersions = named;
            return this;
        }

        /** Without effect: extensions, such as the host's name, are always sent. */
        @Deprecated
        public Builder supportsTlsExtensions(boolean supportsTlsExtensions) {
            checkTls("TLS extensions");
            return this;
        }

        /** The spec. */
        public ConnectionSpec build() {
            return new ConnectionSpec(this);
        }

        private void checkTls(String what) {
            if (!tls) {
                throw new IllegalArgumentException("no " + what + " for cleartext connections");
            }
        }

        private static <T> String[] namesOf(T[] values, Function<T, String> name) {
            return Stream.of(values).map(name).toArray(String[]::new);
        }

        private static List<String> atLeastOne(String what, String[] names) {
            if (names.length == 0) {
                throw new IllegalArgumentException("At least one " + what + " is required");
            }
            return List.of(names);
        }
    }
}
