package dev.hawser.testserver;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that one side of a TLS handshake brings: the one that it holds, which says who it is, and
 * those that it trusts, which say whom it believes.
 *
 * <pre>{@code
 * HandshakeCertificates certificates = HandshakeCertificates.localhost();
 * server.useHttps(certificates);
 * HawserClient client = new HawserClient.Builder()
 *         .sslContext(certificates.sslContext(), certificates.trustManager())
 *         .build();
 * }</pre>
 *
 * <p>Immutable, and safe for use by many threads; its {@link Builder} is not.
 */
public final class HandshakeCertificates {
    private static final char[] PASSWORD = "password".toCharArray();

    private final X509KeyManager keyManager;
    private final X509TrustManager trustManager;
    private final SSLContext sslContext;

    private HandshakeCertificates(X509KeyManager keyManager, X509TrustManager trustManager, SSLContext sslContext) {
        this.keyManager = keyManager;
        this.trustManager = trustManager;
        this.sslContext = sslContext;
    }

    /**
     * Certificates for both sides of a test on this machine: they hold a new certificate that is good for {@code
     * localhost}, {@code 127.0.0.1} and {@code ::1}, and trust it and nothing else.
     */
    public static HandshakeCertificates localhost() {
        HeldCertificate held = new HeldCertificate.Builder()
                .commonName("localhost")
                .addSubjectAlternativeName("localhost")
                .addSubjectAlternativeName("127.0.0.1")
                .addSubjectAlternativeName("::1")
                .build();
        return new Builder()
                .heldCertificate(held)
                .addTrustedCertificate(held.certificate())
                .build();
    }

    /** What shows the held certificate, or none. */
    public X509KeyManager keyManager() {
        return keyManager;
    }

    /** What believes the trusted certificates. */
    public X509TrustManager trustManager() {
        return trustManager;
    }

    /** A context of both; always the same, so that sessions can be resumed. */
    public SSLContext sslContext() {
        return sslContext;
    }

    /** The context's factory of sockets. */
    public SSLSocketFactory sslSocketFactory() {
        return sslContext.getSocketFactory();
    }

    /** A maker of handshake certificates; by default nothing is held and nobody trusted. */
    public static final class Builder {
        private @Nullable HeldCertificate held;
        private final List<X509Certificate> intermediates = new ArrayList<>();
        private final List<X509Certificate> trusted = new ArrayList<>();
        private final Set<String> insecureHosts = new HashSet<>();

        /** A builder with nothing in it. */
        public Builder() {}

        /**
         * Sets the certificate to show, and those that lead from it to one that the other side trusts, each
         * signed by the next; the last of all, which the other side has, may be left out.
         */
        public Builder heldCertificate(HeldCertificate certificate, X509Certificate... intermediates) {
            held = certificate;
            this.intermediates.clear();
            this.intermediates.addAll(List.of(intermediates));
            return this;
        }

        /** Adds a certificate to trust, and what it signed. */
        public Builder addTrustedCertificate(X509Certificate certificate) {
            trusted.add(certificate);
            return this;
        }

        /** Adds all that this JDK trusts. */
        public Builder addPlatformTrustedCertificates() {
            try {
                trusted.addAll(List.of(trustManagerOf(null).getAcceptedIssuers()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("This JDK's trusted certificates cannot be read", e);
            }
            return this;
        }

        /**
         * Lets a host show any certificate, whoever signed it: anyone may then pass for it. It must still have the
         * host's name in it. For tests against servers of one's own.
         *
         * @param hostname the name or IP address, as it is in URLs
         */
        public Builder addInsecureHost(String hostname) {
            insecureHosts.add(Objects.requireNonNull(hostname, "hostname"));
            return this;
        }

        /** The certificates. */
        public HandshakeCertificates build() {
            try {
                X509KeyManager keyManager = keyManager();
                X509TrustManager trustManager = trustManager();
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(new KeyManager[] {keyManager}, new TrustManager[] {trustManager}, new SecureRandom());
                return new HandshakeCertificates(keyManager, trustManager, context);
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException("The certificates cannot be used for TLS", e);
            }
        }

        private X509KeyManager keyManager() throws GeneralSecurityException, IOException {
            KeyStore store = emptyStore();
            if (held != null) {
                List<X509Certificate> chain = new ArrayList<>();
                chain.add(held.certificate());
                chain.addAll(intermediates);
                store.setKeyEntry("held", held.keyPair().getPrivate(), PASSWORD, chain.toArray(X509Certificate[]::new));
            }
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, PASSWORD);
            return only(X509KeyManager.class, factory.getKeyManagers());
        }

        private X509TrustManager trustManager() throws GeneralSecurityException, IOException {
            KeyStore store = emptyStore();
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry("trusted" + i, trusted.get(i));
            }
            X509TrustManager secure = trusted.isEmpty() ? new TrustsNobody() : trustManagerOf(store);
            return insecureHosts.isEmpty()
                    ? secure
                    : new InsecureHosts((X509ExtendedTrustManager) secure, Set.copyOf(insecureHosts));
        }

        private static X509TrustManager trustManagerOf(@Nullable KeyStore store) throws GeneralSecurityException {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return only(X509TrustManager.class, factory.getTrustManagers());
        }

        private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, PASSWORD);
            return store;
        }

        private static <T> T only(Class<T> type, Object[] managers) {
            for (Object each : managers) {
                if (type.isInstance(each)) {
                    return type.cast(each);
                }
            }
            throw new IllegalStateException("This JDK has no " + type.getSimpleName());
        }
    }
}
