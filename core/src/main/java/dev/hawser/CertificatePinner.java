package dev.hawser;

import dev.hawser.internal.text.HostParser;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that hosts are pinned to: a connection to such a host is made only if the chain from its
 * certificate to one that is trusted has a pinned one, beside all the checks that are made anyway.
 *
 * <pre>{@code
 * CertificatePinner pinner = new CertificatePinner.Builder()
 *         .add("example.com", "sha256/afwiKY3RxoMmLkuRW1l7QsPZTJPwDS2pdDROQjXw8ig=")
 *         .build();
 * }</pre>
 *
 * <p>A pin is the hash of a certificate's public key (subjectPublicKeyInfo), so it outlives a renewal with the
 * same key. Pin a second key, kept safe elsewhere, or a lost key will lock the client out. To learn a server's
 * pins, pin a wrong one: the error lists them.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class CertificatePinner {
    /** No pins. */
    public static final CertificatePinner DEFAULT = new Builder().build();

    private final Set<Pin> pins;

    private CertificatePinner(Set<Pin> pins) {
        this.pins = Collections.unmodifiableSet(new LinkedHashSet<>(pins));
    }

    /** All pins, of whatever host. */
    public Set<Pin> pins() {
        return pins;
    }

    /** The pins of a host: those of each pattern that it matches. */
    public List<Pin> findMatchingPins(String hostname) {
        return pins.isEmpty()
                ? List.of()
                : pins.stream().filter(pin -> pin.matchesHostname(hostname)).toList();
    }

    /**
     * Checks that a chain has a certificate that the host is pinned to. It has to be the chain that was found
     * trustworthy, not just what the server sent: that may have certificates in it that signed nothing.
     *
     * @throws SSLPeerUnverifiedException if the host has pins, and none of the certificates one of them; lists both
     */
    public void check(String hostname, List<Certificate> peerCertificates) throws SSLPeerUnverifiedException {
        List<Pin> pinned = findMatchingPins(hostname);
        if (pinned.isEmpty()) {
            return;
        }
        for (Certificate certificate : peerCertificates) {
            if (certificate instanceof X509Certificate x509
                    && pinned.stream().anyMatch(pin -> pin.matchesCertificate(x509))) {
                return;
            }
        }
        throw new SSLPeerUnverifiedException("Certificate pinning failure! " + hostname
                + " shows none of the certificates that it is pinned to.\n  Peer certificate chain:"
                + peerCertificates.stream()
                        .map(each -> "\n    " + describe(each))
                        .collect(Collectors.joining())
                + "\n  Pinned certificates for " + hostname + ":"
                + pinned.stream().map(each -> "\n    " + each).collect(Collectors.joining()));
    }

    /** Checks a chain as {@link #check(String, List)} does. */
    public void check(String hostname, Certificate... peerCertificates) throws SSLPeerUnverifiedException {
        check(hostname, List.of(peerCertificates));
    }

    /**
     * The SHA-256 pin of a certificate, as in {@code sha256/afwiKY3RxoMmLkuRW1l7QsPZTJPwDS2pdDROQjXw8ig=}.
     *
     * @throws IllegalArgumentException if it is not an X.509 certificate
     */
    public static String pin(Certificate certificate) {
        if (!(certificate instanceof X509Certificate x509)) {
            throw new IllegalArgumentException("Certificate pinning requires X509 certificates");
        }
        return "sha256/" + hashOf(x509, Hash.SHA_256);
    }

    private static String describe(Certificate certificate) {
        return certificate instanceof X509Certificate x509
                ? pin(x509) + ": " + x509.getSubjectX500Principal()
                : "a certificate of type " + certificate.getType();
    }

    private static String hashOf(X509Certificate certificate, Hash hash) {
        try {
            byte[] key = certificate.getPublicKey().getEncoded();
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance(hash.javaName).digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no " + hash.javaName, e);
        }
    }

    /** Whether both have the same pins. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CertificatePinner that && pins.equals(that.pins);
    }

    @Override
    public int hashCode() {
        return pins.hashCode();
    }

    private enum Hash {
        SHA_256("sha256", "SHA-256", 32),
        SHA_1("sha1", "SHA-1", 20);

        final String prefix;
        final String javaName;
        final int length;

        Hash(String prefix, String javaName, int length) {
            this.prefix = prefix;
            this.javaName = javaName;
            this.length = length;
        }

        static Hash of(String prefix) {
            for (Hash hash : values()) {
                if (hash.prefix.equals(prefix)) {
                    return hash;
                }
            }
            throw new IllegalArgumentException("pins start with 'sha256/' or 'sha1/': " + prefix);
        }
    }

    /**
     * A pattern of hosts, and a key that they are pinned to.
     *
     * @param pattern a host; or {@code *.} and a domain, for hosts with exactly one label before it; or {@code **.}
     *     and a domain, for that domain and all hosts below it
     * @param hashAlgorithm {@code sha256} or {@code sha1}
     * @param hash the hash of the key, in Base64
     */
    public record Pin(String pattern, String hashAlgorithm, String hash) {
        private static final String ONE = "*.";
        private static final String ANY = "**.";

        /**
         * A pin, with the pattern in its canonical form.
         *
         * @throws IllegalArgumentException if the pattern is none, the algorithm is not known, or the hash is not of it
         */
        public Pin {
            pattern = canonical(pattern);
            hash = canonical(hash, Hash.of(hashAlgorithm));
        }

        /** Whether the pin is for a host, as {@link HttpUrl#host()} has it: a name, or an IP address. */
        public boolean matchesHostname(String hostname) {
            String host = hostname.endsWith(".") ? hostname.substring(0, hostname.length() - 1) : hostname;
            if (pattern.startsWith(ANY)) {
                return host.equals(pattern.substring(ANY.length())) || host.endsWith(pattern.substring(2));
            }
            if (pattern.startsWith(ONE)) {
                String suffix = pattern.substring(1);
                return host.endsWith(suffix) && host.indexOf('.') == host.length() - suffix.length();
            }
            return host.equals(pattern);
        }

        /** Whether the certificate's key is the pinned one. */
        public boolean matchesCertificate(X509Certificate certificate) {
            return hashOf(certificate, Hash.of(hashAlgorithm)).equals(hash);
        }

        /** Algorithm and hash, as in {@code sha256/afwiKY3RxoMmLkuRW1l7QsPZTJPwDS2pdDROQjXw8ig=}. */
        @Override
        public String toString() {
            return hashAlgorithm + "/" + hash;
        }

        private static String canonical(String pattern) {
            String wildcard = pattern.startsWith(ANY) ? ANY : pattern.startsWith(ONE) ? ONE : "";
            String rest = pattern.substring(wildcard.length());
            if (rest.indexOf('*') >= 0 || rest.endsWith(".")) {
                throw new IllegalArgumentException("Unexpected pattern: " + pattern);
            }
            try {
                String host = HostParser.parse(rest.indexOf(':') >= 0 ? "[" + rest + "]" : rest);
                return host.startsWith("[") ? host.substring(1, host.length() - 1) : wildcard + host;
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("Invalid pattern: " + pattern + ": " + e.getMessage(), e);
            }
        }

        private static String canonical(String base64, Hash hash) {
            byte[] bytes;
            try {
                bytes = Base64.getDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("Invalid pin hash: " + base64 + ": " + e.getMessage(), e);
            }
            if (bytes.length != hash.length) {
                throw new IllegalArgumentException("Invalid pin hash: " + base64 + " has " + bytes.length + " bytes, "
                        + hash.prefix + " has " + hash.length);
            }
            return Base64.getEncoder().encodeToString(bytes);
        }
    }

    /** A maker of pinners. */
    public static final class Builder {
        private final Set<Pin> pins = new LinkedHashSet<>();

        /** A builder without pins. */
        public Builder() {}

        /**
         * Pins hosts to certificates: any one of the pins will do, and of those that other patterns have for the host.
         *
         * @param pattern a host; or {@code *.} and a domain, for hosts with exactly one label before it; or {@code
         *     **.} and a domain, for that domain and all hosts below it
         * @param pins hashes of public keys in Base64 behind {@code sha256/}, or behind {@code sha1/} if there is
         *     nothing better
         * @throws IllegalArgumentException if the pattern or a pin is none
         */
        public Builder add(String pattern, String... pins) {
            for (String pin : pins) {
                int slash = pin.indexOf('/');
                if (slash < 0) {
                    throw new IllegalArgumentException("pins start with 'sha256/' or 'sha1/': " + pin);
                }
                this.pins.add(new Pin(pattern, pin.substring(0, slash), pin.substring(slash + 1)));
            }
            return this;
        }

        /** The pinner. */
        public CertificatePinner build() {
            return new CertificatePinner(pins);
        }
    }
}
